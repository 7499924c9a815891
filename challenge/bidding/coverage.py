"""What the pages on teams show: coverage of a list by the bidding team, and a team suggested from the pool alone.

The first is for the team only; the second reads no row of a bid.
"""

import itertools

import sqlalchemy as sa

from accounts.models import Organisation, RoleGrant, User
from accounts.states import BUREAU
from challenge import rulepack
from challenge.bidding import queries, rules
from challenge.bidding.needs import left_out, needs_of
from challenge.posting.demander import poster_of
from challenge.posting.queries.access import readable_sections
from core import charts
from core.database import db
from talent import recommend, teams
from talent.conflicts import Person
from talent.models import Profile
from talent.recommend import Purpose

MORE = 3  # further people that a bidding team is advised to ask at once


def of_bid(bid, user):
    """The team's page; `state` says why there is nothing to show: no_needs, not_ready, else ready."""
    sections = readable_sections(user, bid.challenge)
    members = [one for one in bid.members if one.confirmed_at or one.user_id == bid.leader_id]
    found = teams.profiles_of([Person(one.name, one.unit, one.user_id) for one in members])
    profiles = list(dict.fromkeys(one for one in found if one))
    page = {
        "bid": bid,
        "leads": rules.leads_bid(user, bid),
        "unknown": [one.name for one, profile in zip(members, found, strict=True) if profile is None],
        "refusal": rules.team_editable(bid),
    }
    most = len(profiles) + MORE
    return page | _surveyed(bid.challenge, sections, profiles, candidates_for(bid), most)


def of_list(challenge, user):
    """The suggested team of a list, for whoever may see its recommended solvers."""
    sections = readable_sections(user, challenge)
    most = rulepack.value(challenge, "consortium_max")
    eligible = outside(challenge, recommend.eligible(Purpose.SOLVERS))
    page = _surveyed(challenge, sections, [], eligible, most)
    return page | {"most": most, "cite": rulepack.cite(challenge, "consortium_max")}


def candidates_for(bid):
    """Select of profiles that may be suggested to this team: none of its people, whatever they answered."""
    members = [one.user_id for one in bid.members if one.user_id]
    named = teams.named_so((one.name, one.unit) for one in bid.members if not one.user_id)
    allowed = outside(bid.challenge, teams.agreed_to_teams())
    allowed = allowed.where(sa.or_(Profile.user_id.is_(None), Profile.user_id.not_in(members)))
    return allowed.where(Profile.id.not_in(named))


def candidate(bid, profile_id):
    """The profile of this id if it may be suggested to this team, or None; needs no index."""
    found = db.session.scalar(
        sa.select(Profile).where(Profile.id.in_(candidates_for(bid)), Profile.id == profile_id)
    )
    return found if found and teams.untied([found], poster_of(bid.challenge)) else None


def outside(challenge, statement):
    """Without people of the poster and its relatives, by profile or by account, and without the bureau's."""
    family = sa.select(Organisation.id).where(Organisation.credit_code.in_(queries.related_codes(challenge)))
    bureau = sa.select(RoleGrant.user_id).where(RoleGrant.role.in_(BUREAU))
    inside = sa.select(User.id).where(sa.or_(User.organisation_id.in_(family), User.id.in_(bureau)))
    profile, account = Profile.organisation_id, Profile.user_id
    statement = statement.where(sa.or_(profile.is_(None), profile.not_in(family)))
    return statement.where(sa.or_(account.is_(None), account.not_in(inside)))


def _surveyed(challenge, sections, profiles, eligible, most):
    needs = needs_of(challenge, sections)
    page = {"challenge": challenge, "needs": needs, "left_out": left_out(challenge, sections)}
    if not needs:
        return page | {"state": "no_needs"}
    try:
        found = teams.survey(needs, profiles, eligible, most=most, parties=poster_of(challenge))
    except teams.NotReady:
        return page | {"state": "not_ready"}
    return page | {"state": "ready", "survey": found} | _shown(found)


def _shown(survey):
    """A survey in words and pictures."""
    present, proposed = survey.present, survey.proposed
    steps = list(itertools.accumulate((one.gain for one in survey.joining), initial=present.value))
    return {
        "open": [(need, survey.closers[need.key]) for need in present.open],
        "overall": charts.share_text(present.value),
        "closed": len(present.rows) - len(present.open),
        "matrix_now": picture(present),
        "candidates": [_line(one, present.value, present.value + one.gain) for one in survey.candidates],
        "matrix_proposed": picture(proposed),
        "proposed_value": charts.share_text(proposed.value),
        "still_open": proposed.open,
        "joining": [_line(one, *steps[n : n + 2]) for n, one in enumerate(survey.joining)],
    }


def _line(one, before, after):
    reasons = [(need, charts.share_text(share), found) for need, share, found in one.reasons]
    points = charts.whole_percent(after) - charts.whole_percent(before) or "不足 1"
    return {
        "profile": one.profile,
        "closes": one.closes,
        "reasons": reasons,
        "after": charts.share_text(after),
        "gain": f"{points} 个百分点",
    }


def picture(table):
    """The chart of a table of coverage."""
    rows = [(f"{row.need.kind}：{row.need.label}", row.shares, row.is_closed) for row in table.rows]
    return charts.matrix([one.name for one in table.members], rows, teams.threshold())
