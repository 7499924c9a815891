"""Stored files come back byte for byte, or the store says that they do not."""

import hashlib
import os
import stat
from datetime import timedelta

import pytest
from flask import Flask

from core import files, keys

DATA = "揭榜方案附件".encode() * 100


@pytest.fixture(autouse=True)
def app(tmp_path):
    app = Flask(__name__)
    app.config.update(KEYS_DIR=tmp_path / "keys", STORAGE_DIR=tmp_path / "uploads")
    with app.app_context():
        yield app


def path_of(blob_id):
    return files.root() / blob_id[:2] / blob_id


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("data", [b"", b"x", DATA])
def test_bytes_come_back(encrypted, data):
    blob_id, sha256, size = files.store(data, encrypted=encrypted)
    assert files.read(blob_id, encrypted) == data
    assert (sha256, size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert stat.S_IMODE(path_of(blob_id).stat().st_mode) == 0o600


def test_ids_are_new_each_time_and_nothing_unfinished_stays():
    ids = {files.store(DATA, encrypted=False)[0] for _ in range(20)}
    assert len(ids) == 20
    assert {path.name for path in files.root().glob("*/*")} == ids
    assert list(files.root().glob("??/.*.part")) == []


def test_encrypted_content_is_not_on_disk():
    blob_id, sha256, _ = files.store(DATA, encrypted=True)
    content = path_of(blob_id).read_bytes()
    assert DATA[:18] not in content
    assert bytes.fromhex(sha256) not in content


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_changed_byte_is_noticed(encrypted, place):
    blob_id, _, _ = files.store(DATA, encrypted=encrypted)
    content = bytearray(path_of(blob_id).read_bytes())
    content[place] ^= 1
    path_of(blob_id).write_bytes(content)
    with pytest.raises(keys.Damaged):
        files.read(blob_id, encrypted)


@pytest.mark.parametrize("encrypted", [False, True])
def test_an_emptied_file_is_noticed(encrypted):
    blob_id, _, _ = files.store(DATA, encrypted=encrypted)
    path_of(blob_id).write_bytes(b"")
    with pytest.raises(keys.Damaged):
        files.read(blob_id, encrypted)


def test_swapped_ciphertexts_are_noticed():
    one, other = files.store(b"one", encrypted=True)[0], files.store(b"other", encrypted=True)[0]
    path_of(other).replace(path_of(one))
    with pytest.raises(keys.Damaged):
        files.read(one, True)


@pytest.mark.parametrize("blob_id", ["0" * 32, "../../etc/passwd", "", "A" * 32, "0" * 31 + "\n"])
def test_an_unknown_or_impossible_id_is_missing(blob_id):
    with pytest.raises(files.Missing):
        files.read(blob_id, False)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(files, "PIECE_SIZE", 10)


def stored_in_pieces(*parts):
    with files.storing() as sink:
        for one in parts:
            sink.write(one)
    return sink


@pytest.mark.parametrize("size", [0, 1, 10, 11, 20, 35])
def test_a_large_file_comes_back_in_pieces(small, size):
    data = bytes(range(size))
    sink = stored_in_pieces(data[:3], data[3:])
    assert (sink.size, sink.sha256) == (size, hashlib.sha256(data).hexdigest())
    found = list(files.pieces(sink.blob_id))
    assert (b"".join(found), max(map(len, found)) <= 10) == (data, True)
    assert files.read(sink.blob_id, encrypted=True) == data
    assert files.is_sound(sink.blob_id)
    blob, _sha256, _size = files.store(data, encrypted=True)
    assert b"".join(files.pieces(blob)) == data  # written at once


def test_a_large_file_that_was_changed_cut_or_put_in_another_order_is_noticed(small):
    sink = stored_in_pieces(bytes(25))
    path = path_of(sink.blob_id)
    content = path.read_bytes()
    piece = 4 + 1 + keys.NONCE_SIZE + 10 + 16
    first, second = content[1 : 1 + piece], content[1 + piece : 1 + 2 * piece]
    rest = content[1 + 2 * piece :]
    for bad in (
        content[:-1] + bytes([content[-1] ^ 1]),
        content[: -len(rest)],
        files.PIECES,
        files.PIECES + second + first + rest,
        content + rest,
    ):
        path.write_bytes(bad)
        with pytest.raises(keys.Damaged):
            list(files.pieces(sink.blob_id))
    path.unlink()
    with pytest.raises(files.Missing):
        files.pieces(sink.blob_id)


def test_a_large_file_whose_writing_fails_leaves_nothing(small):
    def fails():
        with files.storing() as sink:
            sink.write(bytes(30))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert [one for one in files.root().rglob("*") if one.is_file()] == []


def test_deleting_twice_is_no_error():
    blob_id, _, _ = files.store(DATA, encrypted=False)
    files.delete(blob_id)
    files.delete(blob_id)
    files.delete("0" * 32)
    with pytest.raises(files.Missing):
        files.read(blob_id, False)


def test_a_failed_write_leaves_nothing(monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (files.root() / "00").mkdir(parents=True)
    monkeypatch.setattr("core.files.secrets.token_hex", lambda _: "0" * 32)
    with pytest.raises(OSError, match="No space left"):
        files.store(DATA, encrypted=False)
    assert [path.name for path in files.root().glob("*/*")] == []


DAY = timedelta(days=1)


def aged(path, **age):
    """Let the file have been written so long ago."""
    at = path.stat().st_mtime - timedelta(**age).total_seconds()
    os.utime(path, (at, at))


def test_files_are_told_by_their_age():
    old, young, fresh = (files.store(DATA, encrypted=False)[0] for _ in range(3))
    aged(path_of(old), hours=25)
    aged(path_of(young), hours=23)
    assert files.older_than(DAY) == {old: 32 + len(DATA)}
    assert set(files.older_than(timedelta())) == {old, young, fresh}


def test_interrupted_writes_are_discarded():
    blob_id, _, _ = files.store(DATA, encrypted=False)
    part = path_of(blob_id).parent / f".{'1' * 32}.part"
    part.write_bytes(b"half")
    assert (files.unfinished(DAY), files.discard_unfinished(DAY)) == ([], 0)
    aged(part, hours=25)
    assert (files.unfinished(DAY), files.discard_unfinished(DAY)) == ([part], 1)
    assert (part.exists(), files.read(blob_id, False)) == (False, DATA)
