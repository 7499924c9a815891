"""Precedents: summaries without names, searchable, open as the rule pack has it; those that look like a case."""

import copy

import pytest

from challenge import rulepack
from challenge.delivery.tolerance import actions, anonymity, precedents
from challenge.delivery.tolerance.models import Precedent
from challenge.delivery.tolerance.states import Cause, Occasion
from core import clock
from core.database import db, transaction
from core.workflow import Refused
from talent import recommend
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.tolerance import scene

TITLE, SUMMARY, GROUNDS = "液流电池流道改型", "三次改型仍未达到能量密度，记录连续。", "尽责。"


def granted(now, **facts):
    """(officer, project, decided case)."""
    leader, project, case = scene.deciding(now, **facts)
    with transaction():
        actions.decide(leader, case, "grant", "记录完整。")
    return project.challenge.handler, project, case


def published(now, title=TITLE, **facts):
    """(officer, precedent)."""
    officer, _project, case = granted(now, **facts)
    with transaction():
        return officer, actions.publish(officer, case, title, SUMMARY, GROUNDS)


def another(of, number, **facts):
    """A precedent beside, without the way to it."""
    row = {
        name: getattr(of, name)
        for name in ("industry", "cause", "occasion", "is_granted", "title", "summary", "grounds")
    }
    kept = {"published_at": clock.now(), "published_by_id": of.published_by_id}
    with transaction():
        case = copy_of(of.tolerance, number)
        db.session.add(Precedent(code=f"AL{number}", tolerance_id=case.id, **(row | kept | facts)))


def copy_of(case, number):
    """A decided case of the same project."""
    from challenge.delivery.tolerance.models import Tolerance

    names = (
        "project_id",
        "occasion",
        "cause",
        "state",
        "requested_by_id",
        "requested_at",
        "request",
        "digest",
    )
    row = Tolerance(code=f"RC{number}", **{name: getattr(case, name) for name in names})
    db.session.add(row)
    db.session.flush()
    return row


def test_a_summary_is_written_once_by_the_officer_in_charge(app, now):
    officer, project, case = granted(now)
    for person in (project.leader, world.user("officer"), world.user("leader")):
        with pytest.raises(Refused, match="由经办人在决定后撰写"), transaction():
            actions.publish(person, case, TITLE, SUMMARY, GROUNDS)
    with transaction():
        row = actions.publish(officer, case, TITLE, SUMMARY, GROUNDS)
    assert (row.industry, row.cause, row.occasion, row.is_granted) == (
        "储能",
        Cause.ROUTE,
        Occasion.MILESTONE,
        True,
    )
    with pytest.raises(Refused, match="只写一次"), transaction():
        actions.publish(officer, case, TITLE, SUMMARY, GROUNDS)


def test_an_undecided_case_is_no_precedent(app, now):
    officer, _project, case = scene.begun(now)
    with pytest.raises(Refused), transaction():
        actions.publish(officer, case, TITLE, SUMMARY, GROUNDS)


def test_names_are_found_however_they_are_written(app, now):
    _officer, project, case = granted(now)
    with transaction():
        project.organisation.name = "朔方储能科技有限公司"
    for text, found in (
        ("朔 方 储能科技的流道", ["朔方储能科技"]),
        (f"项目 {project.code.lower()} 改型", [project.code]),
        (f"{project.leader.display_name}三次改型", [project.leader.display_name]),
        ("协作研究院测试", ["协作研究院"]),
        ("某单位三次改型", []),
    ):
        assert anonymity.names_in(case, TITLE[:2], text) == found, text


def test_the_form_refuses_names_and_keeps_what_was_typed(client_of, now):
    officer, project, case = granted(now)
    path, desk = f"/desk/projects/{project.code}/tolerances/{case.code}/precedent", client_of(officer)
    assert desk.get(path).status_code == 200
    typed = {
        "title": TITLE,
        "summary": f"{project.organisation.name}三次改型。",
        "grounds": GROUNDS,
        "checked": "y",
    }
    refused = desk.post(path, data=typed)
    page = refused.get_data(as_text=True)
    assert (refused.status_code, f"请删去：{project.organisation.name}" in page, GROUNDS in page) == (
        422,
        True,
        True,
    )
    assert desk.post(path, data=typed | {"summary": SUMMARY, "checked": ""}).status_code == 422
    sent = desk.post(path, data=typed | {"summary": SUMMARY})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/precedents/AL2026-0001")
    assert desk.get(path).status_code == 404
    assert client_of(world.user("officer")).get(path).status_code == 404


def test_everybody_searches_and_filters(client, now, queries):
    _officer, row = published(now)
    another(
        row,
        2,
        title="黄芪提取",
        industry="现代农业",
        cause=Cause.MARKET,
        is_granted=False,
        summary="市场变化。",
    )
    for asked, found in (
        ("q=液流", {TITLE}),
        ("industry=现代农业", {"黄芪提取"}),
        ("cause=market", {"黄芪提取"}),
        ("occasion=milestone", {TITLE, "黄芪提取"}),
        ("outcome=granted", {TITLE}),
        ("outcome=refused", {"黄芪提取"}),
        ("cause=market&outcome=granted", set()),
        ("sort=code", {TITLE, "黄芪提取"}),
    ):
        page = client.get(f"/precedents?{asked}").get_data(as_text=True)
        assert {one for one in (TITLE, "黄芪提取") if one in page} == found, asked
    assert client.get("/precedents?export=xlsx").get_data()[:2] == b"PK"
    page = client.get(f"/precedents/{row.code}").get_data(as_text=True)
    assert (SUMMARY in page, row.tolerance.code in page, row.tolerance.project.code in page) == (
        True,
        False,
        False,
    )
    assert client.get("/precedents/AL9").status_code == 404
    counts = []
    for more in (1, 25):
        for number in range(more):
            another(row, 100 * more + number)
        with queries() as seen:
            assert client.get("/precedents").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_empty_list_says_so(client):
    assert "还没有容错案例" in client.get("/precedents").get_data(as_text=True)
    assert "没有符合条件的案例" in client.get("/precedents?q=无").get_data(as_text=True)


def test_the_rule_pack_may_keep_them_for_those_who_have_signed_in(client, client_of, now, monkeypatch):
    _officer, row = published(now)
    pack = copy.deepcopy(rulepack.load())
    pack["rules"]["precedents_open"]["value"] = "登录可见"
    monkeypatch.setattr(rulepack, "load", lambda version=rulepack.CURRENT: pack)
    for path in ("/precedents", f"/precedents/{row.code}"):
        answer = client.get(path)
        assert (answer.status_code, "/auth/sign-in" in answer.headers["Location"]) == (302, True)
        assert client_of(world.user("researcher")).get(path).status_code == 200


def test_similar_ones_are_of_its_matter_field_or_cause(app, now):
    _officer, row = published(now)
    _other, project = projects.signed()
    another(row, 2, title="同一领域", cause=Cause.FORCE)
    another(row, 3, title="同一原因", industry="现代农业", summary="黄芪。", grounds="黄芪。")
    another(row, 4, title="无关", industry="现代农业", cause=Cause.MARKET, summary="黄芪。", grounds="黄芪。")
    assert [one.title for one in precedents.similar(project, Cause.ROUTE)] == [TITLE, "同一领域", "同一原因"]
    recommend.index.of_app(app).phase = "ready"  # likeness of texts needs no index of people
    another(row, 5, title="双极板流道与电极压缩率", industry="现代农业", summary=project.challenge.difficulty)
    assert precedents.similar(project)[0].title == "双极板流道与电极压缩率"
    assert precedents.similar(row.tolerance.project) == []  # nobody's own case is its precedent
