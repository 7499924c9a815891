"""退回调整: a lapsed list stays as it was published; what is adjusted is a new demand that continues it, or two."""

import copy

import sqlalchemy as sa

from challenge.posting.attachments import OWNER, attachments_of
from challenge.posting.codes import next_code
from challenge.posting.content import INDICATOR, LABELS
from challenge.posting.models import Attachment, Challenge, Indicator, Invitee, Target
from challenge.states import C
from core import clock, files
from core.database import db

ENDED = (C.REJECTED, C.CANCELLED)
CONTINUED = (
    *(name for name in LABELS if name != "deadline"),
    *("organisation_id", "author_id", "handler_id", "mode", "is_demo", "county_screens"),
    *("contact_name", "contact_phone", "contact_email", "intended_expert", "intended_expert_note"),
)


def successors_of(challenge):
    """The demands that continue a lapsed list and have not ended: one, or two after a split; oldest first."""
    alive = db.select(Challenge).where(Challenge.lineage_id == challenge.id, Challenge.state.not_in(ENDED))
    return db.session.scalars(alive.order_by(Challenge.id)).unique().all()


def is_continued():
    """SQL twin of `successors_of`: there is any."""
    later = sa.orm.aliased(Challenge)
    return sa.exists().where(later.lineage_id == Challenge.id, later.state.not_in(ENDED))


def predecessor_of(challenge):
    """The lapsed list that this one continues, or None."""
    return db.session.get(Challenge, challenge.lineage_id) if challenge.lineage_id else None


def begin(challenge, reason, parts=()):
    """Drafts of the poster: one with everything the lapsed list says, or one for each of `parts` (`splitting.Part`).

    The reason stands above their forms.
    """
    return [_draft(challenge, reason, part) for part in parts or (None,)]


def _draft(challenge, reason, part):
    now = clock.now()
    said = {name: copy.deepcopy(getattr(challenge, name)) for name in CONTINUED}
    asked = [
        {name: getattr(one, name) for name in INDICATOR} | {"id": one.id} for one in challenge.indicators
    ]
    if part is not None:
        said |= {"title": part.title, **part.money}
        asked = [one | {"weight": part.weights[one["id"]]} for one in asked if one["id"] in part.weights]
    draft = Challenge(
        **said,
        code=next_code("JB"),
        lineage_id=challenge.id,
        reason=reason,
        created_at=now,
        updated_at=now,
        indicators=[
            Indicator(position=place, **{name: one[name] for name in INDICATOR})
            for place, one in enumerate(asked)
        ],
        targets=[Target(kind=one.kind, text=one.text) for one in challenge.targets],
    )
    db.session.add(draft)
    db.session.flush()
    _take_along(challenge, draft, now)
    return draft


def _take_along(challenge, draft, now):
    for one in attachments_of(challenge):
        blob, sha256, size = files.store(files.read(one.blob, one.is_encrypted), encrypted=True)
        facts = {"name": one.name, "mime": one.mime, "uploaded_by_id": one.uploaded_by_id, "uploaded_at": now}
        facts |= {"blob": blob, "sha256": sha256, "size": size, "is_encrypted": True}
        db.session.add(Attachment(owner_type=OWNER, owner_id=draft.id, **facts))
    for one in db.session.scalars(db.select(Invitee).filter_by(challenge_id=challenge.id)):
        facts = {"organisation_id": one.organisation_id, "added_by_id": one.added_by_id}
        db.session.add(Invitee(challenge_id=draft.id, at=now, **facts))
    db.session.flush()
