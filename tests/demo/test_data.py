"""The texts of the demonstration world: schema, sums, references, counts, and no real name as an actor."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "demo" / "data"


def load(name: str) -> list[dict]:
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


ORGANISATIONS = {row["key"]: row for row in load("organisations")}
PEOPLE = {row["account"]: row for row in load("people")}
PROGRAMMES = {row["key"]: row for row in load("programme")}
CHALLENGES = {row["key"]: row for row in load("challenges")}
REVIEWS = json.loads((DATA / "reviews.json").read_text("utf-8"))
BIDS = [(challenge, bid) for challenge in CHALLENGES.values() for bid in challenge["bids"]]
WHOLE = [row for row in CHALLENGES.values() if row["stage"] != "draft"]

COUNTIES = {"朔城区", "平鲁区", "怀仁市", "山阴县", "应县", "右玉县", "朔州经济开发区"}
PLAN_TITLES = {
    "高密度大功率液流电池电堆设计及研发": 2,
    "高能量与功率密度锂离子电容器开发": 2,
    "基于煤矸石制备石油裂化催化剂关键技术研发及应用": 3,
    "煤矸石制备高性能莫来石复相耐火材料研制": 3,
    "碳达峰、碳中和的生物质制气关键技术及装备研发和推广": 4,
    "陶瓷生产线设备自动化研发及标准化生产": 6,
    "大锥角重介旋流器装备研发技术攻关": 7,
    "西咪替丁原料药杂质研究与控制": 8,
    "亚麻籽生物活性物质营养功效研究": 8,
    "农业废弃物资源化综合利用及生态循环技术模式构建": 10,
}
STAGES_WITH_THREE_BIDS = {"closed", "checking", "reviewing", "proposed", "noticed"}
ACCOUNTS = {
    *("enterprise", "enterprise2", "researcher", "researcher2", "researcher3"),
    *("officer", "officer2", "leader", "supervisor", "supervisor2", "county"),
    *("finance", "auditor", "security", "admin"),
    *(f"expert{n}" for n in range(1, 21)),
}
# A word that ends like the name of an organisation may only be one of ours.
ORGANISATION_LIKE = re.compile(
    r"[一-鿿]{2,12}?(?:有限公司|大学|学院|研究[院所]|研究中心|事务所|集团|科学技术局)"
)


def credit_check_digit(code: str) -> str:
    """GB 32100-2015: weights 3^i mod 31."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return alphabet[-total % 31]


def texts(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value)]
    return [node] if isinstance(node, str) else []


def test_organisations_are_invented_and_complete():
    assert len(ORGANISATIONS) == 29
    assert all(row["name"].endswith("（演示）") for row in ORGANISATIONS.values())
    codes = [row["credit_code"] for row in ORGANISATIONS.values()]
    assert [code[17] for code in codes] == [credit_check_digit(code) for code in codes]
    assert {code[2:8] for code in codes} == {"999999"}
    assert len(set(codes)) == len(codes)
    assert {row["county"] for row in ORGANISATIONS.values()} - {None} == COUNTIES
    assert {row["parent"] for row in ORGANISATIONS.values()} - {None} <= set(ORGANISATIONS)


def test_people_have_an_organisation_and_a_name_of_their_own():
    assert set(PEOPLE) == ACCOUNTS
    assert {row["organisation"] for row in PEOPLE.values()} <= set(ORGANISATIONS)
    assert len({row["display_name"] for row in PEOPLE.values()}) == len(PEOPLE)
    assert [a for a, row in PEOPLE.items() if row["county"]] == ["county"]


def test_everything_says_that_it_is_a_demonstration():
    rows = [*ORGANISATIONS.values(), *PEOPLE.values(), *PROGRAMMES.values(), *CHALLENGES.values(), REVIEWS]
    assert [row for row in rows + [bid for _, bid in BIDS] if row["demo"] is not True] == []


@pytest.mark.parametrize("name", ["people", "programme", "challenges", "reviews"])
def test_no_real_organisation_is_named(name):
    ours = re.compile("|".join(re.escape(row["name"]) for row in ORGANISATIONS.values()))
    everything = texts(json.loads((DATA / f"{name}.json").read_text("utf-8")))
    assert [hit for text in everything for hit in ORGANISATION_LIKE.findall(ours.sub("", text))] == []


def test_no_contact_data_or_identity_numbers():
    everything = "".join(path.read_text("utf-8") for path in DATA.glob("*.json"))
    assert (
        re.findall(r"1[3-9]\d{9}|\d{17}[\dXx]|[\w.]+@(?!example\.com\b)[\w.]+|0349-?\d{7}", everything) == []
    )


def test_the_ten_titles_of_the_plan_and_four_more():
    assert {row["title"]: row["box"] for row in CHALLENGES.values() if row["plan"]} == PLAN_TITLES
    assert sorted(row["stage"] for row in CHALLENGES.values()) == sorted(
        [
            "open",
            "open",
            "open",
            "pooled",
            "closed",
            "checking",
            "reviewing",
            "proposed",
            "noticed",
            "lapsed",
            "draft",
            "submitted",
            "screened",
            "appraising",
        ]
    )


@pytest.mark.parametrize("challenge", CHALLENGES.values(), ids=CHALLENGES)
def test_challenge_refers_to_its_poster_and_programme(challenge):
    assert ORGANISATIONS[challenge["org"]]["county"] == challenge["county"]
    assert challenge["kind"] in {"技术攻关", "产品开发", "工艺改进", "成果转化"}
    assert challenge["ownership"] in {"poster", "bidder", "joint", "licence"}
    assert set(challenge["secrecy"].values()) <= {"public", "registered"}
    waiting = challenge["stage"] in {"draft", "submitted", "appraising"}
    assert challenge["programme"] in ({None} if waiting else set(PROGRAMMES))


@pytest.mark.parametrize("challenge", CHALLENGES.values(), ids=CHALLENGES)
def test_challenge_texts_have_substance(challenge):
    lengths = {part: len(challenge[part]) for part in ("background", "difficulty", "content")}
    limits = {"background": (150, 300), "difficulty": (150, 300), "content": (200, 400)}
    assert {p: n for p, n in lengths.items() if not limits[p][0] <= n <= limits[p][1]} == {}
    assert 2 <= len(challenge["keywords"]) <= 5
    assert challenge["cycle_months"] <= 36


@pytest.mark.parametrize("challenge", WHOLE, ids=lambda row: row["key"])
def test_indicators_can_be_measured(challenge):
    rows = challenge["indicators"]
    assert 4 <= len(rows) <= 7
    assert sum(row["weight"] for row in rows) == 100
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert row["comparator"] in {"ge", "le", "eq", "range", "qualitative"}
        assert row["kind"] in {"must", "bonus"}
        assert (
            min(len(row[k]) for k in ("present_level", "test_method", "test_conditions", "measured_by")) > 0
        )
        if row["comparator"] != "qualitative":
            assert Decimal(row["threshold"]) <= Decimal(row.get("threshold_high", "Infinity"))
        assert ("threshold_high" in row) == (row["comparator"] == "range")


@pytest.mark.parametrize("challenge", WHOLE, ids=lambda row: row["key"])
def test_money_adds_up(challenge):
    paid = challenge["cash_to_bidder_wan"] + challenge["public_funds_wan"]
    assert challenge["reward_total_wan"] == paid
    assert challenge["own_funds_wan"] + challenge["cash_to_bidder_wan"] >= 2 * challenge["public_funds_wan"]
    assert sum(row["percent"] for row in challenge["payment_plan"]) == 100
    assert challenge["payment_plan"][0]["percent"] <= 50


def test_the_draft_has_red_flags_to_find():
    draft = next(row for row in CHALLENGES.values() if row["stage"] == "draft")
    assert len(draft["red_flags"]) == 3
    assert [row["name"] for row in draft["indicators"] if not row["test_method"]] == [
        "系统响应速度",
        "光伏消纳水平",
    ]
    assert sum(row["percent"] for row in draft["payment_plan"]) == 70


def test_programmes_can_pay_for_their_challenges():
    for key, programme in PROGRAMMES.items():
        rows = (*CHALLENGES.values(), *load("projects")["lists"])
        asked = sum(r["public_funds_wan"] for r in rows if r["programme"] == key)
        assert 0 < asked <= programme["budget_wan"]
    for challenge in CHALLENGES.values():
        if "published_days_ago" in challenge["timing"]:
            windows = PROGRAMMES[challenge["programme"]]["windows"]
            day = -challenge["timing"]["published_days_ago"]
            assert windows["publish_opens_days"] <= day <= windows["publish_closes_days"]
            assert challenge["timing"]["deadline_in_days"] - day == 45 + challenge["timing"].get(
                "extended_days", 0
            )


def test_questions_and_opinions():
    open_ones = [row for row in CHALLENGES.values() if row["stage"] == "open"]
    assert {len(row["questions"]) for row in open_ones} == {2, 3}
    assert sum(not q["answer"] for row in open_ones for q in row["questions"]) == 3
    without = {row["stage"] for row in CHALLENGES.values() if not 2 <= len(row["opinions"]) <= 3}
    assert without == {"draft", "submitted", "screened"}
    criteria = {c["name"]: c["max"] for c in REVIEWS["appraisal_criteria"]}
    for row in CHALLENGES.values():
        for opinion in row["opinions"]:
            assert set(opinion["scores"]) == set(criteria)
            assert all(1 <= score <= criteria[name] for name, score in opinion["scores"].items())


def test_every_stage_has_its_bids():
    counted = {r["stage"]: len(r["bids"]) for r in CHALLENGES.values() if r["bids"] and r["stage"] != "open"}
    assert counted == dict.fromkeys(STAGES_WITH_THREE_BIDS, 3) | {"lapsed": 1}
    assert sorted(len(r["bids"]) for r in CHALLENGES.values() if r["stage"] == "open") == [0, 0, 2]
    assert len({bid["key"] for _, bid in BIDS}) == len(BIDS) == 18


@pytest.mark.parametrize(("challenge", "bid"), BIDS, ids=[bid["key"] for _, bid in BIDS])
def test_bid_people_and_shares(challenge, bid):
    partners = {row["org"] for row in bid["partners"]}
    assert {row["org"] for row in bid["team"]} == {bid["lead_org"], *partners}
    assert partners | {bid["lead_org"]} <= set(ORGANISATIONS)
    assert challenge["org"] not in partners | {bid["lead_org"]}
    assert bid["team"][0]["name"] == bid["leader"]
    assert all(0 < row["percent"] <= 100 for row in bid["team"])
    for share in ("share_work_percent", "share_money_percent"):
        assert bid[f"lead_{share}"] + sum(row[share] for row in bid["partners"]) == 100
    if bid["leader_account"]:
        account = PEOPLE[bid["leader_account"]]
        assert (account["display_name"], account["organisation"]) == (bid["leader"], bid["lead_org"])


@pytest.mark.parametrize(("challenge", "bid"), BIDS, ids=[bid["key"] for _, bid in BIDS])
def test_bid_promises_milestones_and_price(challenge, bid):
    names = {row["name"] for row in challenge["indicators"]}
    assert {row["confidence"] for row in bid["promises"].values()} <= {"高", "中", "低"}
    assert set(bid["promises"]) == names
    assert sum(row["percent"] for row in bid["milestones"]) == 100
    assert {row["indicator"] for row in bid["milestones"]} <= set(bid["promises"])
    assert bid["milestones"][-1]["month"] == challenge["cycle_months"]
    price = bid["price"]
    assert price["total_wan"] - price["own_wan"] == price["public_wan"] <= challenge["public_funds_wan"]
    if not price.get("lump"):
        assert sum(row["wan"] for row in price["lines"]) == price["total_wan"]


@pytest.mark.parametrize(("challenge", "bid"), BIDS, ids=[bid["key"] for _, bid in BIDS])
def test_bid_of_a_related_party_is_said_to_be_unqualified(challenge, bid):
    lead, poster = ORGANISATIONS[bid["lead_org"]], ORGANISATIONS[challenge["org"]]
    related = lead["key"] == poster["parent"] or poster["key"] == lead["parent"]
    assert not related or bid["formal"]["result"] == "unqualified"


def test_review_slots_and_scores():
    criteria = {row["name"]: row["max"] for row in REVIEWS["criteria"]}
    assert sum(criteria.values()) == 100
    for entry in REVIEWS["challenges"]:
        challenge = CHALLENGES[entry["challenge"]]
        slots = {row["slot"] for row in entry["slots"] if row["submitted"]}
        assert len(slots) == (3 if challenge["stage"] == "reviewing" else 5)
        expected = {(bid["key"], slot) for bid in challenge["bids"] for slot in slots}
        assert {(row["bid"], row["slot"]) for row in entry["reviews"]} == expected
        for row in entry["reviews"]:
            assert set(row["scores"]) == set(criteria)
            assert all(0 <= row["scores"][name]["score"] <= top for name, top in criteria.items())
            assert row["recommendation"] in {"建议支持", "修改后支持", "不建议支持"}
            assert min(len(row["comment_to_bidder"]), len(row["note"])) >= 12


def test_extreme_scores_carry_a_note():
    """Domain §6: a note is required at the extremes (from 95 % and below 50 % of the maximum)."""
    criteria = {row["name"]: row["max"] for row in REVIEWS["criteria"]}
    missing = [
        (entry["challenge"], row["bid"], row["slot"], name)
        for entry in REVIEWS["challenges"]
        for row in entry["reviews"]
        for name, given in row["scores"].items()
        if (given["score"] >= 0.95 * criteria[name] or given["score"] < 0.5 * criteria[name])
        and not given["note"]
    ]
    assert missing == []


def test_reviewers_have_no_tie_to_bidders_and_the_first_bid_leads():
    for entry in REVIEWS["challenges"]:
        challenge = CHALLENGES[entry["challenge"]]
        bidders = {row["org"] for bid in challenge["bids"] for row in bid["team"]}
        experts = [row for row in PEOPLE.values() if "expert_kind" in row]
        free = [row for row in experts if row["organisation"] not in bidders | {challenge["org"]}]
        # Whoever is drawn writes the text of the seat.
        for kind, seats in Counter(row["kind"] for row in entry["slots"]).items():
            assert sum(row["expert_kind"] == kind for row in free) >= seats
        totals = {bid["key"]: 0 for bid in challenge["bids"]}
        for row in entry["reviews"]:
            totals[row["bid"]] += sum(given["score"] for given in row["scores"].values())
        assert sorted(totals, key=totals.get, reverse=True) == [bid["key"] for bid in challenge["bids"]]
