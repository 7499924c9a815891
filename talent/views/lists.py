"""The officers' list of the pool, and its export."""

from flask import render_template
from flask_login import current_user

from accounts.rules import is_bureau, is_officer
from core import clock
from core import spreadsheet as sheets
from core.audit import Subject
from core.gates import requires
from core.listing import Filter, Listing, attachment, equals
from core.looks import record_look
from talent import queries, spreadsheet
from talent.models import Profile
from talent.states import INDUSTRIES, POOLS, REGIONS, ExpertKind, P
from talent.views.blueprint import bp

POOL = Subject("talent", 0)
COLUMNS = (
    ("姓名", lambda row: row.name),
    ("工作单位", lambda row: row.unit),
    ("职称", lambda row: row.title),
    ("专家类别", lambda row: row.kind.label),
    ("所在地区", lambda row: row.region),
    ("产业领域", lambda row: "、".join(row.industries)),
    ("人才池", lambda row: "、".join(row.pools)),
    ("关键词", lambda row: "、".join(row.keywords)),
    ("状态", lambda row: row.state.label),
)


def _same(values):
    return tuple((one, one) for one in values)


def _labelled(states):
    return tuple((one.value, one.label) for one in states)


def filters():
    """Filters of the list."""
    return [
        Filter("q", "姓名、单位或关键词", queries.found_by, kind="text"),
        Filter("pool", "人才池", lambda s, v: s.where(queries.holds(Profile.pools, v)), _same(POOLS)),
        Filter(
            "industry",
            "产业领域",
            lambda s, v: s.where(queries.holds(Profile.industries, v)),
            _same(INDUSTRIES),
        ),
        Filter("kind", "类别", equals(Profile.kind, ExpertKind), _labelled(ExpertKind)),
        Filter("region", "地区", equals(Profile.region), _same(REGIONS)),
        Filter("state", "状态", equals(Profile.state, P), _labelled(P)),
    ]


@bp.get("")
@requires(is_bureau)
def index():
    """The pool: search, filters, sort, paging, export of what is seen."""
    listing = Listing(
        queries.visible_profiles(current_user).options(*queries.LEAN),
        sorts={
            "-updated": ("更新时间", (Profile.updated_at, Profile.id)),
            "name": ("姓名", (Profile.name, Profile.id)),
            "unit": ("单位", (Profile.unit, Profile.id)),
        },
        filters=filters(),
        columns=COLUMNS,
        name="人才库",
    )
    record_look(current_user, "pool", POOL, f"导出 {len(listing.rows)} 人" if listing.is_export else "")
    return listing.download() if listing.is_export else _page(listing)


def _page(listing):
    return render_template("talent/index.html", listing=listing, is_handling=is_officer(current_user))


@bp.get("/export")
@requires(is_officer)
def export():
    """The whole pool as a workbook that the import takes back; without contact data."""
    rows = queries.all_visible(current_user)
    record_look(current_user, "pool", POOL, f"导出全部档案 {len(rows)} 人")
    stamp = clock.beijing(clock.now()).strftime("%Y%m%d")
    return attachment(spreadsheet.export(rows), f"人才库-{stamp}.xlsx", sheets.MIME)


@bp.get("/template.xlsx")
@requires(is_officer)
def template():
    """The empty workbook to fill in."""
    return attachment(spreadsheet.template(), "人才库导入模板.xlsx", sheets.MIME)
