"""Snapshots: the same answers after loading; damage and foreign files are refused."""

import json

import pytest

from matching import Matcher, SnapshotError
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
