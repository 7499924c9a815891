"""The transition tables of a contact (对接) and of the agreement that comes of it (合作协议)."""

from operator import attrgetter

from challenge.bidding.liaison import effects, messages, rules
from challenge.bidding.liaison.models import Agreement, Liaison
from challenge.bidding.liaison.states import AG, LIVE, L
from core.workflow import machine, nobody, step

# A table is read as a table: one transition, one row. What was answered is no fact of a step: facts stand in the log.
# fmt: off
machine(
    "liaison",
    Liaison,
    L,
    what=attrgetter("code"),
    steps=[
        step("connect", "同意对接，互换联系方式", L.ASKED, L.CONNECTED, rules.speaks_for_poster, [rules.list_takes_agreements],
             [messages.tell_other_side]),
        step("decline", "不同意对接", L.ASKED, L.DECLINED, rules.speaks_for_poster, [],
             [messages.tell_other_side], danger=True),
        step("withdraw", "撤回对接", LIVE, L.WITHDRAWN, rules.is_side, [rules.nothing_in_force],
             [effects.end_agreement, messages.tell_other_side], danger=True),
    ],
)
machine(
    "agreement",
    Agreement,
    AG,
    what=attrgetter("code"),
    steps=[
        # The fact "digest" is that of the content which the side has read.
        step("confirm", "确认合作协议", AG.OFFERED, AG.OFFERED, rules.confirms, [rules.list_takes_agreements],
             [effects.keep_confirmation], asks=("digest",)),
        step("put_in_force", "合作协议生效", AG.OFFERED, AG.IN_FORCE, nobody, [rules.confirmed_by_both],
             [effects.tie_to_bid, messages.tell_agreement_sides]),
        step("end", "解除合作协议", (AG.OFFERED, AG.IN_FORCE), AG.ENDED, rules.is_side_of, [rules.not_bound],
             [messages.tell_agreement_sides], danger=True),
    ],
)
