"""Readings of a public list: visitors and teams are counted, the bureau and machines are not, and nobody is named."""

import datetime as dt

import sqlalchemy as sa

from challenge.lapsed.queries import attention
from challenge.posting.reading import actions
from challenge.posting.reading.models import Reading
from challenge.states import C
from core import clock
from core.database import db, transaction
from tests import world


def rows():
    return [(one.challenge_id, one.day, one.times) for one in db.session.scalars(sa.select(Reading))]


def test_readings_are_kept_in_memory_and_written_once_a_minute(app, client, client_of, now):
    challenge = world.challenge(C.OPEN)
    page = f"/challenges/{challenge.code}"
    team, staff = client_of(world.user("researcher")), client_of(world.user("officer"))
    assert [browser.get(page).status_code for browser in (client, client, team, staff)] == [200] * 4
    assert client.get(page, headers={"User-Agent": "Somebot/1.0"}).status_code == 200
    assert client.head(page).status_code == 200
    assert client.get("/challenges/JB0000-0000").status_code == 404
    assert rows() == []
    now.forward(minutes=1)
    client.get(page)
    assert rows() == [(challenge.id, clock.today(), 4)]
    client.get(page)
    now.forward(days=1)
    client.get(page)
    assert sorted(rows()) == [
        (challenge.id, clock.today() - dt.timedelta(days=1), 4),
        (challenge.id, clock.today(), 2),
    ]


def test_numbers_of_a_day_add_up_and_count_from_the_last_publication(app, now):
    challenge = world.challenge(C.LAPSED)
    for counts in ({challenge.code: 3, "JB0000-0000": 9}, {challenge.code: 4}):
        with transaction():
            actions.add(counts)
    assert [times for _, _, times in rows()] == [7]
    assert attention(challenge).readings == 7
    with transaction():
        challenge.published_at = clock.now() + dt.timedelta(days=1)
    assert attention(challenge).readings == 0
