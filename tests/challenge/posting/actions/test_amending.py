"""变更公告: old and new values, versions, the time it leaves, who is told, what is refused."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge import rulepack
from challenge.posting import deadlines
from challenge.posting.actions import amending, questions
from challenge.posting.actions.drafting import VersionConflict
from challenge.posting.models import ChallengeVersion
from challenge.states import C
from core import audit, clock, formats, workflow
from core.database import db, transaction
from core.errors import Conflict
from tests import world


@pytest.fixture
def listed(app):
    """An open list in charge of an officer."""
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    return officer, row


def amend(listed, changes, reason="据实调整", **facts):
    """Amend in a transaction of its own."""
    officer, row = listed
    with transaction():
        return amending.amend(officer, row, changes, reason, **facts)


def test_a_change_of_words_keeps_deadline_and_substance(listed):
    _officer, row = listed
    deadline = row.deadline
    found = amend(listed, {"title": "新题目"}).changes
    assert found == [
        {
            "field": "title",
            "label": "题目",
            "section": "title",
            "old": "高密度液流电池电堆设计",
            "new": "新题目",
        }
    ]
    assert (row.content_version, row.substance_version, row.deadline) == (2, 1, deadline)
    kept = db.session.scalar(sa.select(ChallengeVersion))
    assert (kept.number, kept.reason, kept.changes, kept.is_substance) == (2, "据实调整", found, False)
    assert audit.head().action == "challenge.amend"
    assert (audit.head().public, audit.head().after["reason"]) == (True, "据实调整")


def test_a_change_of_substance_leaves_time_and_tells_everybody(listed, now):
    _officer, row = listed
    follower, stranger = world.user("researcher"), world.user("researcher")
    with transaction():
        questions.follow(follower, row)
    now.forward(days=40)
    was = row.deadline
    said = amend(listed, {"reward_fen": 40_000_000, "cash_fen": 30_000_000})
    assert said.moved == (was, row.deadline)
    moved = f"{formats.moment(was)} 自动顺延至 {formats.moment(row.deadline)}"
    assert said.told == f"变更公告已发布，共 3 处变更。揭榜截止已由 {moved}。"
    assert [one["label"] for one in said.changes] == ["悬赏金额", "其中：付给揭榜方的现金", "揭榜截止"]
    assert row.deadline == clock.now() + dt.timedelta(days=15)
    assert row.questions_until == clock.now() + dt.timedelta(days=8)
    assert (row.content_version, row.substance_version) == (2, 2)
    told = {one.user_id: one.body for one in db.session.scalars(sa.select(Message))}
    assert told == {follower.id: "理由：据实调整", row.author_id: "理由：据实调整"}
    assert stranger.id not in told


def test_early_in_the_time_substance_does_not_move_the_deadline(listed):
    _officer, row = listed
    deadline = row.deadline
    amend(listed, {"indicators": [values(row.indicators[0], threshold="40"), values(row.indicators[1])]})
    assert (row.deadline, row.substance_version) == (deadline, 2)


def values(indicator, **facts):
    """An indicator as the form gives it."""
    from challenge.posting.content import INDICATOR

    return {"id": indicator.id} | {name: getattr(indicator, name) for name in INDICATOR} | facts


def only(row, **values):
    """Rules of the list's programme other than usual."""
    pack = rulepack.load()
    changed = {name: pack["rules"][name] | {"value": value} for name, value in values.items()}
    with transaction():
        row.programme.rules = pack | {"rules": pack["rules"] | changed}


def test_a_later_deadline_is_no_substance_and_an_earlier_one_is_refused(listed):
    _officer, row = listed
    amend(listed, {"deadline": row.deadline + dt.timedelta(days=3)})
    assert (row.content_version, row.substance_version) == (2, 1)
    deadline = row.deadline
    sentence = "揭榜截止只能推迟，不能提前（规则包 2026-1 第八条）：最早可填 {}。"
    for typed in (deadline - dt.timedelta(days=10), clock.now() - dt.timedelta(days=2000)):
        for change in ({}, {"cycle_months": 12}):
            for attempt in (amend, preview):
                with pytest.raises(deadlines.DeadlineRefused) as refused:
                    attempt(listed, change | {"deadline": typed})
                assert str(refused.value) == sentence.format(formats.moment(deadline))
    db.session.expire_all()
    assert (row.content_version, row.deadline, row.cycle_months) == (2, deadline, 18)


def test_where_the_rules_allow_it_an_earlier_deadline_is_substance(listed):
    _officer, row = listed
    only(row, deadline_only_later=False)
    amend(listed, {"deadline": row.deadline - dt.timedelta(days=10)})
    assert (row.content_version, row.substance_version) == (2, 2)
    earliest = clock.whole_minute(row.published_at + dt.timedelta(days=20))
    with pytest.raises(deadlines.DeadlineRefused) as refused:
        amend(listed, {"deadline": clock.now() + dt.timedelta(days=18)})
    told = f"揭榜期不得少于 20 天（规则包 2026-1 第一条）：最早可填 {formats.moment(earliest)}。"
    assert str(refused.value) == told


def test_a_typed_deadline_leaves_the_time_that_substance_asks_for(listed, now):
    _officer, row = listed
    now.forward(days=40, seconds=7)
    typed = row.deadline + dt.timedelta(days=4)
    earliest = clock.whole_minute(clock.now() + dt.timedelta(days=15))
    with pytest.raises(deadlines.DeadlineRefused) as refused:
        amend(listed, {"cycle_months": 12, "deadline": typed})
    by_itself = formats.moment(preview(listed, {"cycle_months": 12}).deadline)
    assert str(refused.value) == (
        "实质性变更后，距揭榜截止不得少于 15 天（规则包 2026-1 第八条）："
        f"最早可填 {formats.moment(earliest)}；不改此项，则自动顺延至 {by_itself}。"
    )
    assert amend(listed, {"cycle_months": 12, "deadline": earliest}).moved is None
    assert (row.deadline, row.cycle_months) == (earliest, 12)


def test_a_deadline_typed_as_the_page_shows_it_is_no_change(listed, now):
    _officer, row = listed
    with transaction():
        row.deadline = row.deadline.replace(second=41)
    shown = row.deadline.replace(second=0)
    assert [one["label"] for one in amend(listed, {"title": "新", "deadline": shown}).changes] == ["题目"]
    assert row.deadline == shown.replace(second=41)
    now.forward(days=40)
    amend(listed, {"cycle_months": 12, "deadline": shown})
    assert (row.deadline.second, row.deadline - clock.now() >= dt.timedelta(days=15)) == (0, True)


def preview(listed, changes):
    """The announcement as it would be now."""
    with transaction():
        return amending.preview(listed[1], changes)


def test_what_is_refused(listed, now):
    _officer, row = listed
    with pytest.raises(amending.NothingChanged):
        amend(listed, {"title": row.title})
    with pytest.raises(workflow.Refused) as refused:
        amend(listed, {"payment_plan": [{"when": "验收后", "percent": 50}]})
    assert refused.value.refusal.status == 422
    with pytest.raises(VersionConflict):
        amend(listed, {"title": "新"}, version=row.version - 1)
    stranger = world.user("officer")
    with pytest.raises(workflow.Refused) as refused:
        amend((stranger, row), {"title": "新"})
    assert refused.value.refusal.status == 403
    now.forward(days=45)
    with pytest.raises(Conflict) as late:
        amend(listed, {"title": "新", "deadline": clock.now() + dt.timedelta(days=30)})
    assert str(late.value) == "揭榜已截止，不能再变更榜单。"
    assert row.content_version == 1


def test_a_preview_changes_nothing(listed, now):
    _officer, row = listed
    now.forward(days=40)
    version, deadline = row.version, row.deadline
    with transaction():
        said = amending.preview(row, {"reward_fen": 1, "deadline": deadline})
    assert ([one["label"] for one in said.changes], said.is_substance) == (["悬赏金额", "揭榜截止"], True)
    assert said.moved == (deadline, said.deadline)
    db.session.rollback()
    assert (row.version, row.deadline, row.reward_fen) == (version, deadline, 30_000_000)
    with transaction():
        assert amending.preview(row, {"title": row.title}) == ([], False, deadline, None)


def test_a_moved_deadline_keeps_its_hour(listed, now):
    _officer, row = listed
    hour = clock.beijing(row.deadline).time()
    now.forward(days=40, hours=3)
    amend(listed, {"cycle_months": 12})
    assert clock.beijing(row.deadline).time() == hour
    left = row.deadline - clock.now()
    assert dt.timedelta(days=15) <= left < dt.timedelta(days=16)
