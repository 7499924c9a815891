"""An objection is begun, saved as typed, given evidence, submitted; a draft that came too late is cleared."""

import secrets

import sqlalchemy as sa

from challenge.notice.actions import lock
from challenge.notice.models import Notice
from challenge.notice.objections import discretion, handlers, rules, sealed
from challenge.notice.objections.models import Objection, ObjectionFile
from challenge.notice.rules import is_paused
from challenge.states import N, O
from core import audit, clock, files, inspection, outbox
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

FILES_MAX = 5
KEPT_DAYS = 7
CLEAR = "clear_objection_drafts"
TOLD = ("item", "facts", "evidence", "remedy")
NAMES_ITSELF = (
    "内容中出现了您的姓名、单位或联系方式，承办人不查看身份也会知道是谁提出的。如不愿意，请改写后再提交。"
)


def draft_of(user, notice):
    """The draft of this person to this notice, or None."""
    mine = sa.select(Objection).filter_by(notice_id=notice.id, state=O.DRAFT, owner_mark=sealed.mark_of(user))
    return db.session.scalar(mine)


def begin(user, notice):
    """The draft of this person to this notice, a new one if there is none; or raise Refused."""
    found = draft_of(user, notice)
    if found is not None:
        return found
    reason = rules.keeps_from_objecting(user) or rules.takes_objections(notice)
    if reason:
        raise Refused(Refusal("needs", reason))
    known = {"name": user.display_name, "phone": user.phone, "email": user.email}
    row = Objection(
        key=secrets.token_hex(8),
        notice=notice,
        owner_mark=sealed.mark_of(user),
        created_at=clock.now(),
        state=O.DRAFT,
    )
    sealed.put(row, "content", known)
    db.session.add(row)
    db.session.flush()
    order_clearing(notice)
    return row


def save(objection, values):
    """Keep what was typed; what is not among `values` stays."""
    written = sealed.get(objection, "content")
    sealed.put(objection, "content", written | {k: v for k, v in values.items() if k in sealed.WRITTEN})
    objection.about, objection.ground = values.get("about", ""), values.get("ground", "")
    db.session.flush()


def attach(objection, filename, data):
    """Inspect and keep a piece of evidence, encrypted; RefusedFile carries the sentence for the field."""
    found = inspection.inspect(filename, data)
    if len(objection.files) >= FILES_MAX:
        raise inspection.RefusedFile(f"证据材料最多 {FILES_MAX} 个，请先删除不需要的。")
    blob, _digest, size = files.store(data, encrypted=True)
    label = sealed.label(objection, found.safe_name)
    objection.files.append(ObjectionFile(label=label, blob=blob, mime=found.mime, size=size))
    db.session.flush()


def detach(objection, file):
    """Take a piece of evidence out of a draft; its bytes go with it."""
    objection.files.remove(file)
    db.session.flush()
    files.delete(file.blob)


def discard(objection):
    """Forget a draft, evidence and all."""
    blobs = [one.blob for one in objection.files]
    db.session.delete(objection)
    db.session.flush()
    for blob in blobs:
        files.delete(blob)


def identity_of(user, objection):
    """Who objects, as the handler will read it after a logged look."""
    unit, written = user.organisation, sealed.get(objection, "content")
    person = {"user_id": user.id, "account_name": user.display_name}
    person |= {name: written.get(name, "") for name in ("name", "phone", "email")}
    return person | {"organisation_id": unit and unit.id, "unit": unit.name if unit else ""}


def tells_who(user, objection):
    """The sentence of warning when what is written names who writes it, or None."""
    written, who = sealed.get(objection, "content"), identity_of(user, objection)
    texts = (written.get(name, "") for name in TOLD)
    return NAMES_ITSELF if any(discretion.names(one, who) for one in texts) else None


def submit(user, objection):
    """Hand the objection in, in the own name; refused from the end of the period on. A second click finds it done."""
    lock(objection.notice)
    if objection.state is not O.DRAFT:
        return
    reason = rules.keeps_from_objecting(user) or rules.keeps_name_out(user, objection)
    if reason:
        raise Refused(Refusal("needs", reason))
    sealed.put(objection, "identity", identity_of(user, objection))
    objection.code = _next_code()
    objection.handler = handlers.first_free(objection)
    apply(sealed.Voice(user), objection, "submit")


def register(supervisor, notice, values, received_at, evidence=()):
    """Enter an objection that came on paper within the period; `evidence` are pairs (file name, bytes)."""
    lock(notice)
    row = Objection(
        key=secrets.token_hex(8), notice=notice, owner_mark="", created_at=clock.now(), state=O.DRAFT
    )
    sealed.put(row, "content", {})
    db.session.add(row)
    save(row, values)
    person = {"user_id": None, "organisation_id": None, "account_name": "", "unit": values.get("unit", "")}
    sealed.put(row, "identity", person | {name: values.get(name, "") for name in ("name", "phone", "email")})
    for name, data in evidence:
        attach(row, name, data)
    row.code = _next_code()
    row.handler = handlers.first_free(row)
    return apply(supervisor, row, "register", received_at=received_at)


def _next_code():
    year = clock.today().year
    mine = sa.select(sa.func.max(Objection.code)).where(Objection.code.startswith(f"YY{year}"))
    newest = db.session.scalar(mine)
    return f"YY{year}{int(newest[-4:]) + 1 if newest else 1:04d}"


def order_clearing(notice):
    """Have the drafts to this notice looked at some days after its period, tomorrow when these are over."""
    due = max(_cleared_from(notice), clock.after_days(clock.now(), 1))
    outbox.enqueue(CLEAR, {"notice": notice.id}, due_at=due)


def _cleared_from(notice):
    return clock.after_days(rules.closes_at(notice), KEPT_DAYS)


@outbox.handler(CLEAR)
def clear_drafts(job):
    """Forget drafts that can never be submitted; while the period may still go on, look again later."""
    notice = db.session.get(Notice, job.payload["notice"])
    drafts = [one for one in notice.objections if one.state is O.DRAFT] if notice is not None else []
    if not drafts:
        return {"cleared": 0}
    has_passed = not is_paused(notice) and _cleared_from(notice) <= clock.now()
    if notice.state is N.PUBLISHED and not has_passed:
        order_clearing(notice)
        return {"cleared": 0}
    for one in drafts:
        discard(one)
    audit.record(None, "objection.clear", notice, f"清除过期的异议草稿 {len(drafts)} 份")
    return {"cleared": len(drafts)}


def refuse_if_over(objection):
    """Raise Conflict when the draft can no longer be written, with the sentence that says why."""
    reason = rules.takes_objections(objection.notice)
    if reason and not is_paused(objection.notice):
        raise Conflict(reason)
