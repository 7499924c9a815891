"""What follows when a bid did not open: the period of its team, and its place in minutes and public record."""

from challenge import rulepack
from challenge.bidding import minutes
from core import audit, workdays


def start_copy_period(bid, move):
    """The team of a bid that did not open may hand in its copy within the working days of the rule pack."""
    bid.copy_due = workdays.period_end(move.at, rulepack.value(bid, "copy_workdays"))


def supplement_minutes(bid, move):
    """What was opened later is added to the minutes, and the list's public record says so without names."""
    minutes.supplement(bid, move.at)
    audit.record(
        move.actor,
        "challenge.supplement",
        bid.challenge,
        "一份无法开启的方案已凭副本补开，摘要与截止时公布的一致",
        after={"digest": bid.digest},
        public=True,
    )


def forget_reason(bid, move):
    """The reason that the bid did not open stays in the minutes alone."""
    bid.reason = ""
