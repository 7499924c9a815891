"""/feed.atom: valid Atom with one entry for everything published, and nothing of a bid before its deadline."""

import datetime as dt
import re
import uuid
from xml.etree import ElementTree as ET

import pytest

from challenge.posting.actions import amending
from challenge.states import C
from core import audit, log_tree, workflow
from core.audit import Subject
from core.database import db, transaction
from reports.feed import atom, entries
from tests import bids, world
from tests.challenge.notice.objections import scene

A = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ONCE = {"id", "title", "updated", "subtitle", "author", "published", "content", "summary", "rights"}
REQUIRED = {"id", "title", "updated"}
KNOWN = {
    "feed": ONCE - {"published", "content", "summary"} | {"link", "entry", "category"},
    "entry": ONCE - {"subtitle"} | {"link", "category"},
}


def strictly(data):
    """The feed, after every rule of RFC 4287 that applies to it; fails on the first that is broken."""
    feed = ET.fromstring(data)  # noqa: S314  our own answer
    assert feed.tag == f"{A}feed"
    for node in (feed, *feed.findall(f"{A}entry")):
        tags = [child.tag.removeprefix(A) for child in node]
        assert set(tags) <= KNOWN[node.tag.removeprefix(A)]
        assert {tag for tag in tags if tag in ONCE and tags.count(tag) > 1} == set()
        assert set(tags) >= REQUIRED
        uuid.UUID(node.findtext(f"{A}id").removeprefix("urn:uuid:"))
        for tag in ("updated", "published"):
            assert tag not in tags or INSTANT.fullmatch(node.findtext(A + tag)), tag
        assert all(
            link.get("href").startswith("http://") and link.get("rel") for link in node.findall(f"{A}link")
        )
        assert all(one.get("term") for one in node.findall(f"{A}category"))
        alternates = [link for link in node.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert feed.findtext(f"{A}author/{A}name")
    assert [link.get("type") for link in feed.findall(f"{A}link") if link.get("rel") == "self"] == [atom.MIME]
    ids = [one.findtext(f"{A}id") for one in feed.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    stamps = [one.findtext(f"{A}updated") for one in feed.findall(f"{A}entry")]
    assert stamps == sorted(stamps, reverse=True)
    assert feed.findtext(f"{A}updated") == (stamps[0] if stamps else feed.findtext(f"{A}updated"))
    return feed


def told(client):
    """{title: text} of the entries, newest first."""
    feed = strictly(client.get("/feed.atom").data)
    return {one.findtext(f"{A}title"): one.findtext(f"{A}content") for one in feed.findall(f"{A}entry")}


def signed():
    with transaction():
        audit.record(None, "thing.change", Subject("thing", 1))
        return log_tree.sign_head()


@pytest.fixture
def challenge(app):
    return world.challenge(C.OPEN, title="甲榜 <&> \x0b", handler_id=world.user("officer").id)


def test_an_empty_feed_is_valid(client):
    assert told(client) == {}


def test_what_is_published_stands_there(client, challenge, now):
    now.forward(hours=1)
    with transaction():
        amending.amend(
            challenge.handler, db.session.merge(challenge), {"content": "改后的内容。"}, "补充说明"
        )
    now.forward(hours=1)
    head = signed()
    lapsed = world.challenge(C.LAPSED, title="乙榜", reason="没有有效方案")
    world.challenge(C.POOLED, title="丙榜")
    found = told(client)
    name = "甲榜 <&> \ufffd"
    assert {"公布日志摘要", f"变更公告：{name}", f"榜单：{name}", "流榜：乙榜", "榜单：乙榜"} <= set(found)
    assert not any("丙榜" in title for title in found)
    assert "补充说明" in found[f"变更公告：{name}"]
    assert "改后的内容" not in found[f"变更公告：{name}"]
    assert (head.root in found["公布日志摘要"], head.signature in found["公布日志摘要"]) == (True, True)
    assert found["流榜：乙榜"] == "没有有效方案。"
    assert lapsed.organisation.name in found["榜单：乙榜"]


def test_digests_come_with_the_deadline_and_not_a_second_before(client, challenge, now):
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline - dt.timedelta(seconds=1)
    assert not any("截止" in title for title in told(client))
    now.instant = challenge.deadline
    text = next(text for title, text in told(client).items() if title.startswith("揭榜截止"))
    assert text.splitlines()[1:] == [bid.digest]
    for secret in (bid.code, bid.organisation.name, bid.leader.display_name):
        assert secret not in text


def without_heads(data):
    """The feed without its log heads, which grow with everything that is logged, and its stamp."""
    feed = ET.fromstring(data)  # noqa: S314  our own answer
    for one in feed.findall(f"{A}entry"):
        if one.find(f"{A}category").get("term") == "head":
            feed.remove(one)
    feed.remove(feed.find(f"{A}updated"))
    return ET.tostring(feed)


def test_before_the_deadline_no_bid_changes_the_feed(client, challenge, queries):
    signed()
    none = without_heads(client.get("/feed.atom").data)
    for number in range(1, 4):
        bids.sealed(challenge)
        signed()
        with queries() as seen:
            assert without_heads(client.get("/feed.atom").data) == none, number
        assert not any(re.search(r"\b(bid|receipt|sealed_file)\b", one) for one in seen)


def test_names_stay_and_stamps_follow_the_change(client, challenge, now):
    def entry():
        feed = strictly(client.get("/feed.atom").data)
        found = [one for one in feed.findall(f"{A}entry") if "甲榜" in one.findtext(f"{A}title")]
        return (
            found[-1].findtext(f"{A}id"),
            found[-1].findtext(f"{A}updated"),
            found[-1].findtext(f"{A}content"),
        )

    before = entry()
    now.forward(hours=2)
    assert entry() == before
    with transaction():
        workflow.apply(world.user("leader"), db.session.merge(challenge), "suspend", reason="核实情况")
    after = entry()
    assert after[0] == before[0]
    assert after[1] > before[1]
    assert "恢复后另行公布" in after[2]


def test_an_unchanged_feed_is_not_sent_again(client, challenge):
    first = client.get("/feed.atom")
    assert (first.status_code, first.mimetype) == (200, atom.MIME)
    for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = client.get("/feed.atom", headers={name: first.headers[header]})
        assert (again.status_code, again.data) == (304, b"")
    signed()
    assert client.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_bounded_however_much_there_is(client, queries):
    world.challenge(C.OPEN)
    told(client)
    with queries() as one:
        client.get("/feed.atom")
    for number in range(40):
        world.challenge(C.OPEN, title=f"榜{number}")
    with queries() as forty:
        feed = strictly(client.get("/feed.atom").data)
    assert len(feed.findall(f"{A}entry")) == entries.OF_A_KIND
    assert len(one) == len(forty)


def test_every_page_names_the_feed(client):
    client.get("/log")
    assert [node.get("href") for node in client.all("link", type=atom.MIME)] == ["/feed.atom"]
    assert [node.text for node in client.all("a", href="/feed.atom")] == ["订阅"]


def test_a_notice_and_its_end(client, now):
    _officer, challenge, notice = scene.noticed()
    assert told(client)[notice.title] == f"拟揭榜单位：{notice.facts['winner']}。公示 7 个工作日。"
    now.forward(days=1)
    with transaction():
        row = db.session.merge(challenge)
        workflow.apply(world.user("leader"), row, "reopen_review", reason="异议成立")
    assert "公示已撤销" in told(client)[notice.title]
