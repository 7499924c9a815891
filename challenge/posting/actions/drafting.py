"""From an empty form to a submitted demand."""

import hashlib

from sqlalchemy.orm.attributes import flag_modified

from accounts.models import User
from challenge.posting.attachments import OWNER, attachments_of, waiting_of
from challenge.posting.codes import next_code
from challenge.posting.content import INDICATOR
from challenge.posting.models import Attachment, Challenge, ChallengeVersion, Indicator, Target
from challenge.states import C, Comparator, Mode, TargetKind
from core import audit, clock, files, inspection, workflow
from core.database import db
from core.errors import Conflict

ATTACHMENTS_MAX = 10
ROWS: dict = {"indicators": (Indicator, INDICATOR), "targets": (Target, ("kind", "text"))}


class VersionConflict(Conflict):
    """Somebody saved in between; `stored` holds their values of the fields that were sent."""

    def __init__(self, stored):
        super().__init__("您打开页面之后，这份草稿已在别处保存过。请核对两个版本后再保存。")
        self.stored = stored


def create_draft(actor, *, author=None, **facts):
    """A new draft of the actor's organisation (or of the author's, for whom it is made), with what is already known."""
    author = author or actor
    now, unit = clock.now(), author.organisation
    known = {"county": unit.county, "industry": unit.industry, "contact_name": author.display_name}
    known |= {"contact_email": author.email, "contact_phone": author.phone}
    demand = Challenge(
        code=next_code("JB"),
        organisation_id=unit.id,
        author_id=author.id,
        created_at=now,
        updated_at=now,
        **{**known, **{name: value for name, value in facts.items() if name not in ROWS}},
    )
    db.session.add(demand)
    write(demand, {name: rows for name, rows in facts.items() if name in ROWS})
    audit.record(actor, "challenge.create", demand, "新建需求草稿")
    return demand


def begin_draft(actor, mode=Mode.GOVERNMENT):
    """The actor's draft in which nothing was written yet, or a new one: a second click finds the first one's."""
    # Two clicks at once wait for each other here; SQLite has one writer anyway.
    db.session.execute(db.select(User.id).filter_by(id=actor.id).with_for_update())
    mine = db.select(Challenge).filter_by(author_id=actor.id, state=C.DRAFT, title="", version=1)
    mine = mine.filter_by(organisation_id=actor.organisation_id)
    mine = mine.filter_by(mode=mode)
    found = db.session.scalars(mine.order_by(Challenge.id.desc()).limit(1)).first()
    return found or create_draft(actor, mode=mode)


def save_draft(actor, challenge, changes, *, version=None):
    """Save some fields of a draft; `version` is the one the page showed, and must still be the newest."""
    if challenge.state is not C.DRAFT:
        raise Conflict(f"需求已是“{challenge.state.label}”，不能再修改。如需修改，请先撤回或联系经办人退回。")
    if version is not None and version != challenge.version:
        raise VersionConflict({name: getattr(challenge, name) for name in changes})
    write(challenge, changes)
    return challenge


def write(challenge, changes):
    """Put values into the row and the rows that belong to it; `indicators` and `targets` are lists of dicts."""
    for name, value in changes.items():
        if name in ROWS:
            _write_rows(challenge, name, value)
        else:
            setattr(challenge, name, value)
    challenge.updated_at = clock.now()
    flag_modified(challenge, "updated_at")
    db.session.flush()


def _write_rows(challenge, name, wanted):
    model, fields = ROWS[name]
    present = list(getattr(challenge, name))
    kept = []
    for position, values in enumerate(wanted):
        row = _same(present, values) or model()
        if row in present:
            present.remove(row)
        for field in fields:
            if field in values:
                setattr(row, field, _KINDS.get(field, _same_value)(values[field]))
        if model is Indicator:
            row.position = position
        kept.append(row)
    setattr(challenge, name, kept)


def _same_value(value):
    return value


_KINDS = {"kind": TargetKind, "comparator": Comparator}


def _same(present, values):
    """The stored row that these values continue: by id, else by equal name or text."""
    by_id = [row for row in present if values.get("id") and row.id == values["id"]]
    key = "name" if "name" in values else "text"
    return next(iter(by_id or [row for row in present if getattr(row, key) == values[key]]), None)


def attach(actor, challenge, filename, data, *, owner_type=OWNER, replaces=None):
    """Inspect and keep a file, once however often it is sent; RefusedFile carries the sentence for the field."""
    waiting = waiting_of(challenge)
    found = inspection.inspect(filename, data)
    there = _same_file(waiting if owner_type != OWNER else attachments_of(challenge), found, data, replaces)
    if there:
        return there
    leaving = {replaces, *(one.replaces_id for one in waiting)}
    if (
        len([one for one in attachments_of(challenge) if one.id not in leaving]) + len(waiting)
        >= ATTACHMENTS_MAX
    ):
        raise inspection.RefusedFile(f"附件最多 {ATTACHMENTS_MAX} 个，请先删除不需要的附件。")
    owner = {"owner_type": owner_type, "owner_id": challenge.id, "replaces_id": replaces}
    row = add_file(actor, found, files.store(data, encrypted=True), **owner)
    audit.record(
        actor, "challenge.attach", challenge, "上传附件", after={"name": row.name, "sha256": row.sha256}
    )
    return row


def add_file(actor, found, stored, **owner):
    """The row of an inspected file; `stored` is (blob, sha256, size) of its encrypted bytes."""
    blob, sha256, size = stored
    kept = {"blob": blob, "sha256": sha256, "size": size, "is_encrypted": True}
    told = {"name": found.safe_name, "mime": found.mime}
    row = Attachment(**owner, **told, **kept, uploaded_by_id=actor.id, uploaded_at=clock.now())
    db.session.add(row)
    return row


def _same_file(present, found, data, replaces):
    sent = (hashlib.sha256(data).hexdigest(), found.safe_name, replaces)
    same = [one for one in present if (one.sha256, one.name, one.replaces_id) == sent]
    return same[0] if same else None


def remove_attachment(actor, challenge, attachment):
    """Take a file out; one that was never published is forgotten, its bytes go with the store's other orphans."""
    before = {"name": attachment.name, "sha256": attachment.sha256}
    audit.record(actor, "challenge.detach", challenge, "删除附件", before=before)
    if _was_published(challenge, attachment):
        attachment.removed_at = clock.now()
    else:
        db.session.delete(attachment)
    db.session.flush()


def _was_published(challenge, attachment):
    kept = db.select(ChallengeVersion.files).filter_by(challenge_id=challenge.id)
    return any(attachment.id == one["id"] for files in db.session.scalars(kept) for one in files)


def submit(actor, challenge, *, pledged):
    """Submit a demand with the poster's pledge."""
    if pledged:
        challenge.pledged_at = clock.now()
    return workflow.apply(actor, challenge, "submit")
