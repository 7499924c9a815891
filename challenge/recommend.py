"""Recommendation as the hall asks for it: the texts of a list as far as its reader may see them, and the ranking."""

import dataclasses

import sqlalchemy as sa

from accounts.models import User
from challenge.posting.content import demand_text
from challenge.posting.models import Challenge
from challenge.posting.rules import reads_section
from challenge.review.parties import account_ties, parties_of
from challenge.review.queries import reviews_by_profile
from challenge.states import C
from core import clock
from core.database import db
from talent import recommend
from talent.recommend import Parties, Purpose

OPENED = (C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, C.ANNOUNCED)
MOST_LISTS = 500


def query_of(challenge, user=None):
    """The texts of a list for the matcher; with `user`, only sections that this person may read."""

    def read(section):
        return user is None or reads_section(user, challenge, section)

    texts = [getattr(challenge, name) for name in ("difficulty", "background", "content") if read(name)]
    indicators = challenge.indicators if read("indicators") else ()
    return {
        "title": challenge.title,
        "problem": "\n".join(text for text in texts if text),
        "indicators": [f"{one.name} {demand_text(one)}" for one in indicators],
        "keywords": list(challenge.keywords),
    }


def _poster(challenge):
    return Parties(organisation_ids=(challenge.organisation_id,))


def solvers_for(challenge, user, k=20, *, narrow=None, plain=False):
    """Experts who consented to be recommended, with ties to the poster. Raises `talent.recommend.NotReady`."""
    wanted = {"k": k, "purpose": Purpose.SOLVERS, "narrow": narrow, "parties": _poster(challenge)}
    return _found(query_of(challenge, user), plain, wanted)


def reviewers_for(challenge, k=20, *, narrow=None, plain=False):
    """Experts willing to review, with ties to the poster and, once the bids are open, to all bidders.

    Tied experts are marked, not left out. Before opening no row of a bid is read.
    """
    sides = parties_of(challenge) if challenge.state in OPENED else _poster(challenge)
    wanted = {"k": k, "purpose": Purpose.REVIEWERS, "narrow": narrow, "parties": sides}
    found = _found(query_of(challenge), plain, wanted | {"loads": reviews_by_profile()})
    return _with_accounts(found, sides)


def _with_accounts(found, sides):
    # One query for all accounts, kept until the end: else each row asks for its own.
    users = sa.select(User).where(User.id.in_([one.profile.user_id for one in found if one.profile.user_id]))
    held = db.session.scalars(users.options(sa.orm.joinedload(User.organisation))).unique().all()
    ties = [account_ties(one.profile, sides) for one in found] if held else [()] * len(found)
    return [
        dataclasses.replace(one, conflicts=(*more, *one.conflicts))
        for one, more in zip(found, ties, strict=True)
    ]


def _found(query, plain, wanted):
    return recommend.experts_in_order(**wanted) if plain else recommend.experts_for(query, **wanted)


def open_lists(user):
    """Lists that take bids now and are not of the person's own organisation, newest first."""
    running = sa.select(Challenge).where(Challenge.state == C.OPEN, Challenge.deadline > clock.now())
    others = running.where(Challenge.organisation_id != (user.organisation_id or 0))
    loaded = others.options(sa.orm.selectinload(Challenge.indicators))
    newest = loaded.order_by(Challenge.published_at.desc(), Challenge.id.desc()).limit(MOST_LISTS)
    return db.session.scalars(newest).unique().all()


def challenges_for_profile(profile, user, challenges=None, *, explain=20):
    """[(challenge, score, sentence)] of the open lists, best first for this profile; empty when it is not in the pool.

    Raises `talent.recommend.NotReady`.
    """
    by_code = {one.code: one for one in (open_lists(user) if challenges is None else challenges)}
    queries = [(code, query_of(one, user)) for code, one in by_code.items()]
    ranked = recommend.challenges_for(profile, queries, explain=explain)
    return [(by_code[code], score, sentence) for code, score, sentence in ranked]
