"""flask match: JSON on standard output, everything else on standard error."""

import json

import pytest

from challenge.states import C
from tests import world


@pytest.fixture
def match(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["match", *words])


def test_json(match):
    row = world.challenge(C.OPEN)
    world.profile("甲专家", phone="13800001111")
    world.profile("自己人", organisation_id=row.organisation_id)
    answer = match(row.code, "--json", "--top", "5")
    document = json.loads(answer.stdout)
    assert (answer.exit_code, document["code"], document["for"]) == (0, row.code, "solvers")
    assert [one["rank"] for one in document["experts"]] == [1, 2]
    assert {one["name"]: one["blocked"] for one in document["experts"]} == {"甲专家": False, "自己人": True}
    assert set(document["experts"][0]) == {
        *("rank", "id", "name", "unit", "total", "score", "sentence", "reasons"),
        *("shares", "factors", "blocked", "conflicts"),
    }
    assert ("正在载入推荐索引" in answer.stderr, "13800001111" in answer.stdout) == (True, False)


def test_text_and_top(match):
    row = world.challenge(C.OPEN)
    for name in ("甲", "乙", "丙"):
        world.profile(name, review_willing=name != "丙", consents_recommendation=False)
    world.profile("丁", organisation_id=row.organisation_id, review_willing=True)
    lines = match(row.code, "--for", "reviewers", "--top", "9").stdout.splitlines()
    assert lines[0] == f"{row.code} {row.title}"
    assert [line[:4] for line in lines if line[:3].strip()][1:] == ["  1.", "  2.", "  3."]
    assert sum("须回避：丁 —同单位→" in line for line in lines) == 1
    assert len(match(row.code, "--for", "reviewers", "--top", "1").stdout.splitlines()) <= 4


def test_factors_are_shown_and_can_be_switched_off(match):
    row = world.challenge(C.OPEN)
    world.profile("近处", works=[]), world.profile("外地人", works=[], region="外地")
    lines = match(row.code).stdout.splitlines()
    assert (lines[1][:3], "外地人" in lines[1]) == ("  1", True)
    assert lines[2].endswith("，外地人才 +0.040")
    document = json.loads(match(row.code, "--json").stdout)
    best = document["experts"][0]
    assert document["factors"]["version"] == "2026-1"
    assert best["total"] == pytest.approx(best["score"] + sum(one["points"] for one in best["factors"]))
    assert best["factors"][0] == {
        "key": "outside", "label": "外地人才", "text": "外地", "weight": 0.04, "value": 1.0, "points": 0.04,
    }  # fmt: skip
    off = json.loads(match(row.code, "--json", "--text-only").stdout)["experts"]
    assert [one["total"] == one["score"] for one in off] == [True, True]
    assert [one["name"] for one in off] == ["近处", "外地人"]


def test_nobody_fits(match):
    row = world.challenge(C.OPEN)
    assert match(row.code).stdout.splitlines()[1] == "没有符合条件的专家。"


def test_unknown_code_and_wrong_use(match):
    answer = match("JB999999")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (1, "", "没有编号为 JB999999 的榜单。\n")
    assert match("JB1", "--top", "0").exit_code == 2
    assert match("JB1", "--for", "cooks").exit_code == 2
