"""The blueprint of batches, the way to its pages, the batch of an address."""

from flask import Blueprint, abort, url_for

import challenge.permissions as may
from challenge.review.batches import queries
from challenge.review.batches.models import Batch
from core.gates import load

bp = Blueprint("batches", __name__, url_prefix="/desk/reviews/batches")
ID = "<int(max=2147483647):key>"


def batch_of(key, reasons=may.READ_BATCH):
    """The batch with what its pages read, if this person may see it."""
    _kept = queries.parts(key)  # the gate and the page find them loaded
    return load(Batch, key, reasons)


def list_of(batch, code):
    """The row of one list of the batch, else 404."""
    return next((one for one in batch.lists if one.challenge.code == code), None) or abort(404)


def crumbs_of(*more):
    """The way to a page about batches."""
    return [("工作台", "/desk"), ("集中分派", url_for("batches.desk_list")), *more]


def crumbs_in(batch, *more):
    """The way to a page of one batch."""
    return crumbs_of((batch.title, url_for("batches.detail", key=batch.id)), *more)


def tabs_of(batch, here):
    """Sub-pages of one batch, as the component `tabs` takes them."""
    pages = (("方案", "detail"), ("各专家任务", "experts"), ("分派记录", "versions"))
    return [(label, url_for(f"batches.{name}", key=batch.id), name == here) for label, name in pages]
