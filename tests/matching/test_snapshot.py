"""Snapshots: the same answers after loading; damage and foreign files are refused."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matching import Matcher, SnapshotError, snapshot
from matching.score import load_blocks


@pytest.fixture
def saved(matcher, tmp_path):
    matcher.save(tmp_path / "index")
    return tmp_path / "index"


def folder_of(saved):
    return saved / (saved / "current").read_text(encoding="utf-8")


def test_the_same_answers(matcher, query, saved):
    loaded = Matcher.load(saved)
    assert loaded.rank(query, 99) == matcher.rank(query, 99)
    assert loaded.explain(query, "battery") == matcher.explain(query, "battery")
    assert (len(loaded), 7 in loaded, "7" in loaded) == (len(matcher), True, False)


def test_a_loaded_matcher_can_change_and_be_saved_over_itself(query, saved):
    loaded = Matcher.load(saved)
    loaded.remove("battery")
    loaded.add({"id": "new", "works": ["动力电池"]})
    loaded.save(saved)
    again = Matcher.load(saved)
    assert again.rank(query, 99) == loaded.rank(query, 99)
    assert ("battery" in again, "new" in again) == (False, True)


def test_empty_pool(tmp_path, query):
    Matcher().fit([]).save(tmp_path)
    assert Matcher.load(tmp_path).rank(query) == []


def test_no_pickle_and_nothing_left_over(saved):
    kinds = {f.suffix for f in folder_of(saved).iterdir()}
    assert kinds == {".npy", ".json"}
    assert {f.name for f in saved.iterdir()} == {"current", folder_of(saved).name}


def test_every_damaged_file_is_noticed(saved):
    for file in sorted(folder_of(saved).iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"x")
        with pytest.raises(SnapshotError):
            Matcher.load(saved)
        file.write_bytes(whole)
    assert len(Matcher.load(saved)) == 9


@pytest.mark.parametrize("size", [0, 40])
def test_cut_files_are_noticed_without_checksums(saved, size):
    for file in sorted(folder_of(saved).iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[:size])
        with pytest.raises(SnapshotError):
            Matcher.load(saved, verify=False)
        file.write_bytes(whole)


@pytest.mark.parametrize("name", ["header.json", "ids.json", "stream.npy", "space-table.npy"])
def test_missing_files_are_noticed(saved, name):
    (folder_of(saved) / name).unlink()
    with pytest.raises(SnapshotError):
        Matcher.load(saved)


def test_foreign_folders_are_refused(tmp_path, saved):
    with pytest.raises(SnapshotError):
        Matcher.load(tmp_path / "nowhere")
    header = folder_of(saved) / "header.json"
    for change in ({"format": "other"}, {"version": 999}, {"segmenter": "other"}, {"files": {}}):
        whole = header.read_text(encoding="utf-8")
        header.write_text(json.dumps(json.loads(whole) | change), encoding="utf-8")
        with pytest.raises(SnapshotError):
            Matcher.load(saved)
        header.write_text(whole, encoding="utf-8")


def test_other_weights_are_refused(saved):
    with pytest.raises(SnapshotError, match="blocks"):
        Matcher.load(saved, blocks=load_blocks()[:2])


def test_the_pointer_cannot_lead_elsewhere(saved):
    (saved / "current").write_text(f"../index/{folder_of(saved).name}/..", encoding="utf-8")
    with pytest.raises(SnapshotError):
        Matcher.load(saved)


def test_an_unfinished_write_leaves_the_old_one(query, saved, matcher):
    (saved / "new-killed").mkdir()
    (saved / "new-killed" / "stream.npy").write_bytes(b"half")
    assert Matcher.load(saved).rank(query) == matcher.rank(query)


def test_a_snapshot_replaced_while_it_is_read(matcher, query, saved, monkeypatch):
    """Whoever has read the pointer just before a newer one came, and the older one went, takes the newer one."""
    old = folder_of(saved)

    def replaced(folder, blocks, verify):
        if folder == old:
            monkeypatch.setattr(snapshot, "_read", whole)
            matcher.save(saved)
            shutil.rmtree(old)
        return whole(folder, blocks, verify)

    whole = snapshot._read
    monkeypatch.setattr(snapshot, "_read", replaced)
    assert Matcher.load(saved).rank(query, 99) == matcher.rank(query, 99)
    assert folder_of(saved) != old


KILLING = """
import os, random, signal, sys, time
from matching import Matcher

def save_again_and_again(matcher, pipe):
    for n in range(len(matcher), 10**6):
        matcher.change([{"id": n, "works": [f"动力电池{n}"]}])
        matcher.save(sys.argv[1])
        os.write(pipe, b".")

drawn = random.Random(1)
Matcher.load(sys.argv[1]).rank("动力电池")
for _ in range(30):
    before = Matcher.load(sys.argv[1])
    said, pipe = os.pipe()
    child = os.fork()
    if not child:
        save_again_and_again(before, pipe)
    os.close(pipe)
    os.read(said, 1)
    time.sleep(drawn.random() * 0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    written = 1 + len(os.read(said, 10**6))
    os.close(said)
    after = Matcher.load(sys.argv[1])
    newest = max(n for n in range(10**4) if n in after)
    assert after.explain("动力电池", newest).contributions[0].title == f"动力电池{newest}"
    print(len(after) - len(before) - written)
"""


def test_a_killed_writer_leaves_a_usable_snapshot(saved):
    """Killed at 30 moments while it saves on and on: what is there can be read, and has all that was said saved."""
    done = subprocess.run(  # noqa: S603  our own literal
        [sys.executable, "-c", KILLING, str(saved)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == 30
    assert set(done.stdout.split()) <= {"0", "1"}  # 1: killed between the pointer and the word


MAPPED = """
import sys
from pathlib import Path
from matching import Matcher

def private():
    return int(Path("/proc/self/status").read_text().partition("RssAnon:")[2].split()[0])

Matcher.load(sys.argv[1]).rank("动力电池")  # compiled code and tables
before = private()
matcher = Matcher.load(sys.argv[2], verify=False)
matcher.rank("动力电池")
print(private() - before, *(type(array.base).__name__ for array in matcher._state.base.segment[:-1]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's account of memory")
def test_arrays_are_mapped_not_copied(saved, tmp_path):
    """Several processes share the pages of one snapshot: loading takes little memory of their own."""
    text = "".join(chr(0x4E00 + n * 37 % 9000) for n in range(20_000))
    large = Matcher().fit({"id": n, "works": [text[n:] + text[:n]]} for n in range(100))
    large.save(tmp_path / "large")
    size = sum(f.stat().st_size for f in folder_of(tmp_path / "large").iterdir()) // 1024
    done = subprocess.run(  # noqa: S603  our own literal
        [sys.executable, "-c", MAPPED, str(saved), str(tmp_path / "large")],
        capture_output=True,
        text=True,
        check=True,
    )
    grown, *bases = done.stdout.split()
    assert set(bases) <= {"memmap", "mmap"}
    assert size > 10_000
    assert int(grown) < size / 4


def test_two_processes_read_what_a_third_has_saved(matcher, query, saved):
    """Each sees the newer snapshot as soon as it loads again; the older one stays readable to whoever has it."""
    first = Matcher.load(saved)
    before = first.rank(query, 99)
    matcher.remove("battery")
    matcher.save(saved)
    assert first.rank(query, 99) == before
    assert Matcher.load(saved).rank(query, 99) == matcher.rank(query, 99) != before
