"""Forms of objections: the structured objection itself, and what each step asks."""

import datetime as dt

from wtforms import fields, validators
from wtforms.validators import ValidationError

from challenge import rulepack
from challenge.bidding.forms import EMAIL
from challenge.notice.models import Notice
from challenge.notice.objections import discretion, sealed
from challenge.notice.objections.actions.writing import FILES_MAX
from challenge.notice.objections.rules import ABOUT, REQUIRED, closes_at
from challenge.posting.forms.fields import Asked, Base, Choice, Instant, Line, Paragraphs
from challenge.states import Outcome
from core import clock, inspection
from core.spelling import same

NAMED = "答复和说明会送达他人，请勿写出异议人的姓名、单位或联系方式。"
_OUTCOMES = [(one.value, one.label) for one in Outcome]


def _needed(sentence):
    return validators.DataRequired(sentence)


class ObjectionForm(Base):
    """The objection as it is written; a draft saves with missing fields."""

    account_name = ""  # nobody's on paper

    about = Choice("异议对象", list(ABOUT.items()), [Asked()])
    item = Line("具体是哪一项", 200, description="例如：公示第二段中的排名、某项指标的认定。")
    ground = Choice("异议理由", [], [Asked()])
    facts = Paragraphs("事实和理由", 4000, [Asked()], description="写明时间、人员、经过。一事一件。")
    evidence = Paragraphs(
        "证据或证据线索", 2000, [Asked()], description="写明能证明什么；材料可以在下面上传。"
    )
    remedy = Paragraphs("请求事项", 1000, [Asked()], description="您希望怎样处理。")
    file = fields.FileField(
        "上传证据材料",
        render_kw={"accept": inspection.ACCEPT},
        description=f"PDF、Word、Excel 或图片，单个不超过 20 MB，最多 {FILES_MAX} 个；加密保存，只有承办人能看，承办人看到的名称是“证据1”“证据2”。",
    )
    name = Line("姓名", 40, [Asked()], description="须与账号登记的姓名一致。")
    phone = Line("联系电话", 30)
    email = Line("联系邮箱", 120, description="电话和邮箱至少填一项。")

    @classmethod
    def of(cls, notice, objection=None, formdata=None):
        """The form of a draft, or an empty one."""
        stored = sealed.get(objection, "content") if objection is not None else {}
        if objection is not None:
            stored |= {"about": objection.about, "ground": objection.ground}
        form = cls(formdata=formdata, data=stored)
        form.ground.offer(
            [(one["key"], one["label"]) for one in rulepack.entries(notice, "objection_grounds")]
        )
        return form

    def validate_email(self, field):
        """Shaped like a mail address: it may be the only way back to the objector."""
        if field.data:
            EMAIL(self, field)

    def validate_name(self, field):
        """That of the account: objections are made under the real name."""
        if field.data and self.account_name and not same(field.data, self.account_name):
            raise ValidationError(
                f"姓名须与账号登记的姓名（{self.account_name}）一致；登记有误的，请先更正账号资料。"
            )

    def changes(self):
        """Values to keep, of fields without errors."""
        names = ("about", "ground", *sealed.WRITTEN)
        return {name: self[name].data or "" for name in names if not self[name].errors}


class PaperForm(ObjectionForm):
    """An objection that came on paper: nothing may be missing, and when it came counts."""

    unit = Line("单位", 120, description="信中写明的单位，没有则不填。")
    received = Instant("收到时间", [_needed("请填写收到时间。")], description="北京时间，须在公示期内。")
    notice: Notice

    @classmethod
    def of(cls, notice, objection=None, formdata=None):
        """An empty form for this notice."""
        form = super().of(notice, objection, formdata)
        form.notice = notice
        return form

    def validate(self, extra_validators=None):
        """Also what is required of a submitted objection."""
        fine = super().validate(extra_validators)
        for name, label in (REQUIRED | {"about": "异议对象", "ground": "异议理由"}).items():
            if not self[name].data:
                self[name].errors = [*self[name].errors, f"请填写{label}。"]
                fine = False
        if not (self.phone.data or self.email.data):
            self.phone.errors = [*self.phone.errors, "请填写联系电话或邮箱。"]
            fine = False
        return fine

    def validate_received(self, field):
        """Within the period, and not in the future."""
        if field.data is None:
            return
        ends = min(closes_at(self.notice), clock.now() + dt.timedelta(minutes=1))
        if not self.notice.published_at <= field.data < ends:
            raise ValidationError("收到时间须在公示期内，且不晚于现在；逾期收到的不能登记为异议。")


class PledgeForm(Base):
    """The word of the objector, given with the submission."""

    pledged = fields.BooleanField(
        "我承诺以真实身份提出异议，所述事实和材料真实，不捏造、不歪曲，并配合调查。",
        [_needed("请先阅读并勾选承诺。")],
    )


class RecordForm(Base):
    """The record of the investigation."""

    text = Paragraphs(
        "调查记录",
        8000,
        [_needed("请填写调查记录。")],
        description="查了什么、问了谁、认定哪些事实。只有承办人和复核人能看。",
    )


class Discreet(Base):
    """A form whose texts others will read: they must not name who objects."""

    who: dict = {}

    def validate(self, extra_validators=None):
        """Also that no text names the objector."""
        fine = super().validate(extra_validators)
        for field in self:
            typed = field.data if isinstance(field, Paragraphs) else ""
            if typed and discretion.names(typed, self.who):
                field.errors = [*field.errors, NAMED]
                fine = False
        return fine


class EmptyForm(Discreet):
    """Nothing but the token."""


class RefuseForm(Discreet):
    """Why it is not admitted: a code, and words."""

    code = Choice("不予受理的情形", [], [_needed("请选择情形。")])
    text = Paragraphs("说明", 2000, [_needed("请写明理由，异议人会看到。")])

    def offer(self, objection):
        """The codes of the rule pack."""
        self.code.offer([(one["key"], one["label"]) for one in rulepack.entries(objection, "inadmissible")])


class ReasonForm(Discreet):
    """A reason in words."""

    text = Paragraphs("理由", 2000, [_needed("请填写理由。")])


class AppealForm(Base):
    """Why the objector does not agree."""

    text = Paragraphs("不同意的理由", 3000, [_needed("请写明不同意的理由。")], description="只有复核人能看。")


class AnswerForm(Discreet):
    """The answer: outcome, words, and what is done where it holds in part."""

    outcome = Choice("结论", _OUTCOMES, [_needed("请选择结论。")])
    text = Paragraphs("答复内容", 5000, [_needed("请写明认定的事实、依据和结论。")])
    measures = Paragraphs("处理措施", 1000, description="部分成立时必填；将随结论公开。")

    def validate_measures(self, field):
        """What holds in part has its measures."""
        if self.outcome.data == Outcome.PARTLY and not field.data:
            raise ValidationError("结论为部分成立时，请写明处理措施。")


class AssignForm(Base):
    """Who handles it; a reason where nobody is free of the list."""

    person = Choice("承办人", [], [_needed("请选择承办人。")])
    reason = Paragraphs(
        "指定的理由",
        500,
        [_needed("请写明为什么由此人办理。")],
        description="没有未参加本榜单工作的人员可以指定。请勿写出异议人。",
    )

    def offer(self, people, with_reason):
        """Those who may have it."""
        if not with_reason:
            del self.reason
        self.person.offer([(str(one.id), one.display_name) for one in people])


STEP_FORMS = {
    "accept": EmptyForm,
    "refuse": RefuseForm,
    "extend": ReasonForm,
    "answer": AnswerForm,
    "settle": EmptyForm,
    "ask_review": AppealForm,
    "readmit": ReasonForm,
    "keep_refused": ReasonForm,
    "decide": AnswerForm,
    "assign": AssignForm,
    "withdraw": EmptyForm,
}
