"""One batch: report, lists, the panel of a list (names after a logged look), loads of experts, versions."""

from flask import Response, abort, make_response, render_template
from flask_login import current_user

from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from challenge.posting.models import Challenge
from challenge.review.batches import computing, keeping, queries, rules
from challenge.review.batches.models import BatchList, BatchVersion
from challenge.review.batches.states import Edit, F
from challenge.review.batches.views.blueprint import ID, batch_of, bp, crumbs_in, crumbs_of, list_of, tabs_of
from core import clock, workflow
from core.database import db
from core.gates import requires
from core.listing import Filter, Listing, equals
from core.looks import record_look
from talent.states import ExpertKind

READERS = (is_officer, is_supervisor, is_leader, is_auditor)
REFRESH = 3  # seconds between looks at a running computation


@bp.get(f"/{ID}")
@requires(*READERS)
def detail(key):
    """The proposal as a whole; while it is computed the page looks again by itself."""
    batch = batch_of(key)
    listing, body = _lists(batch), queries.body_of(batch)
    if listing.is_export:
        return listing.download()
    response = make_response(_detail_page(batch, listing, body))
    if batch.state is F.COMPUTING:
        response.headers["Refresh"] = str(REFRESH)
    return response


def _lists(batch):
    body = queries.body_of(batch)
    told = queries.panels(batch, body, [one.challenge.code for one in batch.lists]) if body else {}
    wanted = db.select(BatchList).join(Challenge).where(BatchList.batch_id == batch.id)
    return Listing(
        wanted,
        sorts={"code": ("榜单", Challenge.code), "seats": ("人数", (BatchList.seats, Challenge.code))},
        filters=[Filter("q", "编号或名称", _called, kind="text")],
        columns=(
            ("榜单", lambda row: row.challenge.code),
            ("名称", lambda row: row.challenge.title),
            ("评审人数", lambda row: row.seats),
            ("平均匹配度", lambda row: told[row.challenge.code][0] if told else ""),
            ("指定保留", lambda row: told[row.challenge.code][2] if told else ""),
            ("可选专家", lambda row: told[row.challenge.code][3] if told else ""),
        ),
        name="集中分派榜单",
    )


def _called(statement, words):
    columns = (Challenge.code, Challenge.title)
    return statement.where(db.or_(*(one.icontains(words, autoescape=True) for one in columns)))


def _detail_page(batch, listing, body):
    known = keeping.facts_of(batch) if body else None
    codes = [row.challenge.code for row in listing.rows]
    return render_template(
        "challenge/review/batches/detail.html",
        batch=batch,
        listing=listing,
        body=body,
        progress=computing.progress(batch),
        report=queries.report(batch, body, known) if body else None,
        panels=queries.panels(batch, body, codes) if body else {},
        edits=queries.edits(batch),
        steps=[one for one in workflow.available(current_user, batch) if one.action != "adjust"],
        edits_now=rules.handles_batch(current_user, batch) and batch.state in (F.PROPOSED, F.ADJUSTED),
        waits=rules.edits_consented(batch) if batch.state is F.ADJUSTED else None,
        tabs=tabs_of(batch, "detail") if body else [],
        kinds=[(ExpertKind(kind).label, number) for kind, number in batch.wanted["kinds"].items() if number],
        crumbs=crumbs_of((batch.title, None)),
    )


@bp.get(f"/{ID}/lists/<code>")
@requires(*READERS)
def panel(key, code):
    """Who is assigned to one list, by number."""
    batch = batch_of(key)
    return _panel_page(batch, list_of(batch, code), None)


@bp.post(f"/{ID}/lists/<code>/names")
@requires(*READERS)
def look_at_panel(key, code):
    """The same page with names and reasons, once; who looked is kept."""
    batch = batch_of(key)
    row = list_of(batch, code)
    record_look(current_user, "batch", batch, f"榜单 {code}")
    body = queries.body_of(batch) or abort(404)
    return _panel_page(batch, row, queries.names(batch, [n for of, n, _ in body["pairs"] if of == code]))


def _panel_page(batch, row, names):
    body, code = queries.body_of(batch) or abort(404), row.challenge.code
    return render_template(
        "challenge/review/batches/panel.html",
        batch=batch,
        row=row,
        names=names,
        members=queries.panel(body, keeping.facts_of(batch), code),
        out=queries.kept_out(body, code),
        mean=queries.panels(batch, body, [code])[code][0],
        substitutes=queries.substitutes(batch, body, code),
        edits_now=rules.handles_batch(current_user, batch) and batch.state in (F.PROPOSED, F.ADJUSTED),
        crumbs=crumbs_in(batch, (code, None)),
    )


@bp.get(f"/{ID}/experts")
@requires(*READERS)
def experts(key):
    """How much each expert takes."""
    batch = batch_of(key)
    body = queries.body_of(batch) or abort(404)
    listing = _experts(queries.expert_rows(body, keeping.facts_of(batch)))
    if listing.is_export:
        return listing.download()
    page = {"batch": batch, "listing": listing, "tabs": tabs_of(batch, "experts")}
    crumbs = crumbs_in(batch, ("各专家任务", None))
    return render_template("challenge/review/batches/experts.html", **page, crumbs=crumbs)


def _experts(statement):
    found = statement.selected_columns
    return Listing(
        statement,
        sorts={
            "-load": ("承担", (found.load, found.number)),
            "number": ("编号", found.number),
            "mean": ("平均匹配度", (found.mean, found.number)),
        },
        filters=[
            Filter("number", "编号", equals(found.number, int), kind="number"),
            Filter("kind", "类别", equals(found.kind), [(one.label, one.label) for one in ExpertKind]),
        ],
        columns=(
            ("编号", lambda row: row.number),
            ("类别", lambda row: row.kind),
            ("承担（项）", lambda row: row.load),
            ("最多（项）", lambda row: row.most),
            ("平均匹配度", lambda row: row.mean),
        ),
        name="集中分派专家任务",
        scalars=False,
    )


@bp.get(f"/{ID}/versions")
@requires(*READERS)
def versions(key):
    """Every version: what made it, by whom, why; each can be downloaded."""
    batch = batch_of(key)
    listing = _versions(batch)
    if listing.is_export:
        return listing.download()
    page = {"batch": batch, "listing": listing, "tabs": tabs_of(batch, "versions")}
    crumbs = crumbs_in(batch, ("分派记录", None))
    return render_template("challenge/review/batches/versions.html", **page, crumbs=crumbs)


def _versions(batch):
    return Listing(
        queries.versions(batch),
        sorts={"-number": ("版本", BatchVersion.number)},
        filters=[
            Filter("q", "理由或内容", _tells, kind="text"),
            Filter(
                "edit", "怎样产生", equals(BatchVersion.edit, Edit), [(one.value, one.label) for one in Edit]
            ),
        ],
        columns=(
            ("版本", lambda one: one.number),
            ("怎样产生", lambda one: one.edit.label),
            ("内容", lambda one: one.what),
            ("理由", lambda one: one.reason),
            ("谁", lambda one: one.user.display_name if one.user else "系统"),
            ("时间", lambda one: clock.beijing(one.at).strftime("%Y-%m-%d %H:%M")),
            ("记录摘要", lambda one: one.digest),
        ),
        name="分派记录",
    )


def _tells(statement, words):
    columns = (BatchVersion.what, BatchVersion.reason)
    return statement.where(db.or_(*(one.icontains(words, autoescape=True) for one in columns)))


@bp.get(f"/{ID}/versions/<int(max=2147483647):number>.json")
@requires(*READERS)
def version(key, number):
    """One version, byte for byte as it was kept; with `/facts` what it was computed from."""
    batch = batch_of(key)
    row = next((one for one in batch.versions if one.number == number), None) or abort(404)
    return _download(row.body, f"batch-{key}-{number}.json")


@bp.get(f"/{ID}/versions/<int(max=2147483647):number>/facts.json")
@requires(*READERS)
def version_facts(key, number):
    """What a computed version came from."""
    batch = batch_of(key)
    row = next((one for one in batch.versions if one.number == number), None) or abort(404)
    return _download(row.facts or abort(404), f"batch-{key}-{number}-facts.json")


def _download(text, name):
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": f"attachment; filename={name}"}
    )
