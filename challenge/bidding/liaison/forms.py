"""Shapes of the forms of contacts and agreements."""

from wtforms import fields, validators

from challenge.bidding.liaison.terms import TERMS
from challenge.posting.forms.fields import PHONE, Base, Choice, Line, Paragraphs
from core import inspection

MOST = 2000
NO_WAY = "请至少填写联系电话或联系邮箱中的一项。"
_MAIL = validators.Regexp(
    r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$", message="请填写正确的邮箱，例如 name@example.com。"
)
SECRET = "我承诺对因对接知悉的对方技术、商业信息和联系人信息保密，不用于本次对接以外的目的。"  # noqa: S105


def _needed(sentence):
    return validators.DataRequired(sentence)


class _Contact(Base):
    name = Line("联系人", 40, [_needed("请填写联系人姓名。")])
    phone = Line("联系电话", 30, [PHONE])
    email = Line("联系邮箱", 120, [_MAIL])

    def told(self):
        """What the other side reads."""
        return {key: self[key].data for key in ("name", "phone", "email", "note")}

    def _reachable(self):
        if self.phone.data or self.email.data:
            return True
        self.phone.errors = [*self.phone.errors, NO_WAY]
        return False


class AskForm(_Contact):
    """A team asks for a contact."""

    note = Paragraphs(
        "合作意向",
        MOST,
        [_needed("请写明合作意向，发榜方据此决定是否对接。")],
        description="写本团队的基础和想法，只有发榜方能看到。",
    )
    secret = fields.BooleanField(SECRET, [_needed("请先阅读并勾选保密承诺。")])

    def validate(self, extra_validators=None):
        """One way at least to be reached."""
        return super().validate(extra_validators) & self._reachable()


class AnswerForm(_Contact):
    """The demander's answer."""

    answer = Choice(
        "答复", [("yes", "同意对接，互换联系方式"), ("no", "暂不对接")], [_needed("请选择是否同意对接。")]
    )
    note = Paragraphs("给对方的话", MOST, description="不同意对接的，建议写明原因，可不填。")
    secret = fields.BooleanField(SECRET)

    def validate(self, extra_validators=None):
        """Who declines need not be reached and promises nothing."""
        if self.answer.data != "yes":
            self.name.validators = ()
            return super().validate(extra_validators)
        is_whole = super().validate(extra_validators) & self._reachable()
        if not self.secret.data:
            self.secret.errors = ["请先阅读并勾选保密承诺。"]
        return is_whole and bool(self.secret.data)

    def told(self):
        """What the team reads; contact data only with consent."""
        if self.answer.data == "yes":
            return super().told()
        return {"note": self.note.data}


class ConfirmForm(Base):
    """A side confirms what was shown."""

    digest = fields.HiddenField()
    agreed = fields.BooleanField("我已阅读协议全文，代表本方同意并承诺履行。", [_needed("请阅读后勾选。")])


class SureForm(Base):
    """A step that cannot be undone."""

    sure = fields.BooleanField("我确认办理，并知道此操作不能撤销。", [_needed("请勾选确认。")])


class TermsForm(Base):
    """The terms of an agreement, and a signed copy where there is one; `seen`: digest of what stood when it was opened."""

    seen = fields.HiddenField()
    file = fields.FileField(
        "已签字盖章的协议（可选）",
        description="已在线下签订的，可上传扫描件（PDF 或图片，不超过 20 MB），协议以扫描件和下列要点为准。",
        render_kw={"accept": inspection.ACCEPT},
    )

    def typed(self):
        """The texts by key."""
        return {key: self[key].data for key, *_ in TERMS}


for _key, _label, _hint, _is_needed in TERMS:
    _checks = [_needed(f"请填写{_label}。")] if _is_needed else []
    setattr(TermsForm, _key, Paragraphs(_label, MOST, _checks, description=_hint))
