"""Questions about follow-ups: who fills and who checks one, and what must be in it."""

from challenge.delivery.outcomes.following.models import FIGURES
from challenge.delivery.outcomes.states import U
from core import clock

LABELS = {
    "sales_fen": "新增销售收入",
    "tax_fen": "新增税收",
    "saved_fen": "节约成本",
    "invested_fen": "新增投资",
    "jobs": "新增就业",
}


def is_open(row):
    """Its year is over: it can be filled in."""
    return clock.today() >= row.opens_on


def is_overdue(row):
    """It should have been handed in."""
    return row.state is U.PLANNED and clock.today() > row.due_on


def year_is_over(row):
    """Nobody tells the effects of a year that has not passed."""
    return None if is_open(row) else "这一年度还没有结束，到填报日期后再提交。"


def figures_given(row):
    """Every figure is there, 0 counts; what is more than 0 has something to show for it."""
    missing = [LABELS[name] for name in FIGURES if getattr(row, name) is None]
    if missing:
        return f"请先填写{'、'.join(missing)}，没有的填 0，再提交。"
    if any(getattr(row, name) for name in FIGURES) and not row.blob:
        return "请上传证明材料（如财务报表、完税证明、社保名册），再提交。"
    return None
