"""Snapshots on disk: .npy arrays and a JSON header with version and checksums; no pickle, replaced atomically."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import tempfile
import time
import zlib

import numpy as np

from matching.latent import Latent
from matching.score import Block
from matching.segment import Segment
from matching.state import State, fresh
from matching.text import segmenter_name

FORMAT = "matching-snapshot"
VERSION = 5  # raised whenever tokens or arrays change their meaning
UNFINISHED = "new-"
ABANDONED = 60  # seconds
AT_A_TIME = 1 << 18  # bytes: they stay in the cache of the processor between reading and summing
_OURS = re.compile(rf"{UNFINISHED}\w+|[0-9a-f]{{16}}-\w+(\.current)?")


class SnapshotError(Exception):
    """The snapshot is missing, damaged, foreign or of another version: build the index anew."""


def write_snapshot(path, state: State) -> None:
    """Write a compacted state. `path/current` names the folder in force and is replaced last."""
    root = pathlib.Path(path)
    root.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    arrays = {**_arrays_of(state.base.segment), **_label_arrays(state.base.labels)}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "ids.json").write_text(json.dumps(list(state.base.ids)), encoding="utf-8")
    header = _kind(state.blocks) | {"files": {f.name: _checksum(f) for f in sorted(folder.iterdir())}}
    header["digest"] = _header_digest(header)
    (folder / "header.json").write_text(json.dumps(header), encoding="utf-8")
    _put_in_force(root, folder, header["digest"])


def read_snapshot(path, blocks: tuple[Block, ...], verify: bool = True) -> State:
    """State of the snapshot in force, which must have been made for these blocks. Arrays are memory-mapped."""
    root = pathlib.Path(path)
    name = _in_force(root)
    while True:
        try:
            return _read(root / name, blocks, verify)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError) as reason:
            before, name = name, _in_force(root)
            if name == before:  # else a newer one replaced it while we were reading
                raise SnapshotError(f"no readable snapshot in {root}: {reason}") from reason


def _in_force(root: pathlib.Path) -> str:
    try:
        return pathlib.Path((root / "current").read_text(encoding="utf-8").strip()).name
    except (OSError, ValueError) as reason:
        raise SnapshotError(f"no snapshot in {root}: {reason}") from reason


def _read(folder: pathlib.Path, blocks, verify: bool) -> State:
    _check(folder, blocks, verify)
    ids = tuple(json.loads((folder / "ids.json").read_text(encoding="utf-8")))
    labels = Labels(_array(folder, "labels"), _array(folder, "label-ends"))
    return fresh(blocks, _segment(folder), ids, labels)


def _kind(blocks) -> dict:
    """What a snapshot must agree in with the program that reads it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "segmenter": segmenter_name(),
        "blocks": [b._asdict() for b in blocks],
    }


def _check(folder: pathlib.Path, blocks, verify: bool) -> None:
    header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
    for name, value in _kind(blocks).items():
        if header[name] != value:
            raise SnapshotError(f"{folder}: {name} is {header[name]!r}, this program expects {value!r}")
    if header.pop("digest") != _header_digest(header):
        raise SnapshotError(f"the header of {folder} is damaged")
    for name, checksum in header["files"].items():
        if verify and _checksum(folder / name) != checksum:
            raise SnapshotError(f"{folder / name} is damaged")


def _arrays_of(made: Segment) -> dict:
    arrays = made._asdict()
    space = arrays.pop("space")
    return {**arrays, **{f"space-{name}": array for name, array in space._asdict().items()}}


def _segment(folder: pathlib.Path) -> Segment:
    arrays = {name: _array(folder, name) for name in Segment._fields if name != "space"}
    return Segment(**arrays, space=Latent(*(_array(folder, f"space-{name}") for name in Latent._fields)))


def _label_arrays(labels) -> dict:
    ends = np.cumsum([len(label) for label in labels], dtype=np.int64)
    return {"labels": np.frombuffer(b"".join(labels), dtype=np.uint8), "label-ends": ends}


class Labels:
    """What explanations name, read from the mapped file one at a time: a sequence of bytes."""

    def __init__(self, blob: np.ndarray, ends: np.ndarray):
        self._blob, self._ends = blob, ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, row: int) -> bytes:
        if not 0 <= row < len(self._ends):
            raise IndexError(row)
        return self._blob[self._ends[row - 1] if row else 0 : self._ends[row]].tobytes()


def _array(folder: pathlib.Path, name: str) -> np.ndarray:
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))


def _checksum(path: pathlib.Path) -> int:
    """CRC-32: it tells damage as surely as a long digest here, and reads a large pool three times as fast."""
    found, room = 0, memoryview(bytearray(AT_A_TIME))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(room):
            found = zlib.crc32(room[:size], found)
    return found


def _header_digest(header: dict) -> str:
    return hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()


def _put_in_force(root: pathlib.Path, folder: pathlib.Path, digest: str) -> None:
    final = root / f"{digest[:16]}-{folder.name.removeprefix(UNFINISHED)}"
    for file in [*folder.iterdir(), folder]:
        _flush(file)
    folder.rename(final)
    pointer = root / f"{final.name}.current"
    pointer.write_text(final.name, encoding="utf-8")
    _flush(pointer)
    pointer.replace(root / "current")
    _flush(root)
    _tidy(root, final)


def _tidy(root: pathlib.Path, final: pathlib.Path) -> None:
    """Delete older snapshots and what a killed writer left, once no one can still be opening them."""
    for other in root.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another writer tidies too
            idle = time.time() - other.stat().st_mtime > ABANDONED
            if idle and other != final and _OURS.fullmatch(other.name):
                shutil.rmtree(other, ignore_errors=True) if other.is_dir() else other.unlink()


def _flush(path: pathlib.Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
