"""Actions of sealing: submit, replace, withdraw, confirm after a change of the list; each gives a receipt."""

from challenge.bidding import receipts, relations, rules, sealing, standing
from challenge.bidding.actions import drafting
from challenge.bidding.checklist import Missing, missing
from challenge.bidding.content import complete
from challenge.bidding.liaison.linking import note_named
from challenge.bidding.liaison.rules import agreement_in_force, signed_for
from challenge.bidding.models import Bid, SealedFile, SubmissionKey
from challenge.custody.rules import PLATFORM, key_of
from challenge.states import B
from core import clock, workflow
from core.canonical import digest
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused

NO_KEY = "页面信息不完整，请返回方案页面重新进入提交。"
OTHER_BODY = "这次提交与先前用同一页面提交的内容不同，请返回方案页面重新进入提交。"
CHANGED = "您打开提交页面之后，方案草稿又有改动。请返回核对后再提交。"


def gaps(bid):
    """What the checklist still misses in the draft."""
    draft = drafting.read_draft(bid)
    files = drafting.files_of(bid, draft["files"])
    lead = {"name": bid.organisation.name, "credit_code": bid.organisation.credit_code}
    left = missing(draft, bid.challenge, bid.members, files, lead)
    ties = relations.gaps(bid, draft["partners"])
    unsigned = agreement_in_force(bid)
    signed = [Missing("agreement", unsigned)] if unsigned else []
    return [*signed, *left, *ties, *standing.gaps(bid, draft["partners"])]


def to_seal(bid):
    """(content, attachments) of the draft exactly as it would be sealed now; a joint bid names its agreement."""
    draft, agreement = drafting.read_draft(bid), signed_for(bid)
    named = {"agreement": {"code": agreement.code, "digest": agreement.digest}} if agreement else {}
    return complete(bid, draft) | named, drafting.files_of(bid, draft["files"])


def refusal(bid):
    """Why the draft cannot be submitted whatever it says, or None."""
    return rules.list_takes_bids(bid) or rules.lead_unrelated(bid)


def submit(actor, bid, key, draft_version, passphrase=""):
    """Seal the draft, first or as a replacement; returns the receipt. The same key gives the same receipt.

    Under a `passphrase` of its own the team can reopen a version that is sealed for custodians.
    """
    body = digest({"bid": bid.code, "draft": draft_version})
    _wait_for_others(bid)
    earlier = _earlier(actor, key, body)
    if earlier is not None:
        return earlier
    action = "submit" if bid.state is B.DRAFT else "replace"
    _check_step(actor, bid, action)
    _check_draft(bid, draft_version)
    standing.record(actor, bid, drafting.read_draft(bid)["partners"])
    _seal(bid, passphrase)
    workflow.apply(actor, bid, action, digest=bid.digest)
    receipt = _receipt(bid, "submitted" if action == "submit" else "replaced")
    _remember(actor, key, body, receipt)
    return receipt


def withdraw(actor, bid):
    """Take a sealed bid back before the deadline; a second click finds it done, with its receipt."""
    if bid.state is B.WITHDRAWN and bid.leader_id == actor.id and bid.receipts:
        return bid.receipts[-1]
    workflow.apply(actor, bid, "withdraw", digest=bid.digest)
    drafting.drop_replacement(bid)
    return _receipt(bid, "withdrawn")


def discard(actor, bid):
    """Give up a draft that was never sealed: nothing of it stays. A second click finds it done."""
    if bid.state is B.WITHDRAWN and bid.leader_id == actor.id and not bid.receipts:
        return
    workflow.apply(actor, bid, "discard")
    drafting.drop_replacement(bid)


def confirm_version(actor, bid):
    """Say that the sealed bid answers the changed list as it is."""
    _check_step(actor, bid, "confirm_version")
    barred = unconfirmable(bid)
    if barred:
        raise Refused(Refusal("needs", barred))
    workflow.apply(actor, bid, "confirm_version", digest=bid.digest)
    bid.answers_version = bid.challenge.substance_version
    return _receipt(bid, "confirmed")


def unconfirmable(bid):
    """Why the sealed bid cannot be confirmed as it is, whoever of its units has become related since; or None.

    Partners are looked at where the server can read them; elsewhere their ties show at the opening.
    """
    readable = sealing.mode_of(bid) == PLATFORM
    partners = sealing.open(bid.challenge, bid)["partners"] if readable else []
    ties = relations.gaps(bid, partners) if readable else relations.member_gaps(bid)
    left = [*ties, *standing.gaps(bid, partners)]
    return f"{left[0].text}请点“替换方案”更正后重新提交。" if left else None


def _receipt(bid, kind):
    """The receipt; its instant counts, for the digests at the deadline come from the receipts before it."""
    receipt = receipts.issue(bid, kind, bid.digest)
    if receipt.at >= bid.challenge.deadline:
        raise Refused(Refusal("needs", rules.TOO_LATE))
    return receipt


def _wait_for_others(bid):
    # On PostgreSQL the second of two clicks waits here until the first has committed.
    db.session.refresh(bid, with_for_update={"of": Bid})


def _earlier(actor, key, body):
    if not key:
        raise Refused(Refusal("needs", NO_KEY))
    known = db.session.scalar(db.select(SubmissionKey).filter_by(user_id=actor.id, key=key))
    if known is None:
        return None
    if known.body_digest != body:
        raise Refused(Refusal("needs", OTHER_BODY))
    return db.session.scalar(db.select(receipts.Receipt).filter_by(code=known.answer))


def _check_step(actor, bid, action):
    found = workflow.refusal(actor, bid, action)
    if found:
        raise Refused(found)


def _check_draft(bid, draft_version):
    if not rules.has_draft(bid):
        raise Conflict("没有可以提交的草稿，请先点“替换方案”。")
    if str(bid.version) != str(draft_version):
        raise Conflict(CHANGED)
    left = gaps(bid)
    if left:
        raise Refused(Refusal("needs", f"提交前还有 {len(left)} 项需要补充：{left[0].text}"))


def _seal(bid, passphrase):
    (content, attachments), key = to_seal(bid), key_of(bid.challenge)
    drafted = {one["blob"] for one in attachments}
    lock = sealing.Lock(key.public if key else None, passphrase)
    rows = [one for one in bid.files if one.blob in drafted]
    if lock.public is not None:
        rows = [_closed(bid, one, lock) for one in rows]
    blobs = [{"blob": one.blob} for one in rows]
    attachments = [told | at for told, at in zip(attachments, blobs, strict=True)]
    sealed = sealing.seal(bid.challenge, content, attachments, lock)
    bid.sealed, bid.digest, bid.sealed_at = sealed.blob, sealed.digest, clock.now()
    bid.answers_version = bid.challenge.substance_version
    note_named(bid, content)
    drafting.forget_draft(bid)
    for one in bid.files:
        one.is_sealed = one in rows
    drafting.forget_files(bid, [one for one in bid.files if not one.is_sealed])


def _closed(bid, row, lock):
    """The attachment once more, under the data key of the version that is being sealed."""
    data = sealing.read_file(row.blob, row.sha256)
    blob, sha256 = sealing.seal_file(bid.challenge, bid, data, row.sha256, lock)
    facts = {"name": row.name, "mime": row.mime, "size": row.size, "uploaded_at": row.uploaded_at}
    closed = SealedFile(**facts, blob=blob, sha256=sha256)
    bid.files.append(closed)
    return closed


def _remember(actor, key, body, receipt):
    row = SubmissionKey(user_id=actor.id, key=key[:64], body_digest=body, answer=receipt.code, at=clock.now())
    db.session.add(row)
    db.session.flush()
