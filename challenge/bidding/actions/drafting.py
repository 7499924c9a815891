"""Actions on the draft: save a step, attach and remove files, begin and drop a replacement."""

from challenge.bidding import rules, sealing
from challenge.bidding.content import TEXTS, to_draft
from challenge.bidding.models import SealedFile
from core import audit, clock, inspection, outbox
from core.database import db
from core.errors import Conflict

MOST_FILES = 20


def read_draft(bid):
    """The content of the draft as a dict."""
    return sealing.open_draft(bid)


def save_step(bid, changes):
    """Store what one step of the form says; the rest of the draft stays."""
    _check_editable(bid)
    _write(bid, read_draft(bid) | changes)


def attach(bid, filename, data, kind):
    """Inspect and keep a file encrypted; raises inspection.RefusedFile with the sentence for the field."""
    _check_editable(bid)
    draft = read_draft(bid)
    if len(draft["files"]) >= MOST_FILES:
        raise inspection.RefusedFile(f"附件最多 {MOST_FILES} 个，请先移除不需要的文件。")
    found = inspection.inspect(filename, data)
    blob, sha256, size = sealing.store_file(bid, data)
    label = sealing.seal_label(bid, {"name": found.safe_name, "kind": kind})
    row = SealedFile(
        name=label, mime=found.mime, size=size, sha256=sha256, blob=blob, uploaded_at=clock.now()
    )
    bid.files.append(row)
    _write(bid, draft | {"files": [*draft["files"], blob]})
    return row


def detach(bid, blob):
    """Take a file out of the draft; one that the sealed version holds stays there until it is replaced."""
    _check_editable(bid)
    draft = read_draft(bid)
    _write(bid, draft | {"files": [one for one in draft["files"] if one != blob]})
    forget_files(bid, [one for one in bid.files if one.blob == blob and not one.is_sealed])


def files_of(bid, wanted):
    """Attachments of these blobs as the dicts that are sealed, in order of upload."""
    return [
        sealing.open_label(bid, one.name)
        | {
            "mime": one.mime,
            "size": one.size,
            "sha256": one.sha256,
            "blob": one.blob,
            "uploaded_at": one.uploaded_at.isoformat(),
        }
        for one in bid.files
        if one.blob in wanted
    ]


def begin_replacement(actor, bid):
    """Reopen the sealed bid as a draft of its team; the sealed version stays valid until it is replaced."""
    refusal = rules.list_takes_bids(bid) or rules.lead_unrelated(bid)
    if refusal:
        raise Conflict(refusal)
    if bid.draft is None:
        content = sealing.open(bid.challenge, bid)
        _write(bid, to_draft(content, [one["blob"] for one in content["attachments"]]))
        audit.record(actor, "bid.reopen", bid, "打开密封方案准备替换")


def drop_replacement(bid):
    """Forget the draft of a replacement; the sealed version stays valid."""
    bid.draft = bid.draft_at = None
    forget_files(bid, [one for one in bid.files if not one.is_sealed])


def forget_files(bid, rows):
    """Remove rows of attachments now, and their bytes once the transaction has committed."""
    blobs = [one.blob for one in rows]
    for one in rows:
        bid.files.remove(one)
    if blobs:
        outbox.enqueue("forget_blobs", {"blobs": blobs}, thread=f"bid:{bid.id}")
    db.session.flush()


def differing(stored, typed):
    """(label, stored text) of the long texts that somebody else saved differently in the meantime."""
    return [(TEXTS[key], stored[key]) for key in typed if key in TEXTS and stored[key] != typed[key]]


@outbox.handler("forget_blobs")
def _forget_blobs(job):
    sealing.forget_blobs(job.payload["blobs"])


def _check_editable(bid):
    if rules.list_takes_bids(bid):
        raise Conflict(rules.list_takes_bids(bid))
    if not rules.has_draft(bid):
        raise Conflict("方案已密封，须先点“替换方案”才能修改。")


def _write(bid, content):
    bid.draft, bid.draft_at = sealing.seal_draft(bid, content), clock.now()
    db.session.flush()
