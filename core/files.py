"""The store of uploaded and generated files: random id in, the same bytes out or an error, never something else."""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from core import keys
from core.database import if_rolled_back
from core.keys import Damaged

DIGEST_SIZE = 32

# Large files are written in pieces of this size; the first byte tells them from a file that was written at once.
PIECE_SIZE = 1 << 20
PIECES = b"\x02"
_LENGTH = 4

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Missing(Exception):
    """There is no file of this id."""


def store(data: bytes, *, encrypted: bool) -> tuple[str, str, int]:
    """Write the bytes durably and return (blob id, SHA-256 of `data` as hex, size of `data`).

    A transaction that is rolled back takes its files with it.
    OSError (disk full, input/output) leaves nothing but an unfinished file that `discard_unfinished` removes.
    """
    blob_id = secrets.token_hex(16)
    content = hashlib.sha256(data).digest() + data
    if encrypted:
        content = keys.encrypt("files", content, blob_id.encode())
    path = _path(blob_id)
    _make_folder(path.parent)
    _write_durably(path, content)
    if_rolled_back(lambda: path.unlink(missing_ok=True))
    return blob_id, hashlib.sha256(data).hexdigest(), len(data)


class Sink:
    """A file that is being written, encrypted piece by piece; `size` and `sha256` are of what came in so far."""

    def __init__(self, blob_id: str, file: BinaryIO):
        self.blob_id, self.size = blob_id, 0
        self._file, self._digest, self._buffer, self._number = file, hashlib.sha256(), bytearray(), 0

    @property
    def sha256(self) -> str:
        """SHA-256 as hex."""
        return self._digest.hexdigest()

    def write(self, data) -> int:
        """Take bytes; returns how many. OSError when the disk is full."""
        self._buffer += data
        self._digest.update(data)
        self.size += len(data)
        while len(self._buffer) > PIECE_SIZE:
            self._put(bytes(self._buffer[:PIECE_SIZE]), is_last=False)
            del self._buffer[:PIECE_SIZE]
        return len(data)

    def flush(self) -> None:
        """Nothing is written before a piece is full."""

    def finish(self) -> None:
        """Write what is left; the last piece says that it is the last."""
        self._put(bytes(self._buffer), is_last=True)

    def _put(self, piece, *, is_last):
        content = keys.encrypt("files", piece, _bound(self.blob_id, self._number, is_last))
        self._file.write(len(content).to_bytes(_LENGTH, "big") + content)
        self._number += 1


def _bound(blob_id, number, is_last):
    return f"{blob_id}/{number}/{'last' if is_last else 'more'}".encode()


@contextlib.contextmanager
def storing() -> Iterator[Sink]:
    """Write a large encrypted file without holding it in memory: the `Sink` takes the bytes.

    It is there when the block ends, under `blob_id`; a block that raises, or a transaction that is rolled back, leaves
    nothing. OSError (disk full, input/output).
    """
    blob_id = secrets.token_hex(16)
    path = _path(blob_id)
    _make_folder(path.parent)
    with _durable(path) as file:
        file.write(PIECES)
        sink = Sink(blob_id, file)
        yield sink
        sink.finish()
    if_rolled_back(lambda: path.unlink(missing_ok=True))


def pieces(blob_id: str) -> Iterator[bytes]:
    """Return the bytes of an encrypted file piece by piece; a small one in one piece.

    Raises Missing at once, Damaged as soon as a piece is reached that is not what was stored, or the end is missing.
    """
    try:
        file = _path(blob_id).open("rb")
    except FileNotFoundError as error:
        raise Missing(blob_id) from error
    return _pieces(blob_id, file, keys.opener("files"))


def _pieces(blob_id, file, opened):
    with file:
        if file.read(1) != PIECES:
            yield read(blob_id, encrypted=True)
            return
        number, is_last = 0, False
        while not is_last:
            content = file.read(int.from_bytes(file.read(_LENGTH), "big"))
            is_last = not file.read(1)
            if not is_last:
                file.seek(-1, os.SEEK_CUR)
            yield opened(content, _bound(blob_id, number, is_last))
            number += 1


def read(blob_id: str, encrypted: bool) -> bytes:
    """Return the bytes; raises Missing, or Damaged when they are not those that were stored."""
    try:
        content = _path(blob_id).read_bytes()
    except FileNotFoundError as error:
        raise Missing(blob_id) from error
    if encrypted and content[:1] == PIECES:
        return b"".join(pieces(blob_id))
    if encrypted:
        content = keys.decrypt("files", content, blob_id.encode())
    data = content[DIGEST_SIZE:]
    if hashlib.sha256(data).digest() != content[:DIGEST_SIZE]:
        raise Damaged(f"file {blob_id} has changed")
    return data


def is_sound(blob_id: str) -> bool:
    """Whether the bytes are those that were stored, encrypted or not; raises Missing."""
    for encrypted in (True, False):
        try:
            read(blob_id, encrypted)
        except Damaged:
            continue
        return True
    return False


def delete(blob_id: str) -> None:
    """Remove a file; one that is gone already is no error, so that a repeated job succeeds."""
    path = _path(blob_id)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def older_than(age: timedelta) -> dict[str, int]:
    """Return {blob id: size on disk} of the files that were written at least `age` ago by the host's own clock."""
    paths = [path for path in root().glob("??/*") if _ID.fullmatch(path.name)]
    return {path.name: path.stat().st_size for path in paths if _is_older(path, age)}


def unfinished(age: timedelta) -> list[Path]:
    """Return what writes that were interrupted at least `age` ago have left."""
    return sorted(path for path in root().glob("??/.*.part") if _is_older(path, age))


def discard_unfinished(age: timedelta) -> int:
    """Remove what `unfinished` finds and return how many there were."""
    found = unfinished(age)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def root() -> Path:
    """Return the folder of all files."""
    return Path(current_app.config.get("STORAGE_DIR") or Path(current_app.instance_path) / "uploads")


def _path(blob_id: str) -> Path:
    if not _ID.fullmatch(blob_id):
        raise Missing(blob_id)
    return root() / blob_id[:2] / blob_id


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _write_durably(path: Path, content: bytes) -> None:
    with _durable(path) as file:
        file.write(content)


@contextlib.contextmanager
def _durable(path):
    draft = path.parent / f".{path.name}.part"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_older(path: Path, age: timedelta) -> bool:
    # The times of files are the host's, whatever clock the application shows.
    return time.time() - path.stat().st_mtime >= age.total_seconds()
