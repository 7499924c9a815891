"""Verbs of follow-ups: fill one in, and its steps."""

from challenge.delivery.outcomes.rules import stands_for_a_side
from challenge.delivery.outcomes.states import U
from challenge.posting import turns
from core import audit, files, outbox
from core.database import db
from core.errors import STALE, Conflict
from core.workflow import Refusal, Refused, apply


def _turn(row):
    turns.wait(row.project.challenge, "projects")
    db.session.refresh(row)


def save(user, row, values, seen, upload=None):
    """Keep what was filled in; `upload` is what the inspection found and the bytes, and replaces the proof there was."""
    _turn(row)
    if not stands_for_a_side(user, row):
        raise Refused(Refusal("who", "您不能填写这份跟踪表。"))
    if row.state is not U.PLANNED:
        raise Refused(Refusal("state", f"当前状态为“{row.state.label}”，不能再修改。"))
    if row.version != seen:
        raise Conflict(STALE)
    for name, value in values.items():
        setattr(row, name, value)
    if upload is not None:
        _keep(row, *upload)
    db.session.flush()
    audit.record(user, "follow_up.save", row, "填写跟踪表")


def _keep(row, found, data):
    if row.blob:
        outbox.enqueue("forget_blobs", {"blobs": [row.blob]})
    row.blob, row.file_sha256, _size = files.store(data, encrypted=True)
    row.file_name, row.file_mime = found.safe_name, found.mime


def make(user, row, action, **facts):
    """A step that asks for a reason at most."""
    _turn(row)
    if action == "waive":
        row.reason = facts.get("reason") or ""  # the table refuses a waiver without one
    apply(user, row, action, **facts)
