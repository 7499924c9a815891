"""Precedents (容错案例): who may read them, the list with its search, and those that look like a case."""

import sqlalchemy as sa

from challenge import rulepack
from challenge.delivery.tolerance.actions import KIND
from challenge.delivery.tolerance.models import Precedent, Tolerance
from challenge.delivery.tolerance.states import Cause, Occasion
from core import formats, fulltext
from core.database import db
from core.listing import Filter, equals
from talent import recommend

FOR_ALL = "公开"
GRANTED, REFUSED = "认定尽责", "不予认定"
COMPARED, SHOWN = 200, 3
FAR = SHOWN + 3  # neither of its matter nor its field nor its cause
SAME_MATTER = 0.05  # shares more than the words that every case has


def may_read(user):
    """Everybody, or whoever has signed in: as the rule pack in force has it."""
    return user.is_authenticated or rulepack.load()["rules"]["precedents_open"]["value"] == FOR_ALL


def published():
    """SELECT of all precedents: none names anybody."""
    return sa.select(Precedent)


def _found(statement, words):
    return statement.where(Precedent.id.in_(fulltext.matching(KIND, words)))


def _granted(statement, value):
    return statement.where(Precedent.is_granted.is_(value == "granted"))


def filters():
    """Filters of the list; the fields are those that have precedents."""
    fields = db.session.scalars(sa.select(Precedent.industry).distinct().order_by(Precedent.industry)).all()
    return (
        Filter("q", "关键词", _found, kind="text"),
        Filter("industry", "专栏", equals(Precedent.industry), tuple((one, one) for one in fields)),
        Filter("cause", "原因", equals(Precedent.cause), tuple((one.value, one.label) for one in Cause)),
        Filter(
            "occasion", "情形", equals(Precedent.occasion), tuple((one.value, one.label) for one in Occasion)
        ),
        Filter("outcome", "结果", _granted, (("granted", GRANTED), ("refused", REFUSED))),
    )


SORTS = {"-published": ("发布时间", (Precedent.published_at, Precedent.id)), "code": ("编号", Precedent.code)}
COLUMNS = (
    ("编号", lambda row: row.code),
    ("标题", lambda row: row.title),
    ("专栏", lambda row: row.industry),
    ("原因", lambda row: row.cause.label),
    ("情形", lambda row: row.occasion.label),
    ("结果", lambda row: GRANTED if row.is_granted else REFUSED),
    ("摘要", lambda row: row.summary),
    ("理由", lambda row: row.grounds),
    ("发布日期", lambda row: formats.date_zh(row.published_at)),
)


def called(code):
    """The precedent of this code, or None."""
    return db.session.scalar(published().filter_by(code=code))


def similar(project, cause=None):
    """Up to three precedents of others that look like this project's case: by its texts, then of the same field or cause."""
    others = published().join(Tolerance).where(Tolerance.project_id != project.id)
    rows = db.session.scalars(others.order_by(Precedent.id.desc()).limit(COMPARED)).all()
    alike = _alike(project, rows)
    near = {one.id: _nearness(one, alike, project.challenge.industry, cause) for one in rows}
    return sorted((one for one in rows if near[one.id] < FAR), key=lambda one: near[one.id])[:SHOWN]


def _alike(project, rows):
    """Ids of those whose words are alike, nearest first; none while the instrument is being made ready."""
    if not rows or not recommend.is_ready():
        return []
    challenge, names = project.challenge, [one.name for one in project.indicators]
    asked = {"title": challenge.title, "problem": challenge.difficulty, "indicators": names}
    others = [(one.id, {"title": one.title, "problem": f"{one.summary}\n{one.grounds}"}) for one in rows]
    return [key for key, _ in recommend.similar_to(asked, others, k=SHOWN, threshold=SAME_MATTER)]


def _nearness(row, alike, industry, cause):
    if row.id in alike:
        return alike.index(row.id)
    if row.industry == industry:
        return SHOWN + (row.cause is not cause)
    return FAR - 1 if row.cause is cause else FAR
