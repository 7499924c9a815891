"""From the formal check to the announced result, through the pages."""

import pytest
import sqlalchemy as sa

from challenge.notice.models import Notice
from challenge.review.models import Assignment, Proposal
from challenge.states import A, B, C, N
from core import audit_walk
from core.database import db, transaction
from talent import recommend
from tests import world
from tests.challenge.review import drawn, scene

ITEMS = ("complete", "signed_members", "consortium", "related", "indicators", "milestones", "integrity")
ALL_YES = {f"ok_{key}": "yes" for key in ITEMS} | {"conclusion": "qualified"}
SCORES = {
    "indicators": "26",
    "approach": "20.5",
    "team": "16",
    "milestones": "7.5",
    "budget": "７.5",
    "transfer": "4",
}
REVIEW = {f"score_{key}": value for key, value in SCORES.items()} | {
    **dict.fromkeys(("gate_responds", "gate_sound", "gate_lawful"), "yes"),
    "recommendation": "support",
    "confidence": "high",
    "comment_to_bidder": "请补充低温数据。",
}


@pytest.fixture
def experts(app):
    """Five experts with accounts in the pool, and the index ready."""
    rows = [
        world.profile(f"评审{place}", kind=kind, unit=f"外地大学{place}", user_id=world.user("expert").id)
        for place, kind in enumerate(scene.KINDS)
    ]
    recommend.warm_up(app, wait=True)
    return rows


def test_from_formal_check_to_result(app, client_of, experts, now):
    scene.calendar()
    officer, challenge = scene.opened()
    desk = client_of(officer)
    for bid in challenge.bids:
        assert desk.post(f"/desk/bids/{bid.code}/check", data=ALL_YES).status_code == 302
    assert {bid.state for bid in challenge.bids} == {B.QUALIFIED}
    base = f"/desk/challenges/{challenge.code}"
    assert desk.post(f"{base}/checks").status_code == 302
    assert challenge.state is C.REVIEWING

    assert "评审组还没有人" in _text(desk, f"{base}/reviewers")
    witness = client_of(world.user("supervisor"))
    for side, browser in (("officer", desk), ("supervisor", witness)):
        said = {"phrase": drawn.PHRASES[side], "reason": "开标前漏交"}
        assert browser.post(f"{base}/draw/commitment", data=said).status_code == 302
    drawn.sign_head()
    assert desk.post(f"{base}/draw/conditions", data=drawn.FORM).status_code == 302
    assert desk.post(f"{base}/draw/ceremony", data=drawn.PHRASES).status_code == 302
    rows = db.session.scalars(sa.select(Assignment).order_by(Assignment.id)).all()
    assert {one.profile_id for one in rows} == {one.id for one in experts}
    assert {one.state for one in rows} == {A.INVITED}

    for place, one in enumerate(rows):
        _reviewer_works(client_of(one.profile.user), one, place)
    db.session.expire_all()
    assert {one.state for one in rows} == {A.SUBMITTED}

    assert "外地大学" not in _text(client_of(world.user("leader")), f"{base}/ranking")
    winner = challenge.bids[0]
    choice = {"winner": winner.id, "reason": "排名第一。"}
    assert desk.post(f"{base}/propose", data=choice).status_code == 302
    db.session.expire_all()
    assert [bid.state for bid in challenge.bids] == [B.NOMINATED, B.RESERVE]

    leader = world.user("leader")
    chief = client_of(leader)
    scene.step_up(leader)
    proposal = db.session.scalar(sa.select(Proposal))
    decision = {"decision": "award", "reason": "同意。", "proposal": proposal.id}
    assert "您的决定" in _text(chief, f"{base}/decision")
    assert chief.post(f"{base}/decision", data=decision).status_code == 302
    db.session.expire_all()
    assert (challenge.state, winner.state) == (C.AWARDED, B.WON)
    assert {one.state for one in rows} == {A.LOCKED}

    team = client_of(winner.leader)
    assert team.get(f"/desk/bids/{winner.code}/feedback").status_code == 404
    assert desk.post(f"{base}/notice").status_code == 302
    drafted = db.session.scalar(sa.select(Notice))
    assert client_of(leader).get(f"/notices/{drafted.code}").status_code == 404
    form = {"notice": drafted.id, "checked": "y"}
    assert desk.post(f"{base}/notice/publish", data=form).status_code == 302
    db.session.expire_all()
    assert (challenge.state, drafted.state) == (C.NOTICED, N.PUBLISHED)
    feedback = _text(team, f"/desk/bids/{winner.code}/feedback")
    assert "请补充低温数据。" in feedback
    assert not any(one.profile.name in feedback for one in rows)

    visitor = app.test_client()
    assert "还剩 7 个工作日" in _text(visitor, f"/notices/{drafted.code}")
    assert winner.organisation.name in _text(visitor, "/notices")
    assert desk.post(f"{base}/notice/announce").status_code == 422
    now.forward(days=20)
    desk = client_of(officer)
    assert desk.post(f"{base}/notice/announce").status_code == 302
    db.session.expire_all()
    assert (challenge.state, drafted.state) == (C.ANNOUNCED, N.CLOSED)
    assert winner.organisation.name in _text(visitor, "/results")
    assert winner.organisation.name in _text(visitor, f"/results/{challenge.code}")
    with transaction():
        assert audit_walk.first_broken() is None


def _reviewer_works(browser, assignment, place):
    task = f"/desk/reviews/{assignment.id}"
    bids = assignment.challenge.bids
    assert browser.get(f"{task}/bids/{bids[0].code}").status_code == 404
    assert browser.get(f"/desk/bids/{bids[0].code}").status_code == 404
    said = {f"tie_{bid.id}": "none" for bid in bids} | {"pledge": "y"}
    assert browser.post(task, data=said).status_code == 302
    for number, bid in enumerate(bids):
        page = f"{task}/bids/{bid.code}"
        assert browser.get(page).status_code == 200
        scores = REVIEW | {"score_indicators": str(26 - number - place / 2)}
        assert browser.post(page, data=scores).status_code == 302
    assert browser.get(f"{task}/submit").status_code == 200
    assert browser.post(f"{task}/submit").status_code == 302
    assert browser.get(task).status_code == 200


def _text(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return browser.text()
