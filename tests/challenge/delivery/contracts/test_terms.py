"""The content of a contract is made of list and bid."""

import pytest

from challenge.delivery.contracts import terms
from challenge.states import Comparator
from core import canonical
from tests.challenge.delivery import scene


def test_the_whole_content(app):
    _officer, project = scene.announced()
    content = terms.first(project, scene.STARTS, "样品由揭榜方运送。")
    low, high = project.challenge.indicators
    assert content["starts_on"] == "2026-10-01"
    assert content["ends_on"] == "2028-04-01"
    assert [
        (one["id"], one["name"], one["asked"], one["promised"], one["comparator"], one["threshold"])
        for one in content["indicators"]
    ] == [
        (low.id, "能量密度", "≥ 35 Wh/L", "41 Wh/L", "ge", "41"),
        (high.id, "漏电流", "≤ 2 %", "1.5 %", "le", "1.5"),
    ]
    assert [(one["number"], one["due_on"], one["percent"]) for one in content["milestones"]] == [
        (1, "2027-04-01", 30),
        (2, "2027-10-01", 30),
        (3, "2028-04-01", 40),
    ]
    assert content["money"]["plan"] == [
        {"milestone": number, "payer": payer, "kind": "grant", "amount_fen": amount}
        for number, payer, amount in (
            (1, "demander", 4_500_000),
            (1, "public", 3_000_000),
            (1, "own", 1_500_000),
            (2, "demander", 4_500_000),
            (2, "public", 3_000_000),
            (2, "own", 1_500_000),
            (3, "demander", 6_000_001),
            (3, "public", 4_000_000),
            (3, "own", 2_000_000),
        )
    ]
    assert content["parties"]["partners"] == [
        {
            "name": "协作研究院",
            "credit_code": "",
            "role": "测试",
            "work_percent": 30,
            "money_percent": 20,
        }
    ]
    assert content["extra"] == "样品由揭榜方运送。"
    assert canonical.digest(content) == canonical.digest(
        terms.first(project, scene.STARTS, "样品由揭榜方运送。")
    )


@pytest.mark.parametrize(
    ("comparator", "threshold", "promise", "due"),
    [
        (Comparator.AT_LEAST, "35", "≥ 41 Wh/L（实测）", "41"),
        (Comparator.AT_LEAST, "35", "35", "35"),
        (Comparator.AT_LEAST, "35", "30", "35"),
        (Comparator.AT_LEAST, "35", "优于榜单", "35"),
        (Comparator.AT_LEAST, "300", "1,200", "1200"),
        (Comparator.AT_LEAST, "300", "3×10^5", "300000"),
        (Comparator.AT_MOST, "2", "1.50", "1.5"),
        (Comparator.AT_MOST, "2", "2.5", "2"),
        (Comparator.EQUAL, "2", "2", "2"),
        (Comparator.QUALITATIVE, "通过用户试用", "通过并推广 3 家", "通过用户试用"),
    ],
)
def test_the_stricter_of_what_was_asked_and_promised_is_due(app, comparator, threshold, promise, due):
    _officer, project = scene.announced(promises=(promise, "1.5"))
    row = project.bid.content.asked[0] | {"comparator": comparator.value, "threshold": threshold}
    project.bid.content.asked = [row, project.bid.content.asked[1]]
    first = terms.indicators(project.bid)[0]
    assert (first["threshold"], first["promised"]) == (due, promise)
    assert terms.indicators(project.bid, {row["id"]})[0]["threshold"] == threshold
    named = [number for number, _ in terms.tightened(project.bid)]
    assert (row["id"] in named) == (due != threshold)


@pytest.mark.parametrize(
    ("total", "percents", "parts"),
    [
        (100, [30, 30, 40], [30, 30, 40]),
        (1, [50, 50], [0, 1]),
        (101, [33, 33, 34], [33, 33, 35]),
        (7, [], []),
    ],
)
def test_shares_add_up_to_the_last_fen(total, percents, parts):
    assert terms.shares(total, percents) == parts
