"""Shapes of the forms of projects and contracts."""

from wtforms import SelectChoice, fields, validators, widgets

from challenge.delivery.contracts.terms import EXTRA_MAX
from challenge.delivery.rules import STOP_REASONS
from challenge.posting.forms.fields import Base, Choice, Paragraphs
from core import clock


def _needed(sentence):
    return validators.DataRequired(sentence)


_ASKED = {
    "reason": lambda: Paragraphs("理由", 1000, [_needed("请写明理由。")]),
    "reason_code": lambda: Choice("原因", STOP_REASONS.items(), [_needed("请选择原因。")]),
}


def step_form(step):
    """The form of a step: one field for each fact its row asks for."""
    return type("StepForm", (Base,), {name: _ASKED[name]() for name in step.asks})()


class DraftForm(Base):
    """What is not in list and bid: when the work begins, and further provisions."""

    starts_on = fields.DateField("开始日期", [validators.InputRequired("请填写开始日期，例如 2026-12-01。")])
    as_asked = fields.SelectMultipleField(
        "按榜单要求执行的指标",
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        description="方案承诺优于榜单要求的指标，默认按承诺执行。承诺的单位或口径与榜单不同、数值不能直接比较的，请在此选出。",
    )
    extra = Paragraphs(
        "补充约定", EXTRA_MAX, description="双方商定的其他事项，如试验场地、样品交付、保密。可以留空。"
    )

    def offer(self, indicators):
        """The indicators of which a promise is due: (id, words)."""
        self.as_asked.choices = [SelectChoice(*one) for one in indicators]
        if not indicators:
            del self.as_asked

    def tightened(self):
        """Ids of the indicators that stay as they were asked."""
        return self.as_asked.data or () if self.as_asked else ()

    def validate_starts_on(self, field):
        """A contract neither begins long ago nor far ahead."""
        if field.data is None:
            field.errors = []
            raise validators.ValidationError("请填写正确的日期，例如 2026-12-01。")
        today = clock.today()
        if abs((field.data - today).days) > 366:
            raise validators.ValidationError("开始日期须在今天前后一年以内。")


class OfferForm(Base):
    """The version that was read."""

    seen = fields.HiddenField()
    checked = fields.BooleanField(
        "我已逐项核对指标、里程碑和经费。", [validators.InputRequired("请核对后勾选。")]
    )

    def seen_version(self):
        """Number of the row's version that was shown, or None."""
        digits = self.seen.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class ConfirmForm(Base):
    """A side agrees to what was shown."""

    digest = fields.HiddenField()
    agreed = fields.BooleanField(
        "我已阅读任务书全文，代表本方同意并承诺履行。", [validators.InputRequired("请阅读后勾选。")]
    )
    file = fields.FileField(
        "签字盖章件（可选）",
        description="已在纸质任务书上签字盖章的，可上传扫描件（PDF 或图片，不超过 20 MB）；不上传的，以本次确认为准。",
    )


class ReasonForm(Base):
    """Why not."""

    reason = Paragraphs("理由", 1000, [_needed("请写明理由，便于修改后重新确认。")])
