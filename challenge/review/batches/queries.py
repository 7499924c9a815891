"""Batches as rows and figures: the list, what is asked and what there is, the proposal list by list and expert by expert."""

import json
import math
import statistics
from collections import Counter

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from challenge.posting.models import Challenge, Programme
from challenge.review import rules as review
from challenge.review.batches import facts, keeping, rules, seating
from challenge.review.batches.models import Batch, BatchList, BatchVersion
from challenge.review.batches.states import F
from challenge.review.models import Assignment
from challenge.review.queries import reviews_by_profile
from challenge.states import C
from core import charts
from core.database import db
from talent import recommend
from talent.models import Profile
from talent.recommend import Purpose
from talent.states import OUTSIDE, ExpertKind

MOST_LISTS = 60
BARS = 20
MILLION = 1_000_000


def visible_batches(user):
    """SELECT of the batches `may.READ_BATCH` shows to this person; its twin in SQL."""
    if is_leader(user) or is_supervisor(user) or is_auditor(user):
        return sa.select(Batch)
    if not is_officer(user):
        return sa.select(Batch).where(sa.false())
    of = sa.select(BatchList.id).join(Challenge).where(BatchList.batch_id == Batch.id)
    own = Challenge.organisation_id == user.organisation_id
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    return sa.select(Batch).where(of.where(mine).exists(), ~of.where(own).exists())


def listed_batches(user):
    """`visible_batches` for a list page."""
    return visible_batches(user).options(joinedload(Batch.created_by))


def lists_by_batch(batches):
    """{batch id: how many lists}."""
    rows = sa.select(BatchList.batch_id, sa.func.count()).where(
        BatchList.batch_id.in_([one.id for one in batches])
    )
    return dict(db.session.execute(rows.group_by(BatchList.batch_id)).all())


def parts(key):
    """Lists and versions of the batch with everything its rules read, in a fixed number of queries; hold on to them."""
    of_list = joinedload(BatchList.challenge)
    loads = (
        of_list.joinedload(Challenge.programme).undefer(Programme.rules),
        *(of_list.selectinload(getattr(Challenge, name)) for name in ("openings", "draws", "batch_lists")),
        of_list.selectinload(Challenge.assignments).lazyload(Assignment.profile),
        of_list.selectinload(Challenge.bids),
    )
    lists = sa.select(BatchList).where(BatchList.batch_id == key).options(*loads)
    versions = sa.select(BatchVersion).where(BatchVersion.batch_id == key)
    return (
        db.session.scalars(lists).unique().all(),
        db.session.scalars(versions.options(joinedload(BatchVersion.user))).unique().all(),
    )


def choosable(user, programme_id=None):
    """Lists that may go into a batch now, at most MOST_LISTS, oldest opening first."""
    wanted = sa.select(Challenge).where(
        Challenge.state.in_(rules.MAY_BE_IN),
        Challenge.organisation_id != (user.organisation_id or 0),
        ~Challenge.assignments.any(Assignment.state.in_(review.SITTING)),
        ~Challenge.batch_lists.any(BatchList.is_live),
    )
    if programme_id is not None:
        wanted = wanted.where(Challenge.programme_id == programme_id)
    packs = joinedload(Challenge.programme).undefer(Programme.rules)
    loads = (
        packs,
        selectinload(Challenge.draws),
        selectinload(Challenge.assignments).lazyload(Assignment.profile),
    )
    found = db.session.scalars(wanted.options(*loads).order_by(Challenge.state_since, Challenge.id)).unique()
    return [one for one in found if rules.fits_batch(one) is None][:MOST_LISTS]


def programmes():
    """(id, name) of the programmes of lists that are opened or in review."""
    used = sa.select(Challenge.programme_id).where(Challenge.state.in_((C.OPENED, C.REVIEWING)))
    rows = sa.select(Programme.id, Programme.name).where(Programme.id.in_(used)).order_by(Programme.name)
    return [(key, name) for key, name in db.session.execute(rows)]


def supply(most):
    """[(kind, experts with room, of them from other cities, lists they can take)]; `most` a year by the rule pack."""
    used, waiting = reviews_by_profile(), facts.waiting_seats()
    wanted = sa.select(Profile.id, Profile.kind, Profile.region, Profile.review_cap).where(
        Profile.id.in_(recommend.eligible(Purpose.REVIEWERS)), Profile.user_id.is_not(None)
    )
    found = {kind: [0, 0, 0] for kind in ExpertKind}
    for key, kind, region, cap in db.session.execute(wanted):
        left = min(most, cap) - used.get(key, 0) - waiting.get(key, 0)
        if left > 0:
            row = found[kind]
            row[0], row[1], row[2] = row[0] + 1, row[1] + (region == OUTSIDE), row[2] + left
    return [(kind.label, *numbers) for kind, numbers in found.items()]


def body_of(batch):
    """The version in force, read, or None."""
    version = keeping.newest(batch)
    return version.told if version else None


def report(batch, body, known):
    """Key figures and pictures of a proposal: [(label, value, note)], bars of the lists, of the loads, geometric mean."""
    told, conditions = body["report"], known["conditions"]
    loads = [load for _, load in told["loads"]]
    kept = (
        f"要求 {conditions['floor']}%"
        if body["floor"] != conditions["floor"]
        else "不低于该榜单同类最佳专家的这一比例"
    )
    means = {code: mean / MILLION for code, mean in told["means"].items()}
    worst = means[told["worst"]]
    items = [
        ("匹配度最低的榜单", f"{worst:.3f}", told["worst"], None),
        (
            "各榜单平均匹配度",
            f"{statistics.fmean(means.values()):.3f}",
            f"共 {len(told['means'])} 项",
            None,
        ),
        (
            "每位专家承担",
            f"{min(loads)} 至 {max(loads)} 项",
            f"{len(loads)} 位专家，共 {sum(loads)} 人次",
            None,
        ),
        ("匹配度底线", f"{body['floor']}%", kept, None),
    ]
    order = sorted(means.items(), key=lambda one: (one[1], one[0]))
    lists = charts.bars([(code, mean, f"{mean:.3f}") for code, mean in order[:BARS]])
    spread = sorted(Counter(loads).items())
    experts = charts.bars([(f"{load} 项", number, f"{number} 位") for load, number in spread])
    middle = math.exp(told["objective"] / MILLION / sum(loads)) / MILLION
    return items, lists, experts, middle


def panels(batch, body, codes):
    """{code: (mean expertise, reviewers, locked, experts who may review it)} of these lists."""
    known = keeping.facts_of(batch)
    locked = Counter(code for code, _ in body["locks"])
    return {
        code: (
            body["report"]["means"].get(code, 0) / MILLION,
            sum(of == code for of, _, _ in body["pairs"]),
            locked[code],
            len(known["lists"][code]["scores"]),
        )
        for code in codes
    }


def panel(body, known, code):
    """Rows of one list: {number, kind, score, load, most, is_locked}, the best first."""
    loads, locks = dict(body["report"]["loads"]), {tuple(one) for one in body["locks"]}
    rows = [
        {
            "number": number,
            "kind": ExpertKind(known["people"][str(number)]["kind"]).label,
            "score": score / MILLION,
            "load": loads[number],
            "most": known["people"][str(number)]["most"],
            "is_locked": (code, number) in locks,
        }
        for of, number, score in body["pairs"]
        if of == code
    ]
    return sorted(rows, key=lambda row: (-row["score"], row["number"]))


def kept_out(body, code):
    """Numbers that somebody has kept out of a list."""
    return [number for of, number in body["excluded"] if of == code]


def choices(body, known, code, out):
    """(number, label) of who could take a seat of this list, the same kind first, the best first."""
    loads = dict(body["report"]["loads"])
    seated = {number for of, number, _ in body["pairs"] if of == code}
    kind = known["people"][str(out)]["kind"]
    rows = []
    for number, score in known["lists"][code]["scores"].items():
        one = known["people"][number]
        if int(number) in seated or one["most"] < 1:
            continue
        load = loads.get(int(number), 0)
        label = f"专家 {number}，{ExpertKind(one['kind']).label}，匹配度 {score / MILLION:.3f}，已分派 {load} 项，最多 {one['most']} 项"
        rows.append(((one["kind"] != kind, -score), int(number), label))
    return [(number, label) for _, number, label in sorted(rows)]


def substitutes(batch, body, code):
    """[(kind, [(number, has taken a seat)])] of one list in their order."""
    row = next((one for one in batch.lists if one.challenge.code == code), None)
    asked = {one.profile_id for one in row.challenge.assignments if one.batch_id == batch.id}
    known, orders = keeping.facts_of(batch)["people"], body["substitutes"][code]
    seated = {known[str(number)]["kind"] for of, number, _ in body["pairs"] if of == code}
    told = [(kind.label, orders.get(kind, ())) for kind in ExpertKind if kind in seated | set(orders)]
    return [
        (label, [(n, batch.people[n - 1] in asked) for n in order[:BARS]], len(order))
        for label, order in told
    ]


def expert_rows(body, known):
    """SELECT over everybody who takes lists: number, kind, load, most, mean expertise."""
    scores = {}
    for _, number, score in body["pairs"]:
        scores.setdefault(number, []).append(score)
    rows = [
        (
            number,
            ExpertKind(known["people"][str(number)]["kind"]).label,
            load,
            known["people"][str(number)]["most"],
            statistics.fmean(scores[number]) / MILLION,
        )
        for number, load in body["report"]["loads"]
    ]
    names = {
        "number": sa.Integer,
        "kind": sa.String,
        "load": sa.Integer,
        "most": sa.Integer,
        "mean": sa.Float,
    }
    columns: list[sa.ColumnClause] = [sa.column(name, kind) for name, kind in names.items()]
    listed = sa.values(*columns, name="expert").data(rows).cte()
    return sa.select(*listed.c)


def versions(batch):
    """SELECT of the versions with who made them."""
    return (
        sa.select(BatchVersion)
        .where(BatchVersion.batch_id == batch.id)
        .options(joinedload(BatchVersion.user))
    )


def edits(batch):
    """Versions made by hand, oldest first: what was edited, by whom, why."""
    return [one for one in batch.versions if one.user_id is not None]


def since(batch, seen):
    """Versions that somebody made after `seen`."""
    return [one for one in batch.versions if one.number > seen]


def version_body(batch, number):
    """The body of one version, read, or None."""
    row = next((one for one in batch.versions if one.number == number), None)
    return json.loads(row.body) if row else None


def names(batch, numbers):
    """{number: Profile} of these experts."""
    ids = {batch.people[number - 1]: number for number in numbers}
    found = db.session.scalars(sa.select(Profile).where(Profile.id.in_(ids))).unique()
    return {ids[one.id]: one for one in found}


def of_list(challenge):
    """What the pages of one list say of its batch: the row, edits, counts; None without a live one."""
    row = rules.live_of(challenge)
    if row is None:
        return None
    is_deployed = row.batch.state is F.DEPLOYED
    made = edits(row.batch)
    return {
        "row": row,
        "batch": row.batch,
        "is_deployed": is_deployed,
        "told": seating.edits_told(row.batch) if is_deployed else "",
        "edits": made,
        "lists": len(row.batch.lists),
        "seats": sum(one.seats for one in row.batch.lists),
    }
