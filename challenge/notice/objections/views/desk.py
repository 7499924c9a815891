"""The list of objections and the page of one, each reader with what he may read; the answer on paper."""

from flask import abort, render_template
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_leader, is_supervisor
from challenge.notice.objections import queries, rules, sealed
from challenge.notice.objections.actions import handling
from challenge.notice.objections.forms import RecordForm
from challenge.notice.objections.models import Objection
from challenge.notice.objections.views.blueprint import bp, crumbs_of
from challenge.states import O
from core import files, gates, history
from core.gates import is_signed_in, load, requires
from core.listing import Filter, Listing, attachment
from talent.integrity.queries import cases_from
from talent.integrity.states import Origin

PHASES = [
    ("draft", "草稿"),
    ("waiting", "待受理"),
    ("investigating", "调查中"),
    ("answered", "已答复，可申请复核"),
    ("reviewing", "复核中"),
    ("overdue", "已逾期"),
    ("over", "已办结"),
]
PARTS = [("given", "我承办的"), ("others", "他人承办的")]


def _columns(rests):
    return (
        ("异议编号", lambda one: one.code or ""),
        ("公示", lambda one: one.notice.title),
        ("榜单编号", lambda one: one.challenge.code),
        ("异议对象", lambda one: rules.ABOUT.get(one.about, "")),
        ("异议理由", lambda one: queries.label_of(one, "objection_grounds", one.ground)),
        ("收到时间", lambda one: one.submitted_at),
        ("状态", lambda one: queries.phase_of(one).label),
        ("结论", queries.result_of),
        ("时限", lambda one: rests[one.id]),
        ("承办人", lambda one: one.handler.display_name if one.handler else ""),
        ("复核人", lambda one: one.second.display_name if one.second else ""),
    )


@bp.get("")
@requires(is_signed_in)
def desk_list():
    """The own objections; supervisors and leaders see all, without who objects."""
    listing, rests = _listing()
    if listing.is_export:
        return listing.download()
    said = {"listing": listing, "rests": rests, "abouts": rules.ABOUT}
    said["shown"] = {one.id: (queries.phase_of(one), queries.result_of(one)) for one in listing.rows}
    said["grounds"] = {one.id: queries.label_of(one, "objection_grounds", one.ground) for one in listing.rows}
    watches = is_supervisor(current_user) or is_leader(current_user)
    return render_template("challenge/notice/objections/list.html", watches=watches, **said)


def _listing():
    """The list, and the clocks of its rows, which are asked for once, when the rows are known."""
    filters = [
        Filter("q", "编号或公示", queries.searched, kind="text"),
        Filter("state", "状态", queries.by_phase, PHASES),
    ]
    if is_supervisor(current_user) or is_leader(current_user):
        filters.append(Filter("part", "承办", queries.by_part(current_user), PARTS))
    rests: dict[int, str] = {}
    listing = Listing(
        queries.listed_objections(current_user),
        sorts={
            "-received": ("收到时间", (Objection.created_at, Objection.id)),
            "due": ("时限", (Objection.due_at.is_(None), Objection.due_at, Objection.id)),
            "code": ("编号", (Objection.code, Objection.id)),
        },
        filters=filters,
        columns=_columns(rests),
        name="异议",
    )
    rests.update(queries.rests(listing.rows))
    return listing, rests


@bp.get("/<key>")
@requires(is_signed_in)
def detail(key):
    """One objection: to the objector and the handler all but the name, to those who watch its course."""
    objection = load(Objection, key, may.READ_OBJECTION, by="key")
    return page(objection, RecordForm(formdata=None, data=sealed.get(objection, "record")))


def page(objection, record_form, identity=None):
    """The page of one objection, with the objector's identity right after a logged look."""
    allowed = {
        "facts": gates.may(current_user, objection, may.READ_OBJECTION_FACTS),
        "appeal": gates.may(current_user, objection, may.READ_APPEAL),
        "look": gates.may(current_user, objection, may.READ_OBJECTOR) and identity is None,
        "own": rules.is_objector(current_user, objection),
        "record": gates.may(current_user, objection, may.INVESTIGATE_OBJECTION)
        and objection.state in rules.WITH_FIRST,
        "read_record": gates.may(current_user, objection, may.HANDLE_OBJECTION),
    }
    allowed["refer"] = allowed["read_record"] and is_supervisor(current_user)
    written = {}
    if allowed["facts"]:
        handling.look_at_content(current_user, objection)
        written = sealed.get(objection, "content")
    files_of = objection.files if allowed["facts"] else []
    names = sealed.names_for(objection, allowed["own"] or identity is not None)
    return render_template(
        "challenge/notice/objections/detail.html",
        objection=objection,
        notice=objection.notice,
        may=allowed,
        written=written,
        files=[(one, *names[one.id]) for one in files_of],
        appeal=sealed.get(objection, "appeal").get("text") if allowed["appeal"] else None,
        record=sealed.get(objection, "record").get("text") if allowed["read_record"] else None,
        record_form=record_form,
        identity=identity,
        phase=queries.phase_of(objection),
        result=queries.result_of(objection),
        rest=queries.rest_of(objection),
        about=rules.ABOUT.get(objection.about, ""),
        ground=queries.label_of(objection, "objection_grounds", objection.ground),
        inadmissible=queries.label_of(objection, "inadmissible", objection.inadmissible),
        choices=handling.choices(current_user, objection) if objection.state is not O.DRAFT else [],
        events=history.shown(history.about(objection.log_subject()), note=history.no_note),
        cases=cases_from(current_user, Origin.OBJECTION, objection.code) if allowed["read_record"] else [],
        crumbs=crumbs_of((objection.code or "草稿", None)),
    )


@bp.get("/<key>/files/<int(max=2147483647):file_id>")
@requires(is_signed_in)
def file(key, file_id):
    """A piece of evidence."""
    objection = load(Objection, key, may.READ_OBJECTION_FACTS, by="key")
    found = next((one for one in objection.files if one.id == file_id), None)
    if found is None:
        abort(404)
    handling.look_at_content(current_user, objection)
    name = sealed.names_for(objection, rules.is_objector(current_user, objection))[file_id][0]
    return attachment(files.read(found.blob, encrypted=True), name, found.mime)


@bp.get("/<key>/answer")
@requires(is_signed_in)
def answer(key):
    """答复书: the answer as a document for the printer."""
    objection = load(Objection, key, may.READ_OBJECTION, by="key")
    if not (objection.answered_at or objection.second_at):
        abort(404)
    return render_template(
        "challenge/notice/objections/answer.html",
        objection=objection,
        notice=objection.notice,
        about=rules.ABOUT[objection.about],
        ground=queries.label_of(objection, "objection_grounds", objection.ground),
        inadmissible=queries.label_of(objection, "inadmissible", objection.inadmissible),
        rest=queries.rest_of(objection),
        appealable=objection.state in rules.APPEALABLE and rules.is_open(objection),
        own=rules.is_objector(current_user, objection),
        crumbs=crumbs_of((objection.code, f"/desk/objections/{key}"), ("答复书", None)),
    )
