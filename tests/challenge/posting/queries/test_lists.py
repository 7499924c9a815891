"""Lists: twins of the permission map, search with one and two characters, filters, derived states."""

import datetime as dt

import pytest
import sqlalchemy as sa

import challenge.permissions as may
from accounts.models import FormerName
from challenge.posting.actions.publishing import make_findable
from challenge.posting.models import Challenge
from challenge.posting.queries import lists, past_deadline, public_challenges, visible_challenges
from challenge.states import C
from core import clock, gates
from core.database import db, transaction
from tests import world


def ids(statement):
    """Ids a SELECT finds."""
    return {row.id for row in db.session.scalars(statement).unique()}


def test_twins_agree_with_the_map(app, client):
    from flask_login import AnonymousUserMixin

    author = world.user("enterprise")
    rows = [world.challenge(one, author=author) for one in C]
    rows += [world.challenge(one, county="应县") for one in C]
    rows += [world.challenge(C.DRAFT, author=author, published_at=rows[0].created_at)]
    people = [AnonymousUserMixin(), author, world.user(organisation_id=author.organisation_id)]
    people += [
        world.user(role, county="应县") for role in ("researcher", "officer", "leader", "county", "admin")
    ]
    for user in people:
        public = {one.id for one in rows if gates.may(user, one, may.READ_PUBLIC_LIST)}
        own = {one.id for one in rows if gates.may(user, one, may.READ_CHALLENGE)}
        assert ids(public_challenges()) == public
        assert ids(visible_challenges(user)) == public | own
        assert ids(lists.desk_challenges(user)) == own


def test_past_deadline(app, now):
    listed, draft = world.challenge(C.OPEN), world.challenge()
    assert ids(sa.select(Challenge).where(past_deadline())) == set()
    now.forward(days=45)
    assert ids(sa.select(Challenge).where(past_deadline())) == {listed.id}
    assert (listed.is_past_deadline, draft.is_past_deadline) == (True, False)
    stopped = world.challenge(
        C.SUSPENDED, suspended_at=now(), deadline=now() + dt.timedelta(hours=1), suspended_from=C.OPEN
    )
    now.forward(hours=2)
    assert ids(sa.select(Challenge).where(past_deadline())) == {listed.id}
    assert stopped.is_past_deadline is False
    assert (listed.shown_state.label, draft.shown_state) == ("已截止", C.DRAFT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=储", {"电堆", "储电"}),
        ("q=瓷", {"陶瓷"}),
        ("q=电堆", {"电堆"}),
        ("q=堆电", set()),
        ("q=250 kw", {"电堆"}),
        ("q=？！", {"电堆", "储电", "陶瓷"}),
        ("industry=高端陶瓷", {"陶瓷"}),
        ("industry=没有", {"电堆", "储电", "陶瓷"}),
        ("county=应县", {"陶瓷"}),
        ("mode=government", {"电堆", "储电", "陶瓷"}),
        ("mode=race", set()),
        ("state=open", {"电堆", "陶瓷"}),
        ("state=closed", set()),
        ("state=noticed", {"储电"}),
        ("reward_min=50", {"陶瓷"}),
        ("reward_min=三十", {"电堆", "储电", "陶瓷"}),
        ("q=储&state=open", {"电堆"}),
    ],
)
def test_the_public_board_is_searched_and_filtered(app, client, query, found):
    rows = [
        world.challenge(C.OPEN, title="电堆"),
        world.challenge(C.NOTICED, title="储电", difficulty="储电难", scene="", background="", content=""),
        world.challenge(
            C.OPEN, title="陶瓷", industry="高端陶瓷", county="应县", reward_fen=60_000_000,
            difficulty="", scene="", background="", content="", keywords=[],
        ),
        world.challenge(C.POOLED, title="电堆未发布"),
    ]  # fmt: skip
    with transaction():
        rows[1].keywords = []
        for row in rows:
            make_findable(row)
    client.get(f"/challenges?{query}")
    assert {"".join(node.itertext()) for node in client.all("h2", class_="board-title")} == found


def test_state_filter_follows_the_clock(app, client, now):
    world.challenge(C.OPEN, title="甲")
    now.forward(days=46)
    world.challenge(C.OPEN, title="乙")
    titles = {}
    for state in ("open", "closed"):
        client.get(f"/challenges?state={state}")
        titles[state] = ["".join(node.itertext()) for node in client.all("h2", class_="board-title")]
    assert titles == {"open": ["乙"], "closed": ["甲"]}


def test_sorting(app, client, now):
    for title, reward in (("甲", 2), ("乙", 3), ("丙", 1)):
        world.challenge(C.OPEN, title=title, reward_fen=reward, cash_fen=0, public_funds_fen=0)
        now.forward(days=1)
    orders = {}
    for sort in ("", "-published", "deadline", "reward", "-reward", "nonsense"):
        client.get(f"/challenges?sort={sort}")
        orders[sort] = "".join("".join(node.itertext()) for node in client.all("h2", class_="board-title"))
    assert orders == {
        "": "丙乙甲", "-published": "丙乙甲", "deadline": "甲乙丙", "reward": "丙甲乙", "-reward": "乙甲丙",
        "nonsense": "丙乙甲",
    }  # fmt: skip


def test_closed_difficulty_is_not_summed_up(app):
    assert lists.summary(world.challenge(C.OPEN, difficulty="短\n句")) == "短 句"
    assert lists.summary(world.challenge(C.OPEN, difficulty="长" * 100)) == "长" * 95 + "…"
    hidden = world.challenge(C.OPEN, secrecy={"difficulty": "registered"})
    assert lists.summary(hidden) == "技术难点按公开范围显示，请进入榜单查看。"


def test_a_list_is_found_under_the_former_name_of_its_poster(app, client, client_of):
    author = world.user("enterprise")
    row = world.challenge(C.OPEN, title="陶瓷", author=author)
    with transaction():
        row.organisation.former_names = [FormerName(name="雁门蓄电池厂", until=clock.now())]
        make_findable(row)
    client.get("/challenges?q=雁门蓄电池厂")
    assert [one.text for one in client.all("a") if row.title in (one.text or "")] == ["陶瓷"]
    desk = client_of(author)
    desk.get("/desk/challenges?q=雁门蓄电池厂")
    assert row.code in desk.text()
