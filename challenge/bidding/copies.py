"""The team's own copy of a bid (方案副本): a zip of the canonical JSON, whose SHA-256 the receipt bears, and the files."""

import io
import json
import zipfile
import zlib

from challenge.bidding import sealing
from core import inspection
from core.canonical import canonical, digest
from core.formats import moment
from core.inspection import RefusedFile

CONTENT = "方案.json"
MIME = "application/zip"
FOLDER = "附件"
MOST_TEXT = 4 * 1024 * 1024
MOST_ENTRIES = 32
STAMP = (1980, 1, 1, 0, 0, 0)
FOREIGN = "副本不属于本方案，或内容已被改动，不能用来替换。请上传提交前下载的原始副本。"
DIFFERS = "副本内容的摘要（{}…）与截止时公布的摘要（{}…）不一致，没有补开。请上传最后一次提交前下载的原始副本，不要改动其中任何文件。"
NO_ZIP = "文件不是方案副本（zip），请选择提交前下载的副本。"


def write(bid, content, attachments):
    """The zip as bytes; attachments are read under the server's key, so only a draft has a copy."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(CONTENT), sealing.plain_of(content, attachments))
        for number, one in enumerate(attachments, 1):
            archive.writestr(_entry(_name(number, one)), sealing.read_file(one["blob"], one["sha256"]))
    return packed.getvalue()


def read(bid, data, published=None):
    """(content, bytes of its attachments in order) of a copy of this bid; raises RefusedFile with the sentence.

    The content must be what one of the bid's receipts is about, so nothing that the platform has not sealed
    comes in, and of exactly this digest where one is `published`; the files must be those it names, and are
    inspected like every upload.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(bid, archive, published)
    except RefusedFile:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise RefusedFile(NO_ZIP) from error


def taken_up(bid, content):
    """(what the team is told once a draft was made of a copy, tone): a copy of another version names both receipts."""
    copied = digest(canonical(content))
    if copied == bid.digest:
        return "已按副本恢复为草稿，请核对后提交。", "good"
    former, sealed = (_receipt_of(bid, one) for one in (copied, bid.digest))
    return (
        f"请注意：这份副本是回执 {former.code}（{moment(former.at)}）的版本，不是现在密封的版本。"
        f"现在密封的是回执 {sealed.code}（{moment(sealed.at)}）的版本，在您再次提交之前一直有效。"
        "已按副本恢复为草稿，请核对。"
    ), "wait"


def _receipt_of(bid, wanted):
    """The receipt with which this version came; a later confirmation is about the same version."""
    return next(one for one in bid.receipts if one.digest == wanted)


def _read(bid, archive, published):
    names = archive.namelist()
    if len(names) > MOST_ENTRIES or len(set(names)) != len(names) or CONTENT not in names:
        raise RefusedFile(NO_ZIP)
    plain = _bytes(archive, CONTENT, MOST_TEXT)
    if published is not None and digest(plain) != published:
        raise RefusedFile(DIFFERS.format(digest(plain)[:12], published[:12]))
    if digest(plain) not in {one.digest for one in bid.receipts}:
        raise RefusedFile(FOREIGN)
    content = json.loads(plain)
    if canonical(content) != plain or (content.get("bid"), content.get("challenge")) != _codes(bid):
        raise RefusedFile(FOREIGN)
    attachments = content["attachments"]
    wanted = [_name(number, one) for number, one in enumerate(attachments, 1)]
    if set(names) != {CONTENT, *wanted}:
        raise RefusedFile("副本中的附件与方案不符（缺少或多出文件）。请上传提交前下载的原始副本。")
    return content, [_file(archive, name, one) for name, one in zip(wanted, attachments, strict=True)]


def _file(archive, name, one):
    data = _bytes(archive, name, inspection.MAX_SIZE)
    if digest(data) != one["sha256"]:
        raise RefusedFile(f"副本中的附件“{one['name']}”已被改动。请上传提交前下载的原始副本。")
    inspection.inspect(one["name"], data)
    return data


def _bytes(archive, name, most):
    """The bytes of an entry, never more than `most`, whatever the archive says of its size."""
    with archive.open(name) as entry:
        data = entry.read(most + 1)
    if len(data) > most:
        raise RefusedFile(NO_ZIP)
    return data


def _codes(bid):
    return bid.code, bid.challenge.code


def _entry(name):
    # The same draft gives the same bytes: no clock in the archive.
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _name(number, one):
    return f"{FOLDER}/{number:02d}-{one['name']}"
