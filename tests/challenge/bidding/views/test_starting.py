"""Begin a bid, and the list of bids: who may not, queries stay few."""

from challenge.states import B, C
from tests import bids, world


def test_the_first_page_says_why_one_cannot_bid(client_of, challenge):
    browser = client_of(world.user("enterprise", organisation_id=challenge.organisation_id))
    assert browser.get(f"/challenges/{challenge.code}/bid").status_code == 200
    assert "发榜方不得揭本单位发布的榜单（规则包 2026-1 第九条）" in browser.text()
    assert browser.all("form", class_="sheet") == []
    assert browser.post(f"/challenges/{challenge.code}/bid", data={"understood": "y"}).status_code == 409


def test_officers_do_not_bid(client_of, challenge):
    assert client_of(world.user("officer")).get(f"/challenges/{challenge.code}/bid").status_code == 403


def test_one_reads_before_one_begins(client_of, challenge):
    browser = client_of(world.user("researcher"))
    assert browser.post(f"/challenges/{challenge.code}/bid").status_code == 422
    assert "请先阅读榜单和说明，再勾选此项。" in browser.text()


def test_the_list_asks_the_database_the_same_number_of_times(client_of, queries):
    leader = world.user("researcher")
    browser = client_of(leader)

    def asked():
        browser.get("/desk/bids")
        with queries() as seen:
            assert browser.get("/desk/bids").status_code == 200
        return len(seen)

    bids.drafted(world.challenge(C.OPEN), leader)
    one = asked()
    for _ in range(14):
        world.bid(world.challenge(C.OPEN), leader=leader)
    assert asked() == one
    assert one <= 12


def test_the_opened_list_asks_the_same_number_of_times(client_of, queries, challenge, now):
    officer = world.user("officer")
    for _ in range(2):
        bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(officer)

    def asked(path):
        browser.get(path)
        with queries() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    before = asked("/desk/bids")
    for _ in range(12):
        world.bid(challenge, B.OPENED)
    assert asked("/desk/bids") == before


def test_the_list_can_be_taken_away(client_of, challenge):
    bid = bids.drafted(challenge)
    answer = client_of(bid.leader).get("/desk/bids?export=xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
