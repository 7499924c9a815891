"""The list of batches."""

from flask import render_template
from flask_login import current_user

from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from challenge.review.batches import queries
from challenge.review.batches.models import Batch
from challenge.review.batches.states import F
from challenge.review.batches.views.blueprint import bp, crumbs_of
from core.gates import requires
from core.listing import Filter, Listing, contains, equals

STATES = [(one.value, one.label) for one in F]


def _listing(counts):
    listing = Listing(
        queries.listed_batches(current_user),
        sorts={
            "-made": ("提出时间", (Batch.created_at, Batch.id)),
            "title": ("名称", (Batch.title, Batch.id)),
            "edits": ("调整", (Batch.edits, Batch.id)),
        },
        filters=[
            Filter("q", "名称", contains(Batch.title), kind="text"),
            Filter("state", "状态", equals(Batch.state, F), STATES),
        ],
        columns=(
            ("名称", lambda one: one.title),
            ("榜单数", lambda one: counts[one.id]),
            ("状态", lambda one: one.state.label),
            ("人工调整", lambda one: one.edits),
            ("提出人", lambda one: one.created_by.display_name),
            ("提出时间", lambda one: one.created_at),
        ),
        name="集中分派",
    )
    counts.update(queries.lists_by_batch(listing.rows))
    return listing


@bp.get("")
@requires(is_officer, is_supervisor, is_leader, is_auditor)
def desk_list():
    """Batches this person may read."""
    counts: dict[int, int] = {}
    listing = _listing(counts)
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/review/batches/list.html",
        listing=listing,
        counts=counts,
        begins=is_officer(current_user),
        crumbs=[*crumbs_of()[:1], ("集中分派", None)],
    )
