"""The ranking: figures, raw table, what changes without one reviewer, who recused, what deviates."""

from flask import render_template
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_leader, is_officer, is_supervisor
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.review import queries, ranked, recusal, rules, steadiness
from challenge.review.states import DeclaredTie
from challenge.review.views.blueprint import bp, crumbs_of, tabs_of
from challenge.states import A
from core import charts
from core.gates import load, requires

WEIGHTS = ("−20%", "现在", "+20%")
GONE = (A.RECUSED, A.DECLINED, A.EXPIRED, A.REMOVED)


@bp.get("/desk/challenges/<code>/ranking")
@requires(is_officer, is_leader, is_supervisor)
def ranking(code):
    """Scores stay closed until every review is in, so that nobody steers by them."""
    challenge = load(Challenge, code, may.READ_RANKING, by="code")
    return render_template(
        "challenge/review/ranking.html",
        **facts(challenge),
        tabs=tabs_of(challenge, "review.ranking"),
        crumbs=crumbs_of(challenge, ("排名", None)),
    )


def facts(challenge, frozen=None):
    """Everything the ranking shows; `frozen` rows of a proposal take the place of the live ones."""
    panel = queries.panel(challenge)
    names = {rules.number_of(one): f"专家 {rules.number_of(one)}" for one in panel}
    # An officer who knows four scores must not choose the fifth reviewer.
    waiting = rules.every_review_in(challenge) or rules.committee_complete(challenge)
    rows = _whole(frozen) if frozen is not None else ([] if waiting else ranked.frozen_ranking(challenge))
    criteria = rules.criteria_of(challenge)
    return {
        "challenge": challenge,
        "waiting": waiting if frozen is None else None,
        "progress": queries.progress(panel),
        "rows": rows,
        "criteria": criteria,
        "numbers": sorted({int(number) for row in rows for number in row["totals"]}),
        "names": names,
        "left": [(names[rules.number_of(one)], one) for one in panel if one.state in GONE and one.invited_at],
        "marked": queries.marked_ties(panel, names),
        "marks": recusal.marks(challenge),
        "ties": {one.value: one for one in DeclaredTie},
        "deviations": queries.deviations(challenge),
        "doubts": queries.gate_doubts(challenge) if rows else [],
        "said": queries.opinions(challenge, rows, names),
        "sees_private": is_officer(current_user) or is_leader(current_user),
        "left_out": {row["bid"]: _left_out(row) for row in rows},
        "radars": [(row, _radar(row, criteria)) for row in rows],
        "firm": _firm(rows, criteria, names),
        "rule": _rule(challenge, rows),
        "sides": [(None, f"{one['label']}（{one['max']}）", "num") for one in criteria],
        "least_shared": steadiness.LEAST_SHARED,
        "heads": [(None, row["code"], "num") for row in rows],
    }


def _whole(rows):
    """Rows of a proposal from before raw scores of criteria were kept in it."""
    return [{"scores": {}, "before": {}, "adjusted": ""} | row for row in rows]


def _firm(rows, criteria, names):
    """What other weights and stricter reviewers would change; None for a proposal from before there was this."""
    if not rows or "swings" not in rows[0]:
        return None
    labels = {one["key"]: one["label"] for one in criteria}
    spans = [(row, [place for pair in row["swings"].values() for place in pair]) for row in rows]
    drawn = [
        (row["unit"], row["rank"], min(all_), max(all_), _places(min(all_), max(all_))) for row, all_ in spans
    ]
    return {
        "chart": charts.ranges(drawn, len(rows)),
        "weights": [(one["label"], _weight(rows, one["key"])) for one in criteria],
        "moves": [
            _move(row, labels[key], pair)
            for row in rows[:1]
            for key, pair in row["swings"].items()
            if pair != [1, 1]
        ],
        "strictness": [(names[int(who)], value) for who, value in rows[0]["strictness"].items()],
    }


def _weight(rows, key):
    """What the weight of one criterion does to every place."""
    sides = [(row["unit"], row["rank"], row["swings"][key]) for row in rows]
    return charts.places([(unit, (less, now, more)) for unit, now, (less, more) in sides], WEIGHTS)


def _left_out(row):
    """Best and worst place without one reviewer, in words; '' where nobody can be left out."""
    ranks = list(row["left_out"].values())
    return _places(min(ranks), max(ranks)) if ranks else ""


def _places(best, worst):
    return f"第 {best} 名" if best == worst else f"第 {best}–{worst} 名"


def _move(row, label, pair):
    told = [
        f"{how} 20% 时为第 {place} 名"
        for how, place in zip(("减少", "增加"), pair, strict=True)
        if place != 1
    ]
    return f"“{label}”的权重{'，'.join(told)}"


def _radar(row, criteria):
    values = [(one["label"], float(row["criteria"][one["key"]]), one["max"]) for one in criteria]
    return charts.radar(values)


def _rule(challenge, rows):
    drop = rulepack.value(challenge, "score_drop_from")
    used = "去掉一个最高分和一个最低分后取平均" if rows and rows[0]["dropped"] else "取平均分"
    cite = rulepack.cite(challenge, "score_drop_from")
    return f"每位专家各项得分之和为总分，{used}排序；评审人数达到 {drop} 人时去掉最高、最低各一个{cite}。"
