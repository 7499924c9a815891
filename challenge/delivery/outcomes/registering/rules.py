"""Questions about registrations: who fills and who checks one, and what must be in it."""

from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.outcomes.rules import stands_for_a_side
from challenge.delivery.outcomes.states import R
from challenge.states import Ownership
from core import formats

# What the national form asks for; a draft may miss it.
CONTRACT_NEEDS = {
    "title": "合同名称",
    "category": "合同类别",
    "buyer": "买方名称",
    "buyer_code": "买方信用代码",
    "buyer_kind": "买方性质",
    "buyer_place": "买方所在地",
    "seller": "卖方名称",
    "seller_code": "卖方信用代码",
    "seller_kind": "卖方性质",
    "seller_place": "卖方所在地",
    "field": "技术领域",
    "goal": "社会经济目标",
    "total_fen": "合同成交金额",
    "technical_fen": "技术交易额",
    "payment": "支付方式",
    "signed_on": "签订日期",
    "starts_on": "有效期开始日期",
    "ends_on": "有效期结束日期",
    "rights": "知识产权",
    "source": "计划来源",
}
RESULT_NEEDS = {
    "title": "成果名称",
    "units": "完成单位",
    "people": "完成人",
    "kind": "成果类别",
    "industry": "产业领域",
    "rights": "知识产权情况",
    "evaluation": "评价方式",
    "evaluated_on": "评价日期",
    "maturity": "应用状态",
    "summary": "成果简介",
    "prospects": "推广前景",
}


def registered_too_early(row, day):
    """Nothing is registered before it was signed or evaluated: why this day cannot be, as a sentence."""
    name = "signed_on" if hasattr(row, "signed_on") else "evaluated_on"
    first = getattr(row, name)
    if first is None or day >= first:
        return None
    what = {"signed_on": "签订日期", "evaluated_on": "评价日期"}[name]
    return f"登记日期不能早于{what} {formats.date_zh(first)}，请核对。"


def fills_result(user, row):
    """The leader of the project, whose team has made the result."""
    return rules.acts_for_team(user, row.project)


def _lacking(row, needs):
    missing = [label for name, label in needs.items() if not getattr(row, name)]
    return f"请先填写{'、'.join(missing)}，再提交。" if missing else None


def contract_complete(row):
    """Nothing that the national form asks for is missing, and the two sides are two."""
    if row.buyer_code and row.buyer_code == row.seller_code:
        return "买方和卖方是同一单位，不属于技术合同，请核对。"
    return _lacking(row, CONTRACT_NEEDS)


def result_complete(row):
    """Nothing is missing."""
    return _lacking(row, RESULT_NEEDS)


def number_given(row):
    """The registry's number and day are there."""
    return None if row.number and row.registered_on else "请填写登记编号和登记日期。"


def begins(user, project):
    """Who may have a registration made that is not there yet: either side, or the officer in charge."""
    sides = rules.leads_project(user, project) or rules.posts_project(user, project)
    return sides or rules.handles_project(user, project)


def owners_of(row):
    """Ids of the organisations that own the result, by what the list says of it."""
    project, ownership = row.project, row.project.challenge.ownership
    poster, bidder = project.challenge.organisation_id, project.organisation_id
    if ownership is Ownership.LICENCE and rulepack.mode_of(project).licensor == "poster":
        return (poster,)
    return {Ownership.POSTER: (poster,), Ownership.JOINT: (poster, bidder)}.get(ownership, (bidder,))


def may_offer(user, row):
    """Speaks for an owner of a registered result that is not on offer yet."""
    is_owner = user.organisation_id in owners_of(row)
    return stands_for_a_side(user, row) and row.state is R.REGISTERED and is_owner
