"""Lists of records, the page of one, the proof that was uploaded with it."""

from flask import abort, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.delivery.outcomes.following import clocks, figures
from challenge.delivery.outcomes.following.queries import visible_follow_ups
from challenge.delivery.outcomes.kinds import KINDS
from challenge.delivery.outcomes.pages import choices_of, crumbs_of, offer_of
from challenge.delivery.outcomes.recruiting.forms import NoteForm
from challenge.delivery.outcomes.recruiting.rules import handles
from challenge.delivery.outcomes.registering.figures import (
    BASE_FEN,
    BASE_YEAR,
    GOAL_FEN,
    GOAL_YEAR,
    PLAN,
    by_year,
    yi,
)
from challenge.delivery.outcomes.registering.rules import may_offer
from challenge.delivery.outcomes.states import R, T, U
from challenge.delivery.outcomes.views.blueprint import A_KIND, READERS, bp, kind_of, record_of
from core import files, history
from core.gates import may as allowed
from core.gates import requires
from core.listing import Listing, attachment

OPEN = (R.DRAFT, U.PLANNED)


@bp.get(f"/{A_KIND}")
@requires(*READERS)
def records(kind):
    """Records of one kind that this person may read."""
    found = kind_of(kind)
    given = {"sorts": found.sorts, "filters": found.filters, "columns": found.columns}
    listing = Listing(found.select(current_user), **given, name=found.label)
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/delivery/outcomes/list.html",
        kind=found,
        tabs=[(one.label, url_for("outcomes.records", kind=one.key), one is found) for one in KINDS.values()],
        listing=listing,
        crumbs=[*crumbs_of(found)[:1], (found.label, None)],
        **_figures(found),
    )


@bp.get(f"/{A_KIND}/<code>")
@requires(*READERS)
def record(kind, code):
    """Everything about one record."""
    found = kind_of(kind)
    row = record_of(found, code)
    return page(found, row)


@bp.get(f"/{A_KIND}/<code>/file")
@requires(*READERS)
def proof(kind, code):
    """The proof that was uploaded with a follow-up."""
    row = record_of(kind_of(kind), code)
    if getattr(row, "blob", None) is None:
        abort(404)
    return attachment(files.read(row.blob, encrypted=True), row.file_name, row.file_mime)


def page(kind, row, note_form=None, status=200):
    """The page of a record; `note_form` as it was typed."""
    notes = kind.key == "talents" and row.agreed_at is not None and handles(current_user, row)
    shown = render_template(
        "challenge/delivery/outcomes/record.html",
        kind=kind,
        row=row,
        project=row.project,
        reads_project=allowed(current_user, row.project, may.READ_PROJECT),
        sheets=kind.sheets(row),
        choices=choices_of(current_user, row),
        edits=_edits(kind, row),
        edit_label="修改引进意向" if kind.key == "talents" else "填写登记内容",
        offer=offer_of(current_user, row.project) if kind.key == "results" else None,
        offers=kind.key == "results" and may_offer(current_user, row),
        waits_for=_waits_for(kind, row),
        notes=row.notes if notes else [],
        note_form=(note_form or NoteForm(formdata=None)) if notes else None,
        events=history.events(row),
        crumbs=crumbs_of(kind, (row.code, None)),
    )
    return shown, status


def _edits(kind, row):
    if kind.key == "talents":
        return row.state in (T.AGREED, T.MATCHED, T.MET) and row.user_id == current_user.id
    return row.state in OPEN and allowed(current_user, row, kind.fills)


def _waits_for(kind, row):
    """What comes next and whom it waits for, as a sentence; None when nothing does."""
    if row.state is U.PLANNED and kind.key == "follow-ups":
        return f"等待发榜方或者项目负责人填报，{clocks.standing(row)}。"
    if row.state == R.DRAFT:
        return (
            "等待项目负责人填报。"
            if kind.key == "results"
            else "等待买卖双方填报，任何一方都可以填写和提交。"
        )
    if row.state in (R.SUBMITTED, U.SUBMITTED):
        return "等待经办人核对。"
    waiting = {T.ASKED: "等待本人答复。", T.AGREED: "等待经办人匹配单位。", T.MATCHED: "等待单位与本人对接。"}
    return waiting.get(row.state)


def _figures(kind):
    """What stands above a list: turnover by year, sums of the follow-ups."""
    if kind.key == "contracts":
        plan = {"base": (BASE_YEAR, yi(BASE_FEN)), "goal": (GOAL_YEAR, yi(GOAL_FEN)), "source": PLAN}
        return {
            "years": by_year() if _sees_totals() else [],
            "plan": plan,
            "enters": is_officer(current_user),
        }
    if kind.key == "follow-ups":
        return {"sums": figures.by_number(visible_follow_ups(current_user))}
    return {}


def _sees_totals():
    """Sums over everybody are for those who read everything."""
    return any(question(current_user) for question in READERS[:2])
