"""Each question of notice with its yes, its no and its sentence."""

import datetime as dt

import pytest

from challenge.notice import rules
from challenge.notice.models import Notice
from challenge.states import B, C, N
from core import clock
from core.database import db, transaction
from tests import world


def _notice(challenge, bid, state, published=True):
    row = Notice(
        code=f"GS{challenge.id}{state.value}"[:24],
        challenge=challenge,
        bid=bid,
        state=state,
        title="公示",
        facts={},
        workdays=7,
        published_at=clock.now() if published else None,
        ends_at=clock.now() + dt.timedelta(days=9) if published else None,
    )
    with transaction():
        db.session.add(row)
    return row


@pytest.fixture
def bid(app):
    """A winning bid on a list in its notice."""
    return world.bid(world.challenge(C.NOTICED), B.WON)


def test_without_a_notice(bid):
    challenge = bid.challenge
    assert rules.current_notice(challenge) is None
    assert rules.drafted_notice(challenge) is None
    assert rules.notice_drafted(challenge) == "请先生成公示文本并核对。"
    assert rules.notice_period_over(challenge) == "公示尚未发布。"
    assert rules.results_visible(bid) is False
    assert rules.reads_feedback(bid.leader, bid) is False


def test_a_draft_is_for_nobody_but_the_officer(bid):
    row = _notice(bid.challenge, bid, N.DRAFT, published=False)
    assert rules.drafted_notice(bid.challenge) is row
    assert rules.notice_drafted(bid.challenge) is None
    assert rules.is_published_notice(bid.leader, row) is False
    assert rules.is_running(row) is False
    assert rules.results_visible(bid) is False


def test_a_running_notice(bid, now):
    row = _notice(bid.challenge, bid, N.PUBLISHED)
    assert rules.current_notice(bid.challenge) is row
    assert rules.is_published_notice(None, row) is True
    assert rules.is_running(row) is True
    assert rules.notice_period_over(bid.challenge) == "公示期未满，期满后才能公布结果。"
    assert (rules.reads_feedback(bid.leader, bid), rules.reads_feedback(world.user("officer"), bid)) == (
        True,
        False,
    )
    with transaction():
        row.calendar_known = False
    assert rules.notice_period_over(bid.challenge).startswith("公示期跨入尚未公布节假日安排的年度")
    with transaction():
        row.calendar_known = True
    now.instant = row.ends_at
    assert rules.notice_period_over(bid.challenge) is None
    assert rules.is_running(row) is False


def test_a_revoked_notice_stays_readable_but_a_revoked_draft_does_not(bid):
    published = _notice(bid.challenge, bid, N.REVOKED)
    assert rules.is_published_notice(None, published) is True
    with transaction():
        published.published_at = published.ends_at = None
    assert rules.is_published_notice(None, published) is False


@pytest.mark.parametrize(
    ("state", "shown"), [(C.ANNOUNCED, True), (C.LAPSED, True), (C.CANCELLED, True), (C.REVIEWING, False)]
)
def test_results_are_public_when_a_public_list_has_ended(app, state, shown):
    assert rules.has_public_result(None, world.challenge(state)) is shown
    assert rules.has_public_result(None, world.challenge(state, published_at=None)) is False
