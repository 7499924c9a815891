"""Rows that stand for stored files: their columns, and keeping what was uploaded."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import files
from core.database import UtcDateTime
from core.inspection import RefusedFile


class StoredFile:
    """Mixin of an attachment: what it is called and is, the SHA-256 of its bytes, and where `core.files` keeps them."""

    name: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64))
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Found(NamedTuple):
    """What the inspection found when a file was given that is kept once more."""

    safe_name: str
    mime: str


def keep(rows, upload, make, *, most, what="附件"):
    """Store an upload encrypted and append its row to `rows`, the same bytes once.

    `upload`: what the inspection found (`.safe_name`, `.mime`) and the bytes; `make(name=, mime=, size=, sha256=, blob=)`
    makes the row. RefusedFile when there are `most` rows already; `what` is what the sentence calls them.
    """
    if len(rows) >= most:
        raise RefusedFile(f"{what}最多 {most} 份，请合并后再上传。")
    found, data = upload
    blob, sha256, size = files.store(data, encrypted=True)
    if any(one.sha256 == sha256 for one in rows):
        files.delete(blob)
        return
    rows.append(make(name=found.safe_name, mime=found.mime, size=size, sha256=sha256, blob=blob))
