"""Shapes of the forms of the R&D log."""

from wtforms import MultipleFileField, fields, validators, widgets
from wtforms.fields.choices import SelectChoice

from challenge.delivery.research.states import Work
from challenge.posting.forms.fields import Choice, Paragraphs, states
from challenge.posting.forms.uploads import WithFiles
from core import clock
from core.formats import date_zh

TEXT_MAX = 5000


class EntryForm(WithFiles):
    """What was done, when, for which indicators."""

    worked_on = fields.DateField("工作日期", [validators.InputRequired("请填写工作日期，例如 2026-12-01。")])
    kind = Choice("类别", states(Work), [validators.DataRequired("请选择类别。")])
    text = Paragraphs(
        "内容",
        TEXT_MAX,
        [validators.DataRequired("请写明做了什么、结果怎样。")],
        description="写清做了什么、怎样做的、结果怎样、下一步怎么办；没有成功的也要记，并写明原因和调整。",
    )
    indicators = fields.SelectMultipleField(
        "有关指标",
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    unrelated = fields.BooleanField("与各项指标都没有直接关系（会务、采购、管理等）")
    files = MultipleFileField(
        "附件", description="原始数据、照片、图纸、纪要等，可以一次选多份；单份不超过 20 MB。"
    )

    def offer(self, project, first):
        """The indicators of the project, and the first day that can be written about."""
        self.first = first
        self.indicators.choices = [SelectChoice(one.id, one.name) for one in project.indicators]
        if not project.indicators:
            del self.indicators, self.unrelated
        return self

    def concerned(self):
        """Ids of the indicators that were ticked."""
        return self.indicators.data or () if self.indicators else ()

    def validate_unrelated(self, field):
        """An entry cannot be changed: whoever names no indicator says that this is meant."""
        if not field.data and not self.indicators.data:
            raise validators.ValidationError(
                "没有勾选有关指标，评议时不会计入各项指标的尝试；请在上面勾选，确实无关的请勾选本项。"
            )

    def validate_worked_on(self, field):
        """Not before the project, not ahead of today."""
        if field.data is None:
            field.errors = []
            raise validators.ValidationError("请填写正确的日期，例如 2026-12-01。")
        if field.data > clock.today():
            raise validators.ValidationError("工作日期不能晚于今天。")
        if field.data < self.first:
            raise validators.ValidationError(
                f"工作日期不能早于{date_zh(self.first)}（项目建立或者任务书开始之日，以较早的为准）。"
            )
