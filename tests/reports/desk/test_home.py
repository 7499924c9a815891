"""The front page: what is open, what runs, and sums that recompute."""

from challenge.states import C
from tests import world


def test_sums_count_open_lists_only(app, client, now):
    world.challenge(C.OPEN, title="仍在揭榜", reward_fen=12_345_600)
    world.challenge(C.DRAFT, title="草稿不外露", reward_fen=99_900)
    late = world.challenge(C.OPEN, title="已经截止", reward_fen=77_700)
    late.deadline = now.instant
    from core.database import db

    db.session.commit()
    answer = client.get("/")
    assert answer.status_code == 200
    text = client.text()
    assert "仍在揭榜" in text
    assert "草稿不外露" not in text
    assert "已经截止" not in text
    assert "123,456.00 万元" not in text
    assert "12.35 万元" in text or "12.3456 万元" in text
