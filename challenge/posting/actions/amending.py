"""变更公告: a public change of an open list with old and new values, told to everybody who follows it."""

import datetime as dt

from challenge import rulepack
from challenge.posting.actions.attaching import swap
from challenge.posting.actions.drafting import VersionConflict, write
from challenge.posting.actions.publishing import record_version, set_deadline
from challenge.posting.content import differences, is_substance, snapshot
from challenge.posting.models import ChallengeVersion
from core import audit, clock, workflow
from core.database import db
from core.errors import Conflict

AGAIN = dt.timedelta(minutes=10)  # so long the same words from an old page are the same click
APART = ("deadline", "attachments")  # not plain columns of the form


class NothingChanged(Conflict):
    """The announcement would say nothing."""


def amend(actor, challenge, changes, reason, *, version=None):
    """Change an open list; a change of substance leaves at least `change_extension_days` until the deadline.

    `changes` as for `save_draft`, with `deadline` if it moves, and with `attachments` (ids of those to remove)
    when the files that wait become part of the list. Returns the changes as the announcement says them.
    """
    found = workflow.refusal(actor, challenge, "amend")
    if found and found.kind != "needs":
        raise workflow.Refused(found)
    if challenge.is_past_deadline:
        raise Conflict("揭榜已截止，不能再变更榜单。")
    if version is not None and version != challenge.version:
        raise VersionConflict({name: getattr(challenge, name) for name in changes if name not in APART})
    before = snapshot(challenge)
    left = _put(challenge, changes)
    substance = is_substance(differences(before, snapshot(challenge)), before, snapshot(challenge))
    if substance:
        _leave_time(challenge)
    found = differences(before, snapshot(challenge))
    if not found:
        raise NothingChanged("内容没有变化，无需发布变更公告。")
    workflow.apply(actor, challenge, "amend", reason=reason)
    _log_files(actor, challenge, left)
    challenge.content_version += 1
    if substance:
        challenge.substance_version = challenge.content_version
    record_version(actor, challenge, reason=reason, changes=found, is_substance=substance)
    return found


def is_said(actor, challenge, reason, seen):
    """The announcement of this page is out already: sent twice, the second one finds it done."""
    if seen is None or seen >= challenge.version:
        return False
    mine = db.select(ChallengeVersion).filter_by(challenge_id=challenge.id, number=challenge.content_version)
    newest = db.session.scalar(mine.filter_by(author_id=actor.id, reason=reason))
    return newest is not None and clock.now() - newest.at < AGAIN


def preview(challenge, changes):
    """What the announcement would say and whether it is of substance; leaves the rows as they were."""
    before = snapshot(challenge)
    with db.session.begin_nested() as savepoint:
        _put(challenge, changes)
        after = snapshot(challenge)
        found = differences(before, after)
        substance = is_substance(found, before, after)
        if substance:
            _leave_time(challenge)
            found = differences(before, snapshot(challenge))
        savepoint.rollback()
    return found, substance


def _put(challenge, changes):
    """Write the changes; the files that leave the list."""
    if changes.get("deadline"):
        set_deadline(challenge, changes["deadline"])
    write(challenge, {name: value for name, value in changes.items() if name not in APART})
    return swap(challenge, changes["attachments"]) if "attachments" in changes else []


def _log_files(actor, challenge, left):
    for one in left:
        before = {"name": one.name, "sha256": one.sha256}
        audit.record(actor, "challenge.detach", challenge, "变更公告移出附件", before=before)


def _leave_time(challenge):
    days = rulepack.value(challenge, "change_extension_days")
    earliest = clock.now() + dt.timedelta(days=days)
    if challenge.deadline < earliest:
        set_deadline(challenge, _at_the_same_hour(challenge.deadline, earliest))


def _at_the_same_hour(deadline, earliest):
    """The first instant from `earliest` on at which the clock shows the hour of the former deadline."""
    moved = clock.beijing_instant(clock.beijing(earliest).date(), clock.beijing(deadline).time())
    return moved if moved >= earliest else moved + dt.timedelta(days=1)
