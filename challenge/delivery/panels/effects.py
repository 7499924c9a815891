"""What moves with a panel: members declare, leave and are replaced; votes are closed and counted."""

import collections
import datetime as dt

from challenge import rulepack
from challenge.delivery.panels import rules, seating
from challenge.delivery.panels.no_shows import order_lapse
from challenge.delivery.panels.states import Origin, S, Seat


def open_votes(panel, move):
    """From now on the time to vote runs."""
    panel.vote_due_at = move.at + dt.timedelta(days=rulepack.value(panel, "panel_vote_days"))


def count_votes(panel, move):
    """Counted by code; nothing can be changed from now on."""
    counted = collections.Counter(one.vote.value for one in panel.members if one.state is Seat.VOTED)
    panel.result = {one.value: counted[one.value] for one in rules.choices(panel)}
    panel.vote_due_at = None


def note_reason(panel, move):
    """Why what was voted does not count; it stays as it was."""
    panel.reason = move.facts["reason"]


def release_members(panel, move):
    """Nobody is awaited any more."""
    panel.reason, panel.vote_due_at = move.facts["reason"], None
    for one in rules.sitting(panel):
        move.carry(one, "release", reason=move.facts["reason"])


def note_left(member, move):
    """Why somebody left; the chair is free again."""
    member.reason, member.is_chair = move.facts.get("reason") or member.reason, False


def replace(member, move):
    """A drawn member is replaced in the order of the draw, not by hand."""
    if member.origin is Origin.DRAWN and member.panel.state in (S.FORMING, S.VOTING):
        seating.seat_substitute(member, move)


def note_vote(member, move):
    """When it was voted."""
    member.voted_at = move.at


def resume_panels(project, since, at):
    """After a suspension: what was still ahead of those who sit."""
    for panel in project.panels:
        if panel.vote_due_at is not None and panel.vote_due_at > since:
            panel.vote_due_at += at - since
        for one in panel.members:
            if one.state is Seat.INVITED:
                if one.reply_due_at > since:
                    one.reply_due_at += at - since
                order_lapse(one)
