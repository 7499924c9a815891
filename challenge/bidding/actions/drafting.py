"""Actions on the draft: save a step, attach and remove files, begin and drop a replacement."""

import datetime as dt

from challenge.bidding import rules, sealing
from challenge.bidding.content import TEXTS, blank, to_draft
from challenge.bidding.models import SealedFile
from core import audit, clock, inspection, keys, outbox
from core.canonical import digest
from core.database import db, empty_journal
from core.errors import Conflict

MOST_FILES = 20


def read_draft(bid):
    """The content of the draft as a dict."""
    draft = sealing.open_draft(bid)
    # Drafts of former versions have no salt until they are saved again; theirs must not change from page to page.
    return {"salt": keys.derived(f"salt of draft {bid.code}").hex()[:32]} | draft


def save_step(bid, changes):
    """Store what one step of the form says; the rest of the draft stays."""
    _check_editable(bid)
    write(bid, read_draft(bid) | changes)


def attach(bid, filename, data, kind):
    """Inspect and keep a file encrypted; raises inspection.RefusedFile with the sentence for the field."""
    _check_editable(bid)
    draft = read_draft(bid)
    _check_new(bid, draft["files"], data)
    if len(draft["files"]) >= MOST_FILES:
        raise inspection.RefusedFile(f"附件最多 {MOST_FILES} 个，请先移除不需要的文件。")
    found = inspection.inspect(filename, data)
    row = add_file(bid, {"name": found.safe_name, "kind": kind, "mime": found.mime}, data, clock.now())
    write(bid, draft | {"files": [*draft["files"], row.blob]})
    return row


def _check_new(bid, attached, data):
    sent = digest(data)
    same = next((one for one in files_of(bid, attached) if one["sha256"] == sent), None)
    if same is not None:
        raise inspection.RefusedFile(
            f"这个文件已经作为附件“{same['name']}”上传（内容完全相同），没有重复保存。"
        )


def add_file(bid, facts, data, uploaded_at):
    """Keep the bytes of an attachment of a draft; `facts`: name, kind and mime of an inspected file."""
    blob, sha256, size = sealing.store_file(bid, data)
    label = sealing.seal_label(bid, {"name": facts["name"], "kind": facts["kind"]})
    row = SealedFile(
        name=label, mime=facts["mime"], size=size, sha256=sha256, blob=blob, uploaded_at=uploaded_at
    )
    bid.files.append(row)
    return row


def detach(bid, blob):
    """Take a file out of the draft; one that the sealed version holds stays there until it is replaced."""
    _check_editable(bid)
    draft = read_draft(bid)
    write(bid, draft | {"files": [one for one in draft["files"] if one != blob]})
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


def begin_replacement(actor, bid, passphrase=None):
    """Reopen the sealed bid as a draft of its team; the sealed version stays valid until it is replaced.

    One sealed for custodians opens by the passphrase of the team alone; raises passphrases.WrongPassphrase, or
    sealing.Damaged.
    """
    _check_replaceable(bid)
    if bid.draft is not None:
        return
    key = sealing.data_key(bid.challenge, bid, passphrase=passphrase)
    content = sealing.open(bid.challenge, bid, key)
    attachments = content["attachments"]
    if key is not None:
        attachments = [
            one | {"blob": _taken_up(bid, one, sealing.read_sealed_file(bid.challenge, bid, one, key))}
            for one in attachments
        ]
    write(bid, to_draft(content, [one["blob"] for one in attachments]))
    audit.record(actor, "bid.reopen", bid, "打开密封方案准备替换")


def replace_from_copy(actor, bid, content, files):
    """Begin a replacement from the copy the team has kept; `files`: the bytes of its attachments, in order."""
    _check_replaceable(bid)
    if bid.draft is not None:
        return
    pairs = zip(content["attachments"], files, strict=True)
    write(bid, to_draft(content, [_taken_up(bid, one, data) for one, data in pairs]))
    audit.record(actor, "bid.reopen", bid, "用方案副本准备替换")


def replace_anew(actor, bid):
    """Begin a replacement from an empty form."""
    _check_replaceable(bid)
    if bid.draft is not None:
        return
    write(bid, blank())
    audit.record(actor, "bid.reopen", bid, "重新编制替换方案")


def drop_replacement(bid):
    """Forget the draft of a replacement; the sealed version stays valid."""
    forget_draft(bid)
    forget_files(bid, [one for one in bid.files if not one.is_sealed])


def forget_draft(bid):
    """Remove the draft, and soon after the commit what the database's own log still holds of it."""
    bid.draft = bid.draft_at = None
    outbox.enqueue("empty_journal", {}, thread=f"bid:{bid.id}")


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


@outbox.handler("empty_journal")
def _empty_journal(_job):
    return empty_journal


@outbox.handler("forget_blobs")
def _forget_blobs(job):
    sealing.forget_blobs(job.payload["blobs"])


def _taken_up(bid, one, data):
    return add_file(bid, one, data, dt.datetime.fromisoformat(one["uploaded_at"])).blob


def _check_replaceable(bid):
    refusal = rules.list_takes_bids(bid) or rules.lead_unrelated(bid)
    if refusal:
        raise Conflict(refusal)


def _check_editable(bid):
    if rules.list_takes_bids(bid):
        raise Conflict(rules.list_takes_bids(bid))
    if not rules.has_draft(bid):
        raise Conflict("方案已密封，须先点“替换方案”才能修改。")


def write(bid, content):
    """Store a whole draft."""
    bid.draft, bid.draft_at = sealing.seal_draft(bid, content), clock.now()
    db.session.flush()
