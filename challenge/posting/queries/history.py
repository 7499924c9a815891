"""What has happened to a list: its public timeline, its inner history, versions, questions."""

import dataclasses

from challenge.posting.models import ChallengeVersion, Question
from challenge.states import SECTIONS, Q
from core import audit, formats
from core.database import db


@dataclasses.dataclass(frozen=True)
class Event:
    """One line of a timeline; see templates/components/timeline.html."""

    at_text: str
    who: str
    what: str
    note: str
    seq: int


def _thread(challenge):
    entry = audit.AuditEntry
    mine = db.select(entry).where(entry.thread == f"challenge:{challenge.id}", entry.sealed.is_(False))
    return mine.order_by(entry.seq.desc())


def _note(entry):
    after = entry.after or {}
    return str(after.get("reason") or after.get("advice") or "")


def public_timeline(challenge):
    """Public events, newest first, without the names of people."""
    entries = db.session.scalars(_thread(challenge).where(audit.AuditEntry.public.is_(True)))
    return [Event(formats.moment(one.at), "市科技局", one.what, _note(one), one.seq) for one in entries]


def history(challenge):
    """All events that are not sealed, newest first, for those who handle the demand."""
    entries = db.session.scalars(_thread(challenge).limit(200))
    return [Event(formats.moment(one.at), one.actor_name, one.what, _note(one), one.seq) for one in entries]


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
