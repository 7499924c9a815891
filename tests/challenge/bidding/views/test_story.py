"""The way of a bid through the pages: begin, fill in, submit, receipt, opening, reading."""

import json

from accounts.models import SignInSession
from challenge.states import B, C
from core import clock
from core.database import db, transaction
from tests import bids, world


def step_up(user):
    """Make every session of this person freshly proved."""
    with transaction():
        for row in db.session.scalars(db.select(SignInSession).filter_by(user_id=user.id)):
            row.stepped_up_at = clock.now()


def flat(draft, challenge):
    """A draft as the fields of the five forms."""
    fields = {"team": {}, "plan": {}, "promises": {}, "budget": {}, "pledges": {}}
    fields["team"] = {f"lead-{key}": value for key, value in draft["lead"].items()}
    for key in ("approach", "route", "innovation", "foundation", "conditions"):
        fields["plan"][key] = draft[key]
    for key, value in draft["works"][0].items():
        fields["plan"][f"works-0-{key}"] = value
    for number, row in enumerate(draft["promises"]):
        for key, value in row.items():
            fields["promises"][f"promises-{number}-{key}"] = value
    for number, row in enumerate(draft["milestones"]):
        for key, value in row.items():
            fields["budget"][f"milestones-{number}-{key}"] = value
    fields["budget"] |= {
        "total_fen": "30",
        "own_fen": "10",
        "public_fen": "10",
        "demander_fen": "10",
        "price_mode": "lump",
    }
    for key in ("risks", "ip", "related", "pledges"):
        fields["pledges"][key] = draft[key]
    return fields


def version_in(page):
    """The hidden version of a form."""
    return page.all("input", name="version")[0].get("value")


def test_a_bid_from_the_first_click_to_the_reading(app, client_of, now):
    challenge = world.challenge(C.OPEN)
    leader, officer, supervisor = world.user("researcher"), world.user("officer"), world.user("supervisor")
    browser = client_of(leader)
    assert browser.get(f"/challenges/{challenge.code}/bid").status_code == 200
    answer = browser.post(f"/challenges/{challenge.code}/bid", data={"understood": "y"})
    assert answer.status_code == 302
    home = answer.headers["Location"]
    code = home.rsplit("/", 1)[1]
    assert browser.get(home).status_code == 200
    assert "还没有密封" in browser.text()
    for step, fields in flat(bids.full_draft(challenge), challenge).items():
        assert browser.get(f"{home}/edit/{step}").status_code == 200
        answer = browser.post(f"{home}/edit/{step}", data=fields | {"version": version_in(browser)})
        assert answer.status_code == 302, (step, browser.text())
    assert browser.get(f"{home}/submit").status_code == 200
    assert "检查全部通过" in browser.text()
    hidden = {name: browser.all("input", name=name)[0].get("value") for name in ("key", "draft_version")}
    answer = browser.post(f"{home}/submit", data=hidden)
    assert answer.headers["Location"] == f"{home}/receipts/1"
    assert browser.get(f"{home}/receipts/1").status_code == 200
    assert f"{code}-01" in browser.text()
    bid = bids.find(code)
    assert (bid.state, bid.draft, bid.promises) == (B.SEALED, None, [])
    document = json.loads(browser.get(f"{home}/receipts/1.json").data)
    assert document["digest"] == bid.digest
    assert browser.get(f"{home}/copy.zip").status_code == 409
    assert browser.get(home).status_code == 200

    now.instant = challenge.deadline
    first, second = client_of(officer), client_of(supervisor)
    step_up(officer), step_up(supervisor)
    assert first.get(f"/desk/challenges/{challenge.code}/opening").status_code == 200
    assert bid.digest in first.text()
    assert first.get(home).status_code == 404
    assert first.post(f"/desk/challenges/{challenge.code}/opening/begin").status_code == 302
    assert second.get(f"/desk/challenges/{challenge.code}/opening").status_code == 200
    assert second.post(f"/desk/challenges/{challenge.code}/opening/complete").status_code == 302
    assert second.get(f"/desk/challenges/{challenge.code}/opening").status_code == 200
    assert "与截止时公布的摘要清单一致" in second.text()
    assert first.get(home).status_code == 200
    assert "独门绝技" in first.text()
    db.session.expire_all()
    bid = bids.find(code)
    assert bid.state is B.OPENED
    assert [(one.indicator.name, one.value) for one in bid.promises] == [
        ("能量密度", "36"),
        ("漏电流", "1.5"),
    ]
    assert first.get("/desk/bids").status_code == 200
    assert code in first.text()
