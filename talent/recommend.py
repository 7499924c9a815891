"""The one door to the matcher: texts in; ranked people with reasons, factors and ties out, never contact data.

A query is `{"title", "problem", "indicators": [..], "keywords": [..]}`; missing keys are normal.
"""

import dataclasses
import enum
import functools
import re
import threading

import sqlalchemy as sa
from flask import current_app

from core.database import db
from talent import conflicts, index
from talent.index import NotReady
from talent.models import Profile
from talent.states import P, WorkType

__all__ = ["NotReady", "Parties", "Purpose", "Recommendation", "challenges_for", "experts_for", "similar_to"]

FIRST_LOOK = 64
# Lists on different matters of one field stay below .12, a list that repeats a third of another is above .35.
LOOK_ALIKE = 0.35
PARTS = {"title": "题目", "problem": "难点", "indicators": "指标", "keywords": "关键词"}
REASONS = 4
# Scores of different queries can be compared: people of another field stay below this, whatever the list.
WEAK = 0.2
TELLING = 4  # characters of a term
FEW_WORDS = "相符内容较少，仅供参考。"


class Purpose(enum.Enum):
    """What the experts are wanted for; each asks for its own consent."""

    SOLVERS = "solvers"
    REVIEWERS = "reviewers"


@dataclasses.dataclass(frozen=True)
class Parties:
    """The other side of possible conflicts: organisation ids, units by name, people (`conflicts.Person`)."""

    organisation_ids: tuple = ()
    units: tuple = ()
    people: tuple = ()


@dataclasses.dataclass(frozen=True)
class Reason:
    """One work (or the direction) that matches: its type and title, the matched words, the parts of the query."""

    type: str
    title: str
    words: tuple
    part: str

    @property
    def marked_title(self):
        """The title in pieces (text, whether it is a matched word)."""
        if not self.words:
            return ((self.title, False),)
        longest = sorted(self.words, key=len, reverse=True)
        pieces = re.split("(" + "|".join(map(re.escape, longest)) + ")", self.title)
        return tuple((piece, piece in self.words) for piece in pieces if piece)

    @property
    def other_words(self):
        """Matched words that do not stand in the title."""
        return tuple(word for word in self.words if word not in self.title)


@dataclasses.dataclass(frozen=True)
class Recommendation:
    """One expert: the text score (comparable between queries; None in plain order), share of the best in per cent,
    the reason as a sentence and in detail, named factors as (label, text), and ties as `conflicts.Conflict`."""

    profile: Profile
    score: float | None
    percent: int
    sentence: str
    reasons: tuple
    factors: tuple
    conflicts: tuple

    @property
    def is_blocked(self):
        """At least one tie rules the expert out."""
        return any(tie.blocks for tie in self.conflicts)


def warm_up(app, *, wait=False):
    """Load the index in a background thread (or, with `wait`, here and now)."""
    found = index.of_app(app)
    if wait:
        with app.app_context():
            found.load()
        return
    if found.phase in ("loading", "ready"):
        return
    found.phase = "loading"
    threading.Thread(target=_load, args=(app,), name="index", daemon=True).start()


def _load(app):
    with app.app_context():
        try:
            index.of_app(app).load()
        except Exception:  # the site must live without recommendations; the log says why
            app.logger.exception("the recommendation index could not be loaded")
        finally:
            db.session.remove()


def is_ready():
    """Whether questions can be answered now; starts loading when nobody has yet."""
    found = index.of_app()
    if found.phase == "cold" and not current_app.testing:
        warm_up(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  the thread outlives the request
    return found.phase == "ready"


def eligible(purpose):
    """Select of profile ids that are in the pool and consented to this purpose."""
    agreed = Profile.consents_recommendation if purpose is Purpose.SOLVERS else Profile.review_willing
    return sa.select(Profile.id).where(Profile.state == P.ADMITTED, agreed.is_(True))


def experts_for(query, *, k=20, purpose=Purpose.SOLVERS, narrow=None, parties=None, loads=None):
    """The best `k` experts for the texts, best first, as `Recommendation` rows. Raises NotReady.

    `narrow(statement) -> statement` restricts the candidates (a select of `Profile.id`); `parties` are checked for
    ties, which are reported and never left out; `loads` {profile id: reviews this year} becomes a factor.
    """
    matcher = _matcher()
    statement = eligible(purpose) if narrow is None else narrow(eligible(purpose))
    ranked = _ranked(matcher, query, statement, k)
    people = _profiles([profile_id for profile_id, _ in ranked])
    ties = _ties(people.values(), parties)
    best = ranked[0][1] if ranked else 1
    return [
        _recommendation(people[key], score, best, _explained(matcher, query, key), ties, loads or {})
        for key, score in ranked
        if key in people
    ]


def experts_in_order(*, k=20, purpose=Purpose.SOLVERS, narrow=None, parties=None, loads=None):
    """The same candidates by name, without any ranking; needs no index."""
    statement = eligible(purpose) if narrow is None else narrow(eligible(purpose))
    found = sa.select(Profile).where(Profile.id.in_(statement)).order_by(Profile.name, Profile.id).limit(k)
    people = db.session.scalars(found).unique().all()
    ties = _ties(people, parties)
    return [_recommendation(one, None, 1, ("", ()), ties, loads or {}) for one in people]


def scores_of(query, profile_ids):
    """{profile id: text score} for those who are in the pool. Raises NotReady."""
    return _matcher().scores(query, list(profile_ids))


def challenges_for(profile, challenges, *, explain=20):
    """Rank `challenges` [(key, query)] for one expert in the pool: [(key, score, sentence)], best first.

    Only the first `explain` rows get a sentence, and only those that really match. Empty when the expert is not in the pool. Raises NotReady.
    """
    matcher = _matcher()
    if profile.id not in matcher:
        return []
    scored = [(key, query, matcher.scores(query, [profile.id])[profile.id]) for key, query in challenges]
    scored.sort(key=lambda row: (-row[2], str(row[0])))
    return [
        (key, score, _to_you(matcher.explain(query, profile.id)) if place < explain else "")
        for place, (key, query, score) in enumerate(scored)
    ]


def similar_to(query, others, *, k=5, threshold=LOOK_ALIKE):
    """Look-alikes of the texts among `others` [(key, query)]: [(key, likeness 0 … 1)] from `threshold` on."""
    from matching import Matcher

    if not others:
        return []
    keys = {str(place): key for place, (key, _) in enumerate(others)}
    texts = tuple((str(place), _flat(other)) for place, (_, other) in enumerate(others))
    found = _look_alikes(Matcher, texts).cosine(_flat(query), k)
    return [(keys[place], score) for place, score in found if score >= threshold]


@functools.lru_cache(maxsize=4)
def _look_alikes(matcher, texts):
    return matcher().fit({"id": place, "works": [{"abstract": text}]} for place, text in texts)


def _flat(query):
    parts = [query.get("title"), query.get("problem"), *(query.get("indicators") or ())]
    return "\n".join(part for part in parts if part)


def _matcher():
    if not is_ready():
        raise NotReady(index.of_app().phase)
    return index.of_app().fresh()


def _ranked(matcher, query, statement, k):
    for size in (max(FIRST_LOOK, 4 * k), None):
        found = matcher.rank(query, size or len(matcher))
        near = statement if size is None else statement.where(Profile.id.in_([key for key, _ in found]))
        allowed = set(db.session.scalars(near))
        kept = [(key, score) for key, score in found if key in allowed]
        if len(kept) >= k or (size and len(found) < size):
            break
    return kept[:k]


def _profiles(ids):
    return {one.id: one for one in db.session.scalars(sa.select(Profile).where(Profile.id.in_(ids))).unique()}


def _ties(people, parties):
    if parties is None or not people:
        return {}
    return conflicts.ties_of(list(people), parties.organisation_ids, parties.people, parties.units)


def _explained(matcher, query, key):
    try:
        told = matcher.explain(query, key)
    except KeyError:  # taken out of the pool a moment ago
        return "", ()
    works = {}
    for one in told.contributions:
        if one.words:
            works.setdefault((_type(one), one.title), []).append(one)
    reasons = [_reason(kind, title, parts) for (kind, title), parts in works.items()]
    return FEW_WORDS if _is_weak(told) else told.sentence, tuple(reasons[:REASONS])


def _is_weak(told):
    """A low score, and no long term in common that would speak for itself (in a small pool all scores are low)."""
    telling = any(len(word) >= TELLING for one in told.contributions for word in one.words)
    return told.score < WEAK and not telling


def _reason(kind, title, contributions):
    """All that one work shares with the query; a word within a longer one is left out."""
    words = list(dict.fromkeys(word for one in contributions for word in one.words))
    whole = tuple(w for w in words if not any(w != other and w in other for other in words))
    return Reason(kind, title, whole, "、".join(dict.fromkeys(PARTS[one.part] for one in contributions)))


def _type(contribution):
    return WorkType(contribution.type).label if contribution.work is not None else "研究方向"


def _to_you(told):
    if _is_weak(told):
        return ""
    return "您的" + told.sentence[1:] if told.sentence.startswith("其") else told.sentence


def _recommendation(profile, score, best, told, ties, loads):
    percent = 0 if score is None else max(1, round(100 * score / best))
    sentence, reasons = told
    found = tuple(ties.get(profile.id, ()))
    return Recommendation(profile, score, percent, sentence, reasons, tuple(_factors(profile, loads)), found)


def _factors(profile, loads):
    yield "类别", profile.kind.label
    yield "地区", profile.region or "未填写"
    if profile.id in loads:
        yield "本年度评审", f"{loads[profile.id]} / {profile.review_cap} 次"
