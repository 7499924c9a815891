"""Snapshots on disk: .npy arrays and a JSON header with version and digests; no pickle, replaced atomically."""

import hashlib
import json
import os
import pathlib
import shutil
import tempfile

import numpy as np

from matching.index import Postings, Segment
from matching.score import Block
from matching.state import State, fresh, frozen_norms
from matching.text import UNITS

FORMAT = "matching-snapshot"
VERSION = 1  # raised whenever tokens or arrays change their meaning
LEVELS = ("profile", "work")


class SnapshotError(Exception):
    """The snapshot is missing, damaged, foreign or of another version: build the index anew."""


def write_snapshot(path, state: State, texts: list[bytes]) -> None:
    """Write a compacted state. `path/current` names the folder in force and is replaced last."""
    root = pathlib.Path(path)
    root.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="new-", dir=root))
    arrays = {**_segment_arrays(state.base), **_text_arrays(texts)}
    arrays |= {f"norm-{number}": norm for number, norm in frozen_norms(state).items()}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "ids.json").write_text(json.dumps(state.base.ids), encoding="utf-8")
    digests = {f.name: _digest(f) for f in sorted(folder.iterdir())}
    header = {
        "format": FORMAT,
        "version": VERSION,
        "blocks": [b._asdict() for b in state.blocks],
        "files": digests,
    }
    header["digest"] = _header_digest(header)
    (folder / "header.json").write_text(json.dumps(header), encoding="utf-8")
    _put_in_force(root, folder, header["digest"])


def read_snapshot(path, verify: bool = True) -> tuple[State, list[bytes]]:
    """State and texts of the snapshot in force. Arrays are memory-mapped, read only."""
    try:
        root = pathlib.Path(path)
        folder = root / (root / "current").read_text(encoding="utf-8").strip()
        header = _checked_header(folder, verify)
        ids = tuple(json.loads((folder / "ids.json").read_text(encoding="utf-8")))
        blocks = tuple(Block(**b) for b in header["blocks"])
        base = _segment(folder, ids)
        norms = {i: _array(folder, f"norm-{i}") for i, b in enumerate(blocks) if b.kind == "cosine"}
        return fresh(blocks, base, norms), _texts(folder)
    except SnapshotError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as reason:
        raise SnapshotError(f"no readable snapshot in {path}: {reason}") from reason


def _checked_header(folder: pathlib.Path, verify: bool) -> dict:
    header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise SnapshotError(f"{folder} is not a snapshot of the matcher")
    if header.get("version") != VERSION:
        raise SnapshotError(f"{folder} has version {header.get('version')}, this program reads {VERSION}")
    if header.pop("digest", None) != _header_digest(header):
        raise SnapshotError(f"the header of {folder} is damaged")
    for name, digest in header["files"].items():
        if not (folder / name).is_file() or (verify and _digest(folder / name) != digest):
            raise SnapshotError(f"{folder / name} is missing or damaged")
    return header


def _segment_arrays(segment: Segment) -> dict:
    arrays = {"owner": segment.owner}
    for level in LEVELS:
        for unit in UNITS:
            postings = segment.postings(level, unit)._asdict()
            arrays |= {f"{level}-{unit}-{name}": array for name, array in postings.items()}
    return arrays


def _segment(folder: pathlib.Path, ids: tuple) -> Segment:
    levels = [
        {u: Postings(*(_array(folder, f"{level}-{u}-{name}") for name in Postings._fields)) for u in UNITS}
        for level in LEVELS
    ]
    return Segment(ids, _array(folder, "owner"), *levels)


def _text_arrays(texts: list[bytes]) -> dict:
    ends = np.cumsum([len(t) for t in texts], dtype=np.int64)
    return {"texts": np.frombuffer(b"".join(texts), dtype=np.uint8), "text-ends": ends}


def _texts(folder: pathlib.Path) -> list[bytes]:
    blob, ends = _array(folder, "texts").tobytes(), _array(folder, "text-ends").tolist()
    return [blob[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _array(folder: pathlib.Path, name: str) -> np.ndarray:
    path = folder / f"{name}.npy"
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(array)


def _digest(path: pathlib.Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _header_digest(header: dict) -> str:
    return hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()


def _put_in_force(root: pathlib.Path, folder: pathlib.Path, digest: str) -> None:
    final = root / f"{digest[:16]}-{folder.name[4:]}"
    for file in [*folder.iterdir(), folder]:
        _flush(file)
    folder.rename(final)
    pointer = root / f"{final.name}.current"
    pointer.write_text(final.name, encoding="utf-8")
    _flush(pointer)
    pointer.replace(root / "current")
    _flush(root)
    for other in root.iterdir():
        if other.is_dir() and other != final:
            shutil.rmtree(other, ignore_errors=True)


def _flush(path: pathlib.Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
