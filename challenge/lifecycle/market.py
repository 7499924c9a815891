"""The transition tables of the market: offers (供给成果) and inquiries (对接意向)."""

from operator import attrgetter

from challenge.market import effects, messages, rules
from challenge.market.models import Inquiry, Offer
from challenge.market.states import S, W
from core.workflow import machine, nobody, step

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "offer",
    Offer,
    S,
    what=attrgetter("code"),
    steps=[
        step("submit", "提交审核", S.DRAFT, S.SUBMITTED, rules.owns_offer, [rules.complete, rules.owners_agree], [effects.forget_reason, messages.tell_officers]),
        step("take_back", "撤回修改", S.SUBMITTED, S.DRAFT, rules.owns_offer),
        step("publish", "审核通过，上架展示", S.SUBMITTED, S.LISTED, rules.checks_offer, [rules.complete, rules.owners_agree],
             [effects.publish, messages.tell_owner], public="成果上架展示"),
        step("return", "退回修改", S.SUBMITTED, S.DRAFT, rules.checks_offer, [], [effects.note_reason, messages.tell_owner], asks=("reason",)),
        step("revise", "下架修改", S.LISTED, S.DRAFT, rules.owns_offer, [], [effects.unpublish], public="成果下架修改"),
        step("withdraw", "不再提供，撤下", S.LISTED, S.DOWN, rules.owns_offer, [], [effects.unpublish], asks=("reason",), public="成果由提供单位撤下", danger=True),
        step("take_down", "下架", S.LISTED, S.DOWN, rules.checks_offer, [], [effects.unpublish, messages.tell_owner], asks=("reason",), public="成果下架", danger=True),
        step("renew", "重新整理", S.DOWN, S.DRAFT, rules.owns_offer),
    ],
)
machine(
    "inquiry",
    Inquiry,
    W,
    what=attrgetter("code"),
    steps=[
        step("accept", "接受对接，互告联系方式", W.SENT, W.ACCEPTED, rules.answers_inquiry, [rules.offer_is_listed], [messages.tell_asking]),
        step("decline", "不接受", W.SENT, W.DECLINED, rules.answers_inquiry, [], [effects.note_reason, messages.tell_asking], asks=("reason",), danger=True),
        step("withdraw", "撤回意向", W.SENT, W.WITHDRAWN, rules.asked_to_meet, [], [messages.tell_answering]),
        step("sign", "登记达成合作", W.ACCEPTED, W.SIGNED, rules.answers_inquiry, [], [effects.note_reason, messages.tell_asking], asks=("reason",)),
        step("end", "登记未达成合作", W.ACCEPTED, W.ENDED, rules.is_party, [], [effects.note_reason, messages.tell_asking, messages.tell_answering], asks=("reason",)),
        step("close", "成果下架，意向结束", W.SENT, W.ENDED, nobody, [], [effects.note_reason, messages.tell_asking]),
    ],
)
