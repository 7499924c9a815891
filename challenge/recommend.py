"""Recommendation as the hall asks for it: the texts of a list as far as its reader may see them, and the ranking."""

import dataclasses
import functools
from types import SimpleNamespace

import sqlalchemy as sa

from accounts.models import User
from challenge import rulepack
from challenge.posting.content import demand_text
from challenge.posting.demander import poster_of
from challenge.posting.models import Challenge
from challenge.posting.rules import reads_section
from challenge.recommending.counts import projects_by_profile, reviews_counted
from challenge.review.parties import parties_of
from challenge.states import SETTLED, C
from core import clock
from core.database import db
from talent import recommend
from talent.recommend import Counts, Purpose

SECTIONS = {"difficulty": "难点", "background": "背景", "content": "研究内容"}
OPENED = (C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, *SETTLED)
MOST_LISTS = 500
# Whoever has signed in and has nothing to do with a list: what the texts look like to most of its readers.
ANYBODY = SimpleNamespace(is_authenticated=True, grants=(), organisation_id=None)
RANKED, TEXT, PLAIN = "ranked", "text", "plain"


def query_of(challenge, user=None):
    """The texts of a list for the matcher; with `user`, only sections that this person may read."""

    def read(section):
        return user is None or reads_section(user, challenge, section)

    texts = {label: getattr(challenge, name) for name, label in SECTIONS.items() if read(name)}
    indicators = challenge.indicators if read("indicators") else ()
    return {
        "title": challenge.title,
        "problem": {label: text for label, text in texts.items() if text},
        "indicators": [f"{one.name} {demand_text(one)}" for one in indicators],
        "keywords": list(challenge.keywords),
    }


@dataclasses.dataclass
class Candidates:
    """The experts for one list and one purpose, as one reader may see them; asked in three orders.

    Solvers show ties to the poster; reviewers ties to the poster and, once the bids are open, to all bidders.
    Tied experts are marked, not left out. Before the opening no row of a bid of this list is read.
    """

    challenge: Challenge
    purpose: Purpose
    user: User | None = None
    narrow: object = None

    @functools.cached_property
    def query(self):
        """The texts of the list."""
        return query_of(self.challenge, self.user)

    @functools.cached_property
    def parties(self):
        """The other side of possible conflicts."""
        if self.purpose is Purpose.REVIEWERS and self.challenge.state in OPENED:
            return parties_of(self.challenge)
        return poster_of(self.challenge)

    @functools.cached_property
    def counts(self):
        """What the factors count; how often somebody reviews is nothing for those who look for solvers."""
        if self.purpose is Purpose.SOLVERS:
            return Counts(projects=projects_by_profile())
        limit = rulepack.value(self.challenge, "expert_reviews_per_year")
        return Counts(**reviews_counted(), limit=limit)

    def placed(self, order=RANKED, *, k=None):
        """The ranking as `talent.recommended.Placed` rows, by factors or by text alone. Raises NotReady."""
        wanted = {"purpose": self.purpose, "narrow": self.narrow, "counts": self.counts}
        return recommend.ranking(self.query, **wanted, k=k, fused=order == RANKED)

    def by_name(self, k, start=0):
        """(rows by name from `start` on, how many there are); needs no index."""
        wanted = {"purpose": self.purpose, "narrow": self.narrow, "counts": self.counts}
        return recommend.in_order(**wanted, k=k, start=start)

    def described(self, placed, best=None):
        """The people of these places, with reasons and ties."""
        return recommend.described(self.query, placed, parties=self.parties, best=best)


def solvers_for(challenge, user, k=20, *, narrow=None, order=TEXT):
    """Experts who consented to be recommended, with ties to the poster. Raises `talent.recommend.NotReady`."""
    return _best(Candidates(challenge, Purpose.SOLVERS, user, narrow), order, k)


def reviewers_for(challenge, k=20, *, narrow=None, plain=False, order=TEXT):
    """Experts willing to review, by text score, or by name with `plain`. Raises `talent.recommend.NotReady`."""
    wanted = Candidates(challenge, Purpose.REVIEWERS, narrow=narrow)
    return _best(wanted, PLAIN if plain else order, k)


def _best(wanted, order, k):
    if order == PLAIN:
        return wanted.described(wanted.by_name(k)[0])
    placed = wanted.placed(order, k=None if order == RANKED else k)
    return wanted.described(placed[:k])


def open_lists(user, narrow=None):
    """Lists that take bids now and are not of the person's own organisation, newest first."""
    running = sa.select(Challenge).where(Challenge.state == C.OPEN, Challenge.deadline > clock.now())
    others = running.where(Challenge.organisation_id != (user.organisation_id or 0))
    loaded = (narrow(others) if narrow else others).options(
        sa.orm.selectinload(Challenge.indicators),
        sa.orm.lazyload(Challenge.programme),
        sa.orm.lazyload(Challenge.organisation),
    )
    newest = loaded.order_by(Challenge.published_at.desc(), Challenge.id.desc()).limit(MOST_LISTS)
    return db.session.scalars(newest).unique().all()


def challenges_for_profile(profile, user, challenges):
    """[(challenge, score)] of these lists, best first for this profile; empty when it is not in the pool.

    Raises `talent.recommend.NotReady`.
    """
    by_code = {one.code: one for one in challenges}
    queries = [(code, query_of(one, user)) for code, one in by_code.items()]
    return [(by_code[code], score) for code, score in recommend.challenges_for(profile, queries)]


def sentences_for(profile, user, placed):
    """Why these lists [(challenge, score)] fit the profile, in words their reader may see; "" where they hardly do."""
    return recommend.sentences_for(profile, [(query_of(one, user), score) for one, score in placed])
