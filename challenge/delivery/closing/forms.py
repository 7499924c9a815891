"""Shapes of the forms of closures."""

from wtforms import MultipleFileField, RadioField, SelectChoice, fields, validators

from challenge.posting.forms.fields import Base, Paragraphs, Whole
from challenge.posting.forms.uploads import WithFiles

_FILES = "判决、裁定、证明、往来函件等（PDF 或图片，单份不超过 20 MB），加密保存。"


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class AskForm(WithFiles):
    """Why the project cannot go on, and what shows it."""

    reason_code = RadioField("原因", choices=[], validators=_needed("请选择原因。"))
    facts = Paragraphs("事实和请求", 3000, _needed("请写明发生了什么、已做过什么、请求怎样处理。"))
    files = MultipleFileField("证明材料", description=_FILES)


class SpeakForm(WithFiles):
    """What one side says to it."""

    agrees = RadioField(
        "是否同意终止",
        choices=[SelectChoice("yes", "同意终止"), SelectChoice("no", "不同意终止")],
        validators=[validators.InputRequired("请选择是否同意。")],
    )
    text = Paragraphs("陈述", 3000, _needed("请写明意见和理由。"))
    files = MultipleFileField("证明材料", description=_FILES)


class ReasonForm(Base):
    """Why."""

    reason = Paragraphs("理由", 2000, _needed("请写明理由，记入日志并告知双方。"))


class PlainForm(Base):
    """A step that asks for nothing."""


class ConfirmForm(Base):
    """A side agrees to the settlement that was shown."""

    digest = fields.HiddenField()
    agreed = fields.BooleanField(
        "我已核对结算单，代表本方同意。", [validators.InputRequired("请核对后勾选。")]
    )


def work_form(rows, **kwargs):
    """How much of the work of each milestone is done: `rows` are (number, words, whether it has passed)."""
    made = {
        f"percent_{number}": Whole(
            f"{words}：已完成（%）",
            0,
            100,
            default=100 if passed else 0,
            description="按双方认可的工作量核定，填 0 至 100 的整数；没有完成的填 0，已判定通过的填 100。",
        )
        for number, words, passed in rows
    }
    return type("WorkForm", (Base,), made)(**kwargs)


def percents(form):
    """{number: percent} as it was typed."""
    return {
        int(one.name.removeprefix("percent_")): one.data or 0
        for one in form
        if one.name.startswith("percent_")
    }


FORMS = {"accept": PlainForm, "close": PlainForm}
