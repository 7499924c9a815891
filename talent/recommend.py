"""The one door to the matcher: texts in; ranked people with reasons, factors and ties out, never contact data.

A query is `{"title", "problem", "indicators": [..], "keywords": [..]}`, `problem` a text or `{section: text}`; missing keys
are normal.
"""

import functools
import threading

import sqlalchemy as sa
from flask import current_app

from core.database import db
from talent import factors, index, lists_for
from talent.assigning import NoAnswer, Wanted, assign, proven
from talent.factors import Counts
from talent.index import NotReady
from talent.models import Profile
from talent.reasons import Reason, reasons_of, shares_of, words_of
from talent.recommended import Parties, Placed, Purpose, Recommendation
from talent.states import P

__all__ = [
    "Counts",
    "NoAnswer",
    "NotReady",
    "Parties",
    "Placed",
    "Purpose",
    "Reason",
    "Recommendation",
    "Wanted",
    "assign",
    "experts_for",
    "proven",
    "similar_to",
]

FIRST_LOOK = 64
# On real texts precision .99 and recall .99 with 3,000 lists, no false alarm with 500: bench/results/look-alikes.md
LOOK_ALIKE = 0.3
# In the demonstration pool (14 demands, 137 experts) all of a demand's best five reach it, of the next fifteen a
# fifth, of the others nobody.
WEAK = 0.25
TELLING = 5  # characters of a term; of four there are many that join two ordinary words: 时间缩短
FEW_WORDS = "相符内容较少，仅供参考。"
AFTER_LOADING = []  # work(): what else to make ready once the index stands


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
    from matching.rehearsal import rehearse, rehearse_beside

    with app.app_context():
        try:
            rehearse_beside()
            rehearse()
            index.of_app(app).load()
            for work in AFTER_LOADING:
                work()
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


def ranking(query, *, purpose, narrow=None, counts=None, k=None, fused=True):
    """`Placed` rows, best first: by text score and factors, or with `fused=False` by text score alone.

    Factors move people within the first `window` (factors.json) by text score. `narrow(statement) -> statement`
    restricts the candidates (a select of `Profile.id`). Raises NotReady.
    """
    matcher = _matcher()
    found = _ranked(matcher, query, _candidates(purpose, narrow), k or factors.rules()["window"])
    facts = _facts([profile_id for profile_id, _ in found])
    rows = [
        _placed(score, factors.factors_of(facts[key], purpose.value, counts or Counts()), key, fused)
        for key, score in found
        if key in facts
    ]
    return sorted(rows, key=lambda row: (-row.total, -row.score, str(row.profile_id))) if fused else rows


def in_order(*, purpose, narrow=None, counts=None, k=20, start=0):
    """(rows from `start` on, how many there are): the same candidates by name; needs no index."""
    wanted = _candidates(purpose, narrow)
    number = db.session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery()))
    by_name = sa.select(Profile.id).where(Profile.id.in_(wanted)).order_by(Profile.name, Profile.id)
    ids = db.session.scalars(by_name.limit(k).offset(start)).all()
    facts = _facts(ids)
    made = [factors.factors_of(facts[key], purpose.value, counts or Counts()) for key in ids]
    return [Placed(key, None, None, told) for key, told in zip(ids, made, strict=True)], number


def described(query, placed, *, parties=None, best=None):
    """`Recommendation` rows of these places: profiles, reasons, ties; `best` is the total that counts as 100 %.

    `parties` are checked for ties, which are reported and never left out.
    """
    people = _profiles([one.profile_id for one in placed])
    ties = _ties(people.values(), parties)
    best = best if best is not None else max((one.total or 0.0 for one in placed), default=0.0)
    matcher = _matcher() if any(one.score is not None for one in placed) else None
    return [
        _recommendation(one, people[one.profile_id], best, _explained(matcher, query, one), ties)
        for one in placed
        if one.profile_id in people
    ]


def experts_for(query, *, k=20, purpose=Purpose.SOLVERS, narrow=None, parties=None, counts=None, fused=False):
    """The best `k` experts for the texts, described; see `ranking` and `described`. Raises NotReady."""
    window = {} if fused else {"k": k}
    placed = ranking(query, purpose=purpose, narrow=narrow, counts=counts, fused=fused, **window)
    return described(query, placed[:k], parties=parties)


def experts_in_order(*, k=20, purpose=Purpose.SOLVERS, narrow=None, parties=None, counts=None):
    """The same candidates by name, without any ranking; needs no index."""
    placed, _ = in_order(purpose=purpose, narrow=narrow, counts=counts, k=k)
    return described({}, placed, parties=parties)


def scores_of(query, profile_ids):
    """{profile id: text score} for those who are in the pool. Raises NotReady."""
    return _matcher().scores(query, list(profile_ids))


def challenges_for(profile, challenges):
    """Rank `challenges` [(key, query)] for one expert in the pool: [(key, score)], best first.

    Empty when the expert is not in the pool. Raises NotReady.
    """
    matcher = _matcher()
    if profile.id not in matcher:
        return []
    scores = lists_for.scores(index.of_app(), profile, [query for _, query in challenges])
    keys = [key for key, _ in challenges]
    return sorted(zip(keys, scores, strict=True), key=lambda row: (-row[1], str(row[0])))


def sentences_for(profile, asked):
    """Why each list fits this expert, in a sentence; "" where it hardly does. `asked`: [(query, score)].

    Raises NotReady.
    """
    matcher = _matcher() if asked else None
    return [_sentence(matcher, profile, query, score) for query, score in asked]


def _sentence(matcher, profile, query, score):
    if score < WEAK / 2:
        return ""
    try:
        told = functools.partial(matcher.explain, query, profile.id)
        return lists_for.sentence(index.of_app(), profile, query, lambda: _to_you(told()))
    except KeyError:  # taken out of the pool a moment ago
        return ""


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


def _candidates(purpose, narrow):
    return eligible(purpose) if narrow is None else narrow(eligible(purpose))


FACT_COLUMNS = (
    *(Profile.id, Profile.region, Profile.city, Profile.user_id),
    *(Profile.confirmed_at, Profile.review_cap),
)


def _facts(ids):
    """What the factors are made of, without the texts."""
    return {row.id: row for row in db.session.execute(sa.select(*FACT_COLUMNS).where(Profile.id.in_(ids)))}


def _placed(score, told, key, fused):
    return Placed(key, score, score + sum(one.points for one in told) if fused else score, told)


def _profiles(ids):
    return {one.id: one for one in db.session.scalars(sa.select(Profile).where(Profile.id.in_(ids))).unique()}


def _ties(people, parties):
    if parties is None or not people:
        return {}
    return parties.ties_of(list(people))


def _explained(matcher, query, placed):
    if placed.score is None:
        return "", (), (), frozenset()
    try:
        told = matcher.explain(query, placed.profile_id)
    except KeyError:  # taken out of the pool a moment ago
        return "", (), (), frozenset()
    sentence = FEW_WORDS if _is_weak(told) else told.sentence
    return sentence, reasons_of(told), shares_of(told), words_of(told)


def _is_weak(told):
    """A low score, and no long term in common that would speak for itself (in a small pool all scores are low)."""
    telling = any(len(word) >= TELLING for one in told.contributions for word in one.words)
    return told.score < WEAK and not telling


def _to_you(told):
    if _is_weak(told):
        return ""
    return "您的" + told.sentence[1:] if told.sentence.startswith("其") else told.sentence


def _recommendation(placed, profile, best, told, ties):
    percent = 0 if placed.total is None else max(1, round(100 * placed.total / best)) if best > 0 else 1
    sentence, reasons, shares, words = told
    return Recommendation(
        profile=profile,
        score=placed.score,
        total=placed.total,
        percent=percent,
        sentence=sentence,
        reasons=reasons,
        shares=shares,
        words=words,
        factors=placed.factors,
        conflicts=tuple(ties.get(profile.id, ())),
    )
