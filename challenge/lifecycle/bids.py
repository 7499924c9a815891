"""The transition table of a bid (揭榜方案)."""

from operator import attrgetter

from challenge import effects, messages
from challenge.bidding import effects as copying
from challenge.bidding import rules
from challenge.bidding.liaison.rules import agreement_as_sealed, agreement_in_force
from challenge.bidding.models import Bid
from challenge.posting.rules import list_not_suspended
from challenge.states import B
from core.workflow import machine, nobody, step

PLACED = (B.NOMINATED, B.RESERVE, B.UNSELECTED, B.WON)

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "bid",
    Bid,
    B,
    [
        # The fact "digest" puts the digest of the content into the log entry that the receipt is bound to.
        step("submit", "提交并密封", B.DRAFT, B.SEALED, rules.leads_bid,
             [rules.list_takes_bids, rules.lead_unrelated, agreement_in_force], [messages.tell_team], asks=("digest",)),
        step("replace", "替换已密封方案", B.SEALED, B.SEALED, rules.leads_bid,
             [rules.list_takes_bids, rules.lead_unrelated, agreement_in_force], [messages.tell_team], asks=("digest",)),
        step("confirm_version", "确认方案对变更后的榜单仍有效", B.SEALED, B.SEALED, rules.leads_bid,
             [rules.list_takes_bids, rules.version_outdated, rules.lead_unrelated, agreement_as_sealed], [messages.tell_team], asks=("digest",)),
        step("withdraw", "撤回方案", B.SEALED, B.WITHDRAWN, rules.leads_bid, [rules.list_takes_bids],
             [messages.tell_team], asks=("digest",), danger=True),
        step("discard", "放弃草稿", B.DRAFT, B.WITHDRAWN, rules.leads_bid, [list_not_suspended], danger=True),
        step("unseal", "开启", B.SEALED, B.OPENED, nobody, [], [effects.mark_opened, messages.tell_team]),
        step("mark_unreadable", "无法开启", B.SEALED, B.UNREADABLE, nobody, [],
             [effects.mark_opened, effects.keep_reason, copying.start_copy_period, messages.tell_team]),
        # The fact "digest" is that of the copy, which the action has compared with the one published at the deadline.
        step("open_from_copy", "凭副本补开", B.UNREADABLE, B.OPENED, rules.leads_bid,
             [list_not_suspended, rules.list_still_opened, rules.copy_in_time],
             [copying.supplement_minutes, copying.forget_reason, messages.tell_team, messages.tell_of_supplement], asks=("digest",)),
        step("close_unopened", "未开启结束", (B.DRAFT, B.SEALED), B.UNOPENED, nobody, [], [messages.tell_team]),
        step("qualify", "形式审查合格", (B.OPENED, B.CORRECTING), B.QUALIFIED, rules.handles_after_opening,
             [list_not_suspended, agreement_as_sealed], [messages.tell_team]),
        step("ask_correction", "要求补正（仅一次）", B.OPENED, B.CORRECTING, rules.handles_after_opening,
             [list_not_suspended, rules.correction_unused], [effects.keep_reason, effects.start_correction, messages.tell_team],
             asks=("reason",)),
        step("correct", "提交补正", B.CORRECTING, B.OPENED, rules.leads_bid,
             [list_not_suspended, rules.correction_in_time],
             [effects.note_corrected, messages.tell_checker], asks=("digest",)),
        step("disqualify", "形式审查不合格", (B.OPENED, B.CORRECTING), B.UNQUALIFIED, rules.handles_after_opening,
             [list_not_suspended], [effects.keep_reason, messages.tell_team], asks=("reason",), danger=True),
        step("enter_review", "进入评审", B.QUALIFIED, B.REVIEWING, nobody, [], [messages.tell_team]),
        step("nominate", "拟揭榜", B.REVIEWING, B.NOMINATED, nobody),
        step("reserve", "候补", B.REVIEWING, B.RESERVE, nobody),
        step("pass_over", "未入选", (B.OPENED, B.CORRECTING, B.QUALIFIED, B.REVIEWING, B.NOMINATED, B.RESERVE, B.WON),
             B.UNSELECTED, nobody),
        step("return_to_review", "退回评审", PLACED, B.REVIEWING, nobody, [], [effects.clear_rank]),
        step("win", "定榜选中", B.NOMINATED, B.WON, nobody),
        step("move_up", "递补", B.RESERVE, B.NOMINATED, nobody, [], [messages.tell_team]),
        step("give_up", "退出揭榜", B.WON, B.GIVEN_UP, nobody, [], [effects.keep_reason, messages.tell_team]),
    ],
    what=attrgetter("code"),
)
