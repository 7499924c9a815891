"""退回调整: what was published stays readable, a draft goes on from it."""

import pytest

from accounts.models import Message
from challenge.posting.actions import drafting, publishing
from challenge.posting.attachments import attachments_of
from challenge.posting.models import Challenge, Invitee
from challenge.posting.progress import waits_for
from challenge.posting.queries.similar import look_alikes
from challenge.posting.succession import successors_of
from challenge.states import C
from core import clock, files, workflow
from core.database import db, transaction
from reports.desk.duties import officer_duties
from tests import world
from tests.challenge.posting.actions.test_drafting import PNG


@pytest.fixture
def lapsed(app):
    """(officer, published list that has lapsed)."""
    officer, guest = world.user("officer"), world.organisation()
    row = world.challenge(C.LAPSED, handler_id=officer.id, reason="没有有效方案。")
    with transaction():
        drafting.attach(row.author, row, "要求.png", PNG)
        publishing.record_version(officer, row)
        db.session.add(
            Invitee(challenge_id=row.id, organisation_id=guest.id, added_by_id=officer.id, at=clock.now())
        )
    return officer, row


def revise(lapsed):
    """Send it back for adjustment; the draft."""
    officer, row = lapsed
    with transaction():
        workflow.apply(officer, row, "revise", reason="拆分为两个榜单")
    return db.session.scalars(db.select(Challenge).filter_by(lineage_id=row.id)).one()


def test_the_public_record_of_what_lapsed_stays(lapsed, client, client_of):
    _officer, row = lapsed
    draft = revise(lapsed)
    with transaction():
        drafting.save_draft(row.author, draft, {"title": "只给新榜的题目", "indicators": []})
    for path in (f"/challenges/{row.code}", f"/challenges/{row.code}/timeline", f"/results/{row.code}"):
        assert (path, client.get(path).status_code) == (path, 200)
        assert "只给新榜的题目" not in client.text()
    client.get(f"/challenges/{row.code}")
    assert "没有有效方案。" in client.text()
    assert "流榜后已退回发榜单位调整" in client.text()
    client.get(f"/challenges/{row.code}/timeline")
    assert "拆分为两个榜单" in client.text()
    client.get("/results")
    assert row.code in client.text()
    assert client.get(f"/challenges/{draft.code}").status_code == 404
    for role in ("officer", "leader"):
        desk = client_of(world.user(role))
        assert desk.get(f"/desk/challenges/{row.code}").status_code == 200
        assert draft.code not in [one.get("href") for one in desk.all("a")]


def test_the_draft_says_what_the_list_said(lapsed, client_of):
    _officer, row = lapsed
    draft = revise(lapsed)
    assert (draft.state, draft.title, draft.reason, draft.published_at, draft.pledged_at) == (
        *(C.DRAFT, row.title, "拆分为两个榜单"),
        *(None, None),
    )
    assert [(one.name, one.threshold) for one in draft.indicators] == [("能量密度", "35"), ("漏电流", "2")]
    assert [files.read(one.blob, one.is_encrypted) for one in attachments_of(draft)] == [PNG]
    assert db.session.query(Invitee).filter_by(challenge_id=draft.id).count() == 1
    assert look_alikes(draft, row.author) == []
    told = db.session.scalar(db.select(Message).filter_by(user_id=row.author_id))
    assert told.path == f"/desk/challenges/{draft.code}"
    poster = client_of(row.author)
    poster.get(f"/desk/challenges/{row.code}")
    assert f"/desk/challenges/{draft.code}" in [one.get("href") for one in poster.all("a")]


def test_a_list_goes_on_one_way_only(lapsed):
    officer, row = lapsed
    assert waits_for(row)[0] == "延期重新张榜、退回调整、拆分或撤榜"
    assert row.code in [one.code for one in officer_duties(officer)]
    draft = revise(lapsed)
    said = f"本榜单已退回调整，由 {draft.code} 继续办理。"
    for action in ("revise", "relist"):
        assert workflow.refusal(officer, row, action).sentence == said
    assert waits_for(row) == ("", "")
    assert row.code not in [one.code for one in officer_duties(officer)]
    with transaction():
        draft.state = C.REJECTED
    assert successors_of(row) == []
