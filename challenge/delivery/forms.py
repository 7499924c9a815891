"""Shapes of the forms of projects and contracts."""

from wtforms import SelectChoice, fields, validators, widgets

from challenge.delivery.contracts.terms import EXTRA_MAX
from challenge.delivery.rules import BEFORE_SIGNING, STOP_REASONS
from challenge.delivery.states import Payer, Support
from challenge.posting.forms.fields import Base, Choice, Paragraphs, states
from core import clock


def _needed(sentence):
    return validators.DataRequired(sentence)


_ASKED = {
    "reason": lambda: Paragraphs("理由", 1000, [_needed("请写明理由。")]),
    "reason_code": lambda: Choice(
        "原因", [(one, STOP_REASONS[one]) for one in BEFORE_SIGNING], [_needed("请选择原因。")]
    ),
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
    kind_demander = Choice("发榜方出资的支持方式", states(Support), default=Support.GRANT.value, empty=None)
    kind_public = Choice(
        "财政资金的支持方式",
        states(Support),
        default=Support.GRANT.value,
        empty=None,
        description="后补助、奖励在验收通过后拨付；股权投入、贷款贴息、购买服务申请拨付时须提交凭证，以规则包为准。",
    )
    extra = Paragraphs(
        "补充约定", EXTRA_MAX, description="双方商定的其他事项，如试验场地、样品交付、保密。可以留空。"
    )

    def offer(self, indicators):
        """The indicators of which a promise is due: (id, words)."""
        self.as_asked.choices = [SelectChoice(*one) for one in indicators]
        if not indicators:
            del self.as_asked

    def kinds(self):
        """{payer: way of support} as it was chosen."""
        return {Payer.DEMANDER.value: self.kind_demander.data, Payer.PUBLIC.value: self.kind_public.data}

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


class ConfirmForm(Base):
    """A side agrees to what was shown; the bureau says so where less is due than the list has asked."""

    digest = fields.HiddenField()
    agreed = fields.BooleanField(
        "我已阅读任务书全文，代表本方同意并承诺履行。", [validators.InputRequired("请阅读后勾选。")]
    )
    lowered = fields.BooleanField(
        "我已阅读公开说明，同意指标低于榜单要求。", [validators.InputRequired("请阅读公开说明后勾选。")]
    )
    file = fields.FileField(
        "签字盖章件（可选）",
        description="已在纸质任务书上签字盖章的，可上传扫描件（PDF 或图片，不超过 20 MB）；不上传的，以本次确认为准。",
    )

    def ask(self, *, lowered):
        """Only where it is so, and of the bureau alone."""
        if not lowered:
            del self.lowered
        return self


class ReasonForm(Base):
    """Why not."""

    reason = Paragraphs("理由", 1000, [_needed("请写明理由，便于修改后重新确认。")])
