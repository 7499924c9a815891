"""The front page: what is open, what runs, and sums that recompute."""

import datetime as dt

from challenge.states import C
from core.database import db
from tests import world


def test_sums_count_open_lists_only(app, client, now):
    world.challenge(C.OPEN, title="仍在揭榜", reward_fen=12_345_600)
    world.challenge(C.DRAFT, title="草稿不外露", reward_fen=99_900)
    late = world.challenge(C.OPEN, title="已经截止", reward_fen=77_700)
    late.deadline = now.instant
    db.session.commit()
    answer = client.get("/")
    assert answer.status_code == 200
    text = client.text()
    assert "仍在揭榜" in text
    assert "草稿不外露" not in text
    assert "已经截止" not in text
    assert "123,456.00 万元" not in text
    assert "12.35 万元" in text or "12.3456 万元" in text


def test_notices_whose_period_is_over_are_not_called_running(app, now):
    from reports.desk.home import running_notices
    from tests.challenge.notice.test_views import _notice

    over, running = _notice(81), _notice(82)
    now.forward(days=2)
    over.ends_at = now.instant
    running.ends_at = now.instant + dt.timedelta(seconds=1)
    db.session.commit()
    assert [one.code for one in running_notices()] == [running.code]


def test_a_notice_counts_in_working_days_as_in_the_list_of_notices(app, client):
    from challenge.notice.queries import remaining
    from tests.challenge.notice.test_views import _notice

    row = _notice(83)
    (words,) = remaining([row]).values()
    assert words.endswith("个工作日")
    for path in ("/", "/notices"):
        client.get(path)
        assert words in client.text()
    row.challenge.state = C.SUSPENDED
    db.session.commit()
    client.get("/")
    assert row.title not in client.text()
