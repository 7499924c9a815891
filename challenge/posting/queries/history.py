"""What has happened to a list: its public timeline, its inner history, versions, questions."""

import dataclasses

import sqlalchemy as sa

import challenge.permissions as may
from challenge.posting.models import ChallengeVersion, Question
from challenge.posting.rules import CLOSE, reached_deadline
from challenge.states import SECTIONS, Q
from core import audit, formats
from core.database import db
from core.gates import may as allowed

# What these steps give as reason speaks of the bids. That of an award is public with the notice of this award and
# not before; that of a return (by the leader or the second officer) stays with those who read the ranking.
_REASONED_ON_BIDS = ("challenge.award", "challenge.return_proposal", "challenge.return_override")


CLOSED_AT = "揭榜截止，截止时全部密封方案的摘要同时公布"
CLOSED_NOTE = "摘要不含名称，见本榜单的“开标信息”，可下载签名的清单。"


@dataclasses.dataclass(frozen=True)
class Event:
    """One line of a timeline; see templates/components/timeline.html."""

    at_text: str
    who: str
    what: str
    note: str
    seq: int | None


def _thread(challenge):
    entry = audit.AuditEntry
    mine = db.select(entry).where(entry.thread == f"challenge:{challenge.id}", entry.sealed.is_(False))
    return mine.order_by(entry.seq.desc())


def _note(entry):
    after = entry.after or {}
    return str(after.get("reason") or after.get("advice") or "")


def _notes(challenge, entries, reader=None):
    """{seq: note} of these entries; reasons that speak of the bids only for those who read the ranking."""
    notes = {one.seq: _note(one) for one in entries}
    veiled = [one for one in entries if one.action in _REASONED_ON_BIDS]
    if not veiled or (reader is not None and allowed(reader, challenge, may.READ_RANKING)):
        return notes
    told = _last_notice(challenge)
    hidden = [one.seq for one in veiled if one.action != "challenge.award" or one.seq > told]
    return notes | dict.fromkeys(hidden, "")


def _last_notice(challenge):
    """Number in the log of the newest publication of a notice, 0 before the first."""
    notices = _thread(challenge).where(audit.AuditEntry.action == "challenge.publish_notice")
    newest = db.session.scalar(notices.limit(1))
    return newest.seq if newest else 0


def cancelling_reason(challenge):
    """Why the cancellation that waits for a leader was asked for, or ''; not public before it is granted."""
    asked = _thread(challenge).where(audit.AuditEntry.action == "challenge.ask_cancel")
    newest = db.session.scalar(asked.limit(1)) if challenge.cancel_asked_by_id else None
    return _note(newest) if newest else ""


def last_handed_over_by(challenge):
    """Id of the person who has named the present officer in charge, or None."""
    given = _thread(challenge).where(audit.AuditEntry.action == "challenge.hand_over")
    newest = db.session.scalar(given.limit(1))
    return newest.actor_id if newest else None


def has_handled(user, challenge):
    """This person was the officer in charge, and another one has taken over."""
    changes = _thread(challenge).where(audit.AuditEntry.action == "challenge.handler")
    former = {(one.before or {}).get("handler") for one in db.session.scalars(changes)}
    return user.id in former and user.id != challenge.handler_id


def public_timeline(challenge):
    """Public events, newest first, without the names of people; the deadline, which nobody acts at, is one of them."""
    found = db.session.scalars(_thread(challenge).where(audit.AuditEntry.public.is_(True))).all()
    mark = _entry_of_deadline(challenge, found)
    entries = [one for one in found if one is not mark]
    notes = _notes(challenge, entries)
    events = [
        (one.at, Event(formats.moment(one.at), "市科技局", one.what, notes[one.seq], one.seq))
        for one in entries
    ]
    if reached_deadline(challenge):
        at = challenge.deadline
        place = next((n for n, (when, _) in enumerate(events) if when < at), len(events))
        seq = mark.seq if mark is not None else None
        events.insert(place, (at, Event(formats.moment(at), "系统", CLOSED_AT, CLOSED_NOTE, seq)))
    return [one for _, one in events]


def _entry_of_deadline(challenge, entries):
    """The entry that was written after the present deadline: it lends the line of the deadline its number."""
    if not reached_deadline(challenge):
        return None
    return next((one for one in entries if one.action == CLOSE and one.at > challenge.deadline), None)


def history(challenge, reader):
    """Events that are not sealed, newest first, as this reader may know them.

    What was done to a bid stands there for those who may read that bid, what was done to the proposal and the
    notice for those who may read the ranking; everybody else reads of these only what is public.
    """
    entries = db.session.scalars(_thread(challenge).where(_known_to(reader, challenge)).limit(200)).all()
    notes = _notes(challenge, entries, reader)
    return [
        Event(formats.moment(one.at), one.actor_name, one.what, notes[one.seq], one.seq) for one in entries
    ]


def _known_to(reader, challenge):
    entry = audit.AuditEntry
    reasons: list[sa.ColumnElement[bool]] = [
        entry.public.is_(True),
        entry.object_type.in_(("challenge", "question")),
    ]
    if allowed(reader, challenge, may.READ_RANKING):
        reasons.append(entry.object_type.in_(("proposal", "notice")))
    reasons.append(
        sa.and_(entry.object_type == "bid", entry.object_id.in_(_readable_bids(reader, challenge)))
    )
    return sa.or_(*reasons)


def _readable_bids(reader, challenge):
    entry = audit.AuditEntry
    told = sa.select(entry.seq).where(entry.thread == f"challenge:{challenge.id}", entry.object_type == "bid")
    # Before the opening there are no such entries, and the bids are not even looked at.
    if db.session.scalar(told.where(entry.sealed.is_(False)).limit(1)) is None:
        return []
    return [str(bid.id) for bid in challenge.bids if allowed(reader, bid, may.READ_BID)]


def programme_history(programme):
    """What happened to a programme, newest first."""
    entries = reversed(audit.entries_of(f"programme:{programme.id}"))
    return [Event(formats.moment(one.at), one.actor_name, one.what, _note(one), one.seq) for one in entries]


def versions(challenge):
    """Public versions, newest first."""
    mine = db.select(ChallengeVersion).filter_by(challenge_id=challenge.id)
    mine = mine.options(db.defer(ChallengeVersion.snapshot))
    return db.session.scalars(mine.order_by(ChallengeVersion.number.desc())).all()


def answered_questions(challenge):
    """Questions with their public answers, oldest first."""
    mine = db.select(Question).filter_by(challenge_id=challenge.id, state=Q.ANSWERED)
    return db.session.scalars(mine.order_by(Question.id)).all()


def questions(challenge):
    """All questions, those that wait for an answer first."""
    mine = db.select(Question).filter_by(challenge_id=challenge.id)
    return db.session.scalars(mine.order_by(Question.state != Q.ASKED, Question.id)).all()


def shown_changes(version, sections):
    """The changes of a version as this reader may see them: values of a closed section stay hidden."""
    hidden = {name for name in SECTIONS if name not in sections}
    veil = {"label": "", "old": "（按公开范围不予显示）", "new": "（按公开范围不予显示）"}
    return [
        change | veil | {"label": SECTIONS[change["section"]]} if change["section"] in hidden else change
        for change in version.changes
    ]
