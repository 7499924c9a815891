"""Hit rates over opened lists only; small numbers without percentages; who reads the page."""

import io

import openpyxl
import pytest

from challenge.recommending import actions, evaluation
from challenge.recommending.evaluation import BIDS, PANEL, TEAM, WINNERS, share
from challenge.states import A, B, C
from core.database import db, transaction
from talent.recommend import Purpose, warm_up
from tests import world

PATH = "/desk/recommendations"


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


def opened(state, now, **facts):
    """A list with a record of its publication, past its deadline and opened by two people."""
    row = world.challenge(state, **facts)
    with transaction():
        actions.record(db.session.get(type(row), row.id), row.published_at)
    return row


def open_it(row, now):
    now.forward(days=46)
    officer, second = world.user("officer"), world.user("supervisor")
    with transaction():
        one = world.opening(row, officer, "officer")
        one.second_id, one.second_at, one.second_role = second.id, now.instant, "supervisor"


def tops(scope, kind, order=0):
    measure = scope.measures[kind]
    return measure.number, [measure.hits(order, top) for top in evaluation.TOPS]


def test_people_of_bids_winners_and_reviewers(ready, now):
    leader, other = world.user("researcher"), world.user("researcher")
    known = world.profile("在列", user_id=leader.id)
    world.profile("不同意", user_id=other.id, consents_recommendation=False)
    row = opened(C.ANNOUNCED, now)
    open_it(row, now)
    world.bid(row, B.WON, leader=leader)
    world.bid(row, B.UNSELECTED, leader=other)
    world.bid(row, B.UNSELECTED)
    world.assignment(row, known, A.LOCKED)
    world.assignment(row, state=A.INVITED)
    world.assignment(row, state=A.PROPOSED)
    whole, programmes = evaluation.evaluation()
    assert (whole.opened, whole.recorded, [one.opened for one in programmes]) == (1, 1, [1])
    assert tops(whole, TEAM) == (2, [1, 1, 1])
    assert tops(whole, BIDS) == (3, [1, 1, 1])
    assert tops(whole, WINNERS, 1) == (1, [1, 1, 1])
    assert tops(whole, PANEL) == (2, [1, 1, 1])


def test_a_place_beyond_ten_counts_from_twenty_on(ready, now):
    for _ in range(14):
        world.profile(region="外地")
    leader = world.user("researcher")
    world.profile("近", user_id=leader.id)
    row = opened(C.OPENED, now)
    open_it(row, now)
    world.bid(row, B.OPENED, leader=leader)
    whole, _ = evaluation.evaluation()
    assert tops(whole, TEAM) == (1, [0, 1, 1])


def test_winners_count_when_the_result_is_public(ready, now):
    leader = world.user("researcher")
    world.profile(user_id=leader.id)
    row = opened(C.AWARDED, now)
    open_it(row, now)
    world.bid(row, B.WON, leader=leader)
    whole, _ = evaluation.evaluation()
    assert (tops(whole, TEAM)[0], tops(whole, WINNERS)[0]) == (1, 0)


def test_nothing_is_read_before_the_opening(ready, now, queries):
    row = opened(C.OPEN, now)
    world.bid(row, B.SEALED)
    now.forward(days=46)
    with transaction():
        world.opening(row, world.user("officer"), "officer")  # begun, not finished
    with queries() as seen:
        whole, programmes = evaluation.evaluation()
    assert (whole.opened, programmes, len(seen)) == (0, [], 1)


def test_unopened_bids_of_an_opened_list_do_not_count(ready, now):
    leader = world.user("researcher")
    world.profile(user_id=leader.id)
    row = opened(C.OPENED, now)
    open_it(row, now)
    world.bid(row, B.UNOPENED, leader=leader)
    assert evaluation.evaluation()[0].measures[BIDS].number == 0


def test_lists_without_a_record_and_bids_of_an_earlier_round_are_left_out(ready, now, client_of):
    leader = world.user("researcher")
    world.profile(user_id=leader.id)
    without = world.challenge(C.OPENED)
    again = opened(C.OPENED, now)
    world.bid(again, B.UNSELECTED, leader=leader)
    now.forward(days=1)
    with transaction():
        actions.record(db.session.get(type(again), again.id), now.instant)
    open_it(without, now)
    world.bid(without, B.OPENED, leader=leader)
    with transaction():
        one = world.opening(again, world.user("officer"), "officer")
        one.second_id, one.second_at = world.user("supervisor").id, now.instant
    whole, _ = evaluation.evaluation()
    assert (whole.opened, whole.recorded, whole.measures[BIDS].number) == (2, 1, 0)
    browser = client_of(world.user("officer"))
    browser.get(PATH)
    assert "有的榜单发布时系统尚未保存推荐记录" in browser.text()


def test_feedback_is_counted(ready, now):
    row, who = opened(C.OPENED, now), world.profile()
    for fits in (True, True, False):
        with transaction():
            actions.judge(world.user("officer"), row, who, Purpose.SOLVERS, fits)
    assert evaluation.evaluation()[0].feedback == {}
    open_it(row, now)
    found = {(Purpose.SOLVERS, True): 2, (Purpose.SOLVERS, False): 1}
    assert evaluation.evaluation()[0].feedback == found


@pytest.mark.parametrize(
    ("hits", "number", "text"),
    [(0, 0, "—"), (3, 4, "3 / 4"), (2, 5, "2 / 5（40%）"), (1, 3, "1 / 3"), (2, 3 * 2, "2 / 6（33%）")],
)
def test_small_numbers_make_no_percentage(hits, number, text):
    assert share(hits, number) == text


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 200), ("leader", 200), ("auditor", 200), ("supervisor", 403), ("enterprise", 403)],
)
def test_who_reads_the_page(app, client_of, role, status):
    browser = client_of(world.user(role))
    assert browser.get(PATH).status_code == status
    if status == 200:
        assert "还没有已开标的榜单" in browser.text()


def test_page_and_export_without_names(ready, now, client_of, queries):
    leader = world.user("researcher")
    world.profile("某专家", user_id=leader.id)
    row = opened(C.OPENED, now)
    open_it(row, now)
    world.bid(row, B.OPENED, leader=leader)
    browser = client_of(world.user("leader"))
    with queries() as few:
        browser.get(PATH)
    text = browser.text()
    assert ("1 / 1" in text, "某专家" in text, leader.display_name in text) == (True, False, False)
    book = openpyxl.load_workbook(io.BytesIO(browser.get(PATH + "?export=xlsx").data))
    assert book.sheetnames == ["命中", "榜单与评价"]
    first = [cell.value for cell in book["命中"][2]]
    assert first == ["合计", "揭榜团队成员（人次）", "综合排序", 1, "1 / 1", "1 / 1", "1 / 1"]
    for _ in range(3):
        now.forward(days=-46)
        other = opened(C.OPENED, now)
        open_it(other, now)
        world.bid(other, B.OPENED)
    with queries() as many:
        browser.get(PATH)
    assert len(few) == len(many)
