"""Forms of the desk: reasons of steps, opinions, programmes, publication, questions, invitations."""

from wtforms import SelectChoice, fields, validators, widgets

from challenge import rulepack
from challenge.posting import deadlines
from challenge.posting.forms.fields import (
    Base,
    Choice,
    Instant,
    Line,
    Paragraphs,
    Wan,
    Whole,
    shown_minute,
)
from challenge.states import REJECT_REASONS, Mode
from core import inspection

NOT_AMENDED = (
    "contact_name",
    "contact_phone",
    "contact_email",
    "intended_expert",
    "intended_expert_note",
    "files",
)
MOST_REASON = 1000
_ASKED = {
    "reason": lambda: Paragraphs("理由", MOST_REASON, [_needed("请填写理由。")]),
    "advice": lambda: Paragraphs("修改建议", 1000, [_needed("请写明修改建议。")]),
    "reason_code": lambda: Choice("原因", REJECT_REASONS, [_needed("请选择原因。")]),
}


def _needed(sentence):
    return validators.DataRequired(sentence)


def step_form(step):
    """The form of a generic step: one field for each fact its row asks for."""
    made = type("StepForm", (Base,), {name: _ASKED[name]() for name in step.asks})
    return made()


class NewForm(Base):
    """What is posted: a demand to be solved, or a result to be transferred, and how it should be organised."""

    mode = fields.RadioField("发布什么", [validators.Optional()], validate_choice=True)
    modes: tuple = ()

    def offer(self, modes):
        """The modes in which this person posts; the first one unless another is chosen."""
        self.modes = tuple(modes)
        self.mode.choices = [SelectChoice(one.key, f"{one.word('demand')}：{one.label}") for one in modes]
        if not self.is_submitted():
            self.mode.data = self.modes[0].key
        return self

    def chosen(self):
        """The mode that was chosen."""
        return Mode(self.mode.data or self.modes[0].key)


class SubmitForm(Base):
    """The poster's pledge."""

    pledged = fields.BooleanField(
        "我已阅读并作出发榜承诺：需求真实，指标由本单位实际需要提出，资金能够落实，不为特定单位或个人量身设置条件，"
        "如实提供应用场景和测试条件。",
        [_needed("请先阅读并勾选发榜承诺。")],
    )

    @classmethod
    def of(cls, mode):
        """The pledge in the words of the mode: the owner of a result pledges something else."""
        form = cls()
        form.pledged.label.text = mode.label_of("pledged", form.pledged.label.text)
        return form


class QuestionForm(Base):
    """A question about an open list."""

    text = Paragraphs(
        "您的问题",
        500,
        [_needed("请写下您的问题。")],
        description="提问人对所有人保密。请勿在文字中写出单位、姓名等能认出您的信息。",
    )


class AnswerForm(Base):
    """An answer, or the reason why none is given in public."""

    answer = Paragraphs(
        "答复",
        2000,
        [_needed("请填写答复或不予公开答复的理由。")],
        description="公开答复将成为榜单的一部分。",
    )


class InviteForm(Base):
    """An organisation that may read the sections 定向可见."""

    credit_code = Line("统一社会信用代码", 18, [_needed("请填写统一社会信用代码。")])


class ProgrammeForm(Base):
    """A programme."""

    name = Line("批次名称", 120, [_needed("请填写批次名称。")])
    year = Whole("年度", 2000, 2100, [_needed("请填写年度。")])
    mode = Choice("组织方式", [], empty=None)
    budget_fen = Wan("预算")
    opens_at = Instant("发布窗口开始", description="北京时间，可不填。")
    closes_at = Instant("发布窗口结束", description="北京时间，可不填。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mode.offer([(one.key, one.label) for one in rulepack.modes().values()])

    def validate_closes_at(self, field):
        """The window ends after it begins."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise validators.ValidationError("窗口结束应晚于开始。")


class PublishForm(Base):
    """Publication or re-publication: programme and deadline."""

    programme = Choice("项目批次", [], [_needed("请选择项目批次。")])
    deadline = Instant("揭榜截止", [_needed("请填写揭榜截止时间。")], description="北京时间。")

    def offer(self, programmes):
        """The programmes that are running."""
        self.programme.offer([(str(one.id), one.name) for one in programmes])
        return self


class RelistForm(PublishForm):
    """Re-publication of a lapsed list."""

    reason = Paragraphs("理由", MOST_REASON, [_needed("请填写理由。")])


class AttachmentsForm(Base):
    """变更公告 of attachments: what is uploaded, what it replaces, what is removed."""

    version = fields.HiddenField()
    file = fields.FileField(
        "选择文件",
        description="PDF、Word、Excel 或图片，单个不超过 20 MB，最多 10 个。",
        render_kw={"accept": inspection.ACCEPT},
    )
    replaces = Choice("用途", [])
    removed = fields.SelectMultipleField(
        "勾选要删除的附件",
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
        description="删除或替换后，原来的文件仍随旧版本保留，可以查看。",
    )
    reason = Paragraphs("变更原因", 1000, [_needed("请写明变更原因，将随变更公告公开。")])

    def offer(self, attachments):
        """The files of the present version."""
        self.names = {one.id: one.name for one in attachments}
        pairs = [(str(number), name) for number, name in self.names.items()]
        self.replaces.empty = "新增附件"
        self.replaces.offer([(number, f"替换“{name}”") for number, name in pairs])
        self.removed.choices = [SelectChoice(*pair) for pair in pairs]

    def replaced(self):
        """The file of the present version that the upload replaces, or None."""
        return next((number for number in self.names if str(number) == self.replaces.data), None)

    def name_of(self, number):
        """Name of a present file, or ''."""
        return self.names.get(number, "")

    def changes(self):
        """As `actions.amending.amend` takes them."""
        return {"attachments": [int(one) for one in self.removed.data or []]}

    def seen_version(self):
        """The version that the page showed, None when the field was lost."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() else None


class HandOverForm(Base):
    """The officer who takes over, and why."""

    successor = Choice("接手的经办人", [], [_needed("请选择接手的经办人。")])
    reason = Paragraphs(
        "理由",
        500,
        [_needed("请填写理由。")],
        description="理由会写进办理经过，发榜单位也能看到，请勿写健康等个人隐私。",
    )

    def offer(self, officers):
        """Those who may take over."""
        self.successor.offer([(str(one.id), one.display_name) for one in officers])
        return self


def opinion_form(criteria, formdata=None, data=None):
    """The form of an opinion: one choice of points per criterion of the rule pack."""
    made = {
        f"score_{one['key']}": Choice(
            one["label"],
            [(str(points), f"{points} 分") for points in range(one["max"], 0, -1)],
            [_needed("请评分。")],
            description=f"1 至 {one['max']} 分。",
        )
        for one in criteria
    }
    made["text"] = Paragraphs("论证意见", 2000, [_needed("请写下意见。")])
    made["recommends"] = Choice(
        "结论", [("yes", "建议入库"), ("no", "不建议入库")], [_needed("请选择结论。")]
    )
    return type("OpinionForm", (Base,), made)(formdata=formdata, data=data)


class Announced(Base):
    """What an announcement needs besides the part that changes: the deadline and the reason.

    `deadline_shown` is the one that the page showed: what nobody touched is not a wish, whatever it has become since.
    """

    deadline = Instant("揭榜截止")
    deadline_shown = fields.HiddenField()
    reason = Paragraphs("变更原因", 1000, [_needed("请写明变更原因，将随变更公告公开。")])

    def new_deadline(self):
        """The deadline that was typed, None when it stays."""
        typed = self.deadline.data
        return None if typed is None or shown_minute(typed) == self.deadline_shown.data else typed

    def renew(self, challenge):
        """Show the list's version as it stands now, and its deadline unless another was typed."""
        self.version.data = challenge.version
        if self.new_deadline() is None:
            self.deadline.raw_data, self.deadline.data = None, challenge.deadline
            self.deadline_shown.data = shown_minute(challenge.deadline)


def amendment_form(base, challenge, formdata=None):
    """A step's form with what an announcement needs besides."""
    made = type("AmendmentForm", (base, Announced), {})
    shown = {"deadline": challenge.deadline, "deadline_shown": shown_minute(challenge.deadline)}
    form = made(formdata=formdata, data=base.stored(challenge) | shown)
    rule = deadlines.only_later(challenge)
    form.deadline.description = f"北京时间；不改则保持原样。{rule}{'。' if rule else ''}"
    for name in NOT_AMENDED:
        if name in form:
            del form[name]
    form.PLAIN = tuple(name for name in base.PLAIN if name not in NOT_AMENDED)
    return form
