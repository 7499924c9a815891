"""What the page of a panel shows, by who reads it."""

from types import SimpleNamespace

from challenge.delivery.panels import eligibility, rules
from challenge.delivery.panels.states import SITTING, Origin, S, Seat, Vote
from challenge.review.parties import looked_up
from challenge.review.states import DeclaredTie
from talent.states import ExpertKind


def seats(panel, user):
    """One row for each member who was ever asked; names, votes and notes only for whom they are."""
    named, counted = rules.sees_names(user, panel), rules.reads_votes(user, panel)
    with looked_up(panel.challenge, [one.profile for one in panel.members] if named else []):
        return [_seat(number, one, user, named, counted) for number, one in enumerate(panel.members, 1)]


def _seat(number, member, user, named, counted):
    own = rules.is_member(user, member)
    shown = named or own
    return SimpleNamespace(
        row=member,
        number=f"{number} 号",
        name=f"{member.profile.name}（{member.profile.unit}）" if shown else "",
        kind=member.profile.kind.label,
        origin=member.origin.label,
        is_own=own,
        vote=member.vote if (counted or own) and member.state is Seat.VOTED else None,
        note=member.note if (counted or own) and member.state is Seat.VOTED else "",
        said=_said(member) if shown else "",
        must_leave=named and member.state in SITTING and _must_leave(member),
    )


def _said(member):
    """Why this expert, or what was declared beyond the ties that end a seat."""
    declared = f"本人声明：{member.tie.label}。" if member.tie is DeclaredTie.OTHER else ""
    return declared + member.reason


def _must_leave(member):
    return rules.is_overdue(member) is None or eligibility.must_leave(member) is None


def counted(panel):
    """[(Vote, number)] of a panel whose votes are counted, in the order in which they are offered."""
    return [(Vote(one), number) for one, number in (panel.result or {}).items()]


def missing(panel):
    """What still has to come before the votes can begin or end, as a sentence; None when nothing has."""
    if panel.state is S.FORMING:
        return rules.panel_complete(panel) or rules.has_chair(panel)
    if panel.state is S.VOTING:
        return rules.every_vote_in(panel)
    return "评议组组长还没有写出评议意见。" if rules.waits_for_opinion(panel) else None


def drawn_seats(panel):
    """[(kind, seats, candidates)] of the draw."""
    marks = [one["kind"] for one in panel.candidates or ()]
    return [(ExpertKind(row["kind"]).label, row["seats"], marks.count(row["kind"])) for row in panel.strata]


def is_drawn(panel):
    """Every seat came from the draw."""
    return all(one.origin is Origin.DRAWN for one in rules.sitting(panel))
