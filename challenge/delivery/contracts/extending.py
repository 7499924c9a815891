"""The form of an extension: its range by the rule pack of the project, and where the end would move."""

from wtforms import SelectChoice, fields, validators

from challenge import rulepack
from challenge.delivery.contracts.forms import why_field
from challenge.posting.forms.fields import Base, Whole
from core import clock
from core.formats import date_zh


class ExtensionForm(Base):
    """How much longer, and what moves with the end; `most` months, by the rule pack of the project."""

    most = 12
    months = Whole("延期月数", 1, most, [validators.InputRequired("请填写延期几个月。")])
    last_only = fields.RadioField(
        "里程碑",
        choices=[SelectChoice("no", "尚未提交的里程碑一并顺延"), SelectChoice("yes", "只顺延最后一个里程碑")],
        default="no",
    )
    why = why_field()

    def process(self, *args, **kwargs):
        """What was typed is read against the range of the project."""
        self.months.most = self.most
        super().process(*args, **kwargs)


def extension_form(project):
    """The form with the range of this project, and where its end would move."""
    most, end = rulepack.value(project, "extension_months"), project.ends_on
    form = type("ExtensionForm", (ExtensionForm,), {"most": most})()
    clause = rulepack.cite(project, "extension_months")
    last = date_zh(clock.months_later(end, most))
    form.months.description = f"1 至 {most} 个月，只能延期一次{clause}。现结束日期{date_zh(end)}，延期几个月即顺延几个月，最迟{last}。"
    return form
