"""变更公告: a public change of an open list with old and new values, told to everybody who follows it."""

import datetime as dt
from typing import NamedTuple

from challenge.posting import deadlines
from challenge.posting.actions.attaching import swap
from challenge.posting.actions.drafting import VersionConflict, write
from challenge.posting.actions.publishing import record_version, set_deadline
from challenge.posting.content import differences, is_substance, snapshot
from challenge.posting.models import ChallengeVersion
from core import audit, clock, formats, workflow
from core.database import db
from core.errors import Conflict

AGAIN = dt.timedelta(minutes=10)  # so long the same words from an old page are the same click
APART = ("deadline", "attachments")  # not plain columns of the form


class NothingChanged(Conflict):
    """The announcement would say nothing."""


class Announcement(NamedTuple):
    """What an announcement says: changes, whether they are of substance, the deadline that then holds.

    `moved` is (from, to) when the rules move the deadline by themselves, else None.
    """

    changes: list
    is_substance: bool
    deadline: dt.datetime
    moved: tuple | None

    @property
    def told(self):
        """What the officer is told once it is out."""
        done = f"变更公告已发布，共 {len(self.changes)} 处变更。"
        if self.moved is None:
            return done
        was, now = map(formats.moment, self.moved)
        return f"{done}揭榜截止已由 {was} 自动顺延至 {now}。"


def amend(actor, challenge, changes, reason, *, version=None):
    """Change an open list; a change of substance leaves at least `change_extension_days` until the deadline.

    `changes` as for `save_draft`, with `deadline` if it moves, and with `attachments` (ids of those to remove)
    when the files that wait become part of the list. Returns the `Announcement`; what is refused changes nothing.
    """
    found = workflow.refusal(actor, challenge, "amend")
    if found and found.kind != "needs":
        raise workflow.Refused(found)
    if challenge.is_past_deadline:
        raise Conflict("揭榜已截止，不能再变更榜单。")
    if version is not None and version != challenge.version:
        raise VersionConflict({name: getattr(challenge, name) for name in changes if name not in APART})
    with db.session.begin_nested():
        said, left = _change(challenge, changes)
        if not said.changes:
            raise NothingChanged("内容没有变化，无需发布变更公告。")
        workflow.apply(actor, challenge, "amend", reason=reason)
        _log_files(actor, challenge, left)
        challenge.content_version += 1
        if said.is_substance:
            challenge.substance_version = challenge.content_version
        facts = {"changes": said.changes, "is_substance": said.is_substance}
        record_version(actor, challenge, reason=reason, **facts)
    return said


def is_said(actor, challenge, reason, seen):
    """The announcement of this page is out already: sent twice, the second one finds it done."""
    if seen is None or seen >= challenge.version:
        return False
    mine = db.select(ChallengeVersion).filter_by(challenge_id=challenge.id, number=challenge.content_version)
    newest = db.session.scalar(mine.filter_by(author_id=actor.id, reason=reason))
    return newest is not None and clock.now() - newest.at < AGAIN


def preview(challenge, changes):
    """The `Announcement` as it would be now; leaves the rows as they were."""
    with db.session.begin_nested() as savepoint:
        said, _left = _change(challenge, changes)
        savepoint.rollback()
    return said


def _change(challenge, changes):
    """Write the changes and the deadline that follows from them; the `Announcement`, and the files that leave."""
    before, was = snapshot(challenge), challenge.deadline
    left = _put(challenge, changes)
    after, typed = snapshot(challenge), changes.get("deadline")
    is_typed = deadlines.is_new(challenge, typed)
    is_earlier = is_typed and typed < was and not deadlines.only_later(challenge)
    substance = is_substance(differences(before, after), before, after) or is_earlier
    if is_typed:
        deadlines.check(challenge, typed, substance)
    moved = None if is_typed or not substance else deadlines.after_substance(challenge)
    if is_typed or moved:
        set_deadline(challenge, moved or typed)
    found = differences(before, snapshot(challenge))
    return Announcement(found, substance, challenge.deadline, (was, moved) if moved else None), left


def _put(challenge, changes):
    """Write all changes but the deadline; the files that leave the list."""
    write(challenge, {name: value for name, value in changes.items() if name not in APART})
    return swap(challenge, changes["attachments"]) if "attachments" in changes else []


def _log_files(actor, challenge, left):
    for one in left:
        before = {"name": one.name, "sha256": one.sha256}
        audit.record(actor, "challenge.detach", challenge, "变更公告移出附件", before=before)
