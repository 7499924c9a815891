"""Bids that did not open, as the pages of the opening and of the bid say it: how many, why, and the way back."""

from types import SimpleNamespace

from challenge.bidding import rules
from challenge.states import B
from core import workflow
from core.formats import moment

PREFIX = "方案无法开启："


def kind_of(reason):
    """The kind of a reason, as the public may read it: without names of files."""
    return reason.removeprefix(PREFIX).split("（")[0].rstrip("。")


def kinds_in(minutes):
    """[(kind of reason, number of bids)] of those that did not open at the ceremony."""
    kinds = [kind_of(one["reason"]) for one in lost_in(minutes)]
    return [(one, kinds.count(one)) for one in dict.fromkeys(kinds)]


def lost_in(minutes):
    """Lines of the bids that did not open at the ceremony."""
    return [one for one in minutes["bids"] if not one["readable"]]


def supplements_of(minutes):
    """{code of a bid: when it was opened from the copy of its team}."""
    return {one["code"]: one["at"] for one in minutes.get("supplements", [])}


def verdict(minutes):
    """(tone, what became of the bids and what was compared) of an opening, in one sentence or two."""
    number, lost = len(minutes["bids"]), len(lost_in(minutes))
    if not minutes["equal"]:
        return "bad", "登记的方案与截止时公布的摘要清单不一致，请立即核查。"
    if lost:
        opened = (
            f"其余 {number - lost} 份解密后重新计算的摘要都在截止时公布的清单中。" if number > lost else ""
        )
        later = len(supplements_of(minutes))
        if later == lost:
            return (
                "wait",
                f"开标时 {lost} 份方案无法开启，后均已凭副本补开，副本与截止时公布的摘要一致。{opened}",
            )
        left = f"{later} 份已凭副本补开，摘要一致。" if later else ""
        return "bad", f"开标时 {lost} 份方案无法开启，内容或附件不能与公布的摘要核对。{left}{opened}"
    if not number:
        return "info", "截止时没有密封的方案，公布的摘要清单为空。"
    return (
        "good",
        f"{number} 份方案全部开启：逐份解密后重新计算的摘要，与截止时公布的摘要清单一致，附件与方案所列摘要一致。",
    )


def in_word(minutes):
    """The same in a word, for lists."""
    if not minutes["equal"]:
        return "不一致"
    return "部分无法核对" if lost_in(minutes) else "一致"


def of_bid(bid, user):
    """What the page of a bid that did not open says of its copy, or None: until when, and whether this person may."""
    if bid.state is not B.UNREADABLE:
        return None
    refusal = next((one for one in workflow.available(user, bid) if one.action == "open_from_copy"), None)
    return SimpleNamespace(
        until=moment(bid.copy_due) if bid.copy_due else "",
        runs=rules.copy_in_time(bid) is None,
        may=refusal is not None and refusal.refusal is None,
        refusal=refusal.refusal if refusal else None,
    )
