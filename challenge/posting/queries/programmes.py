"""Programmes and what they hold."""

import sqlalchemy as sa

from challenge.posting.models import Challenge, Programme
from challenge.states import C, G, Mode
from core import formats
from core.database import db
from core.listing import Filter, contains, equals


def running_programmes():
    """Programmes that lists can be published in."""
    return sa.select(Programme).where(Programme.state == G.ACTIVE).order_by(Programme.code.desc())


def poolable(user):
    """Demands in the pool that this officer may publish."""
    pooled = sa.select(Challenge).where(Challenge.state == C.POOLED).order_by(Challenge.code).limit(200)
    pooled = pooled.options(sa.orm.selectinload(Challenge.indicators), sa.orm.selectinload(Challenge.targets))
    if user.organisation_id is None:
        return pooled
    return pooled.where(Challenge.organisation_id != user.organisation_id)


def of_programme(programme):
    """Lists of a programme."""
    mine = sa.select(Challenge).where(Challenge.programme_id == programme.id)
    return mine.order_by(Challenge.code).limit(500)


def figures_of(ids):
    """Programme id -> (number of lists, rewards, public money asked), both sums in 分; missing when empty."""
    sums = [sa.func.count(), sa.func.sum(Challenge.reward_fen), sa.func.sum(Challenge.public_funds_fen)]
    rows: sa.Select = sa.select(Challenge.programme_id, *sums).where(
        Challenge.programme_id.in_(ids), Challenge.state != C.CANCELLED
    )
    found = db.session.execute(rows.group_by(Challenge.programme_id)).all()
    return {key: (count, int(reward), int(public)) for key, count, reward, public in found}


FILTERS = (
    ("name", "名称", contains(Programme.name), (), "text"),
    ("mode", "组织方式", equals(Programme.mode), tuple((one.value, one.label) for one in Mode), "choice"),
    ("state", "状态", equals(Programme.state), tuple((one.value, one.label) for one in G), "choice"),
)
SORTS = {"-code": ("编号", Programme.code), "budget": ("预算", (Programme.budget_fen, Programme.id))}
COLUMNS = [
    ("编号", lambda row: row.code),
    ("名称", lambda row: row.name),
    ("年度", lambda row: row.year),
    ("组织方式", lambda row: row.mode.label),
    ("状态", lambda row: row.state.label),
    ("预算（万元）", lambda row: formats.wan_number(row.budget_fen)),
    ("规则包", lambda row: row.rules_version),
]


def filters():
    """Filters of the list of programmes."""
    return [Filter(*one) for one in FILTERS]
