"""Pages of visits: record, confirm, dispute, correct with files, a demand by one click."""

import io

import pytest
import sqlalchemy as sa

from challenge.envoys.states import V
from challenge.envoys.visits.models import Visit
from challenge.posting.models import Challenge
from core.database import db
from reports.desk.duties import duties
from tests import bids, world
from tests.challenge.envoys import scene

FORM = {
    "visited_on": "2026-09-16",
    "manner": "on_site",
    "place": "一号车间",
    "people_met": "王工（设备部）",
    "problems": "电堆漏电流超过 5 %\n缺少在线检测手段",
    "advice": "先测单片漏电流。",
    "next_step": "两周后复测。",
}


def page_of(made, number=None):
    home = f"/desk/envoys/missions/{made.mission.code}/visits"
    return f"{home}/{number}" if number else f"{home}/new"


def pdf(text="x"):
    return io.BytesIO(bids.PDF.replace(b"%%EOF", f"% {text}\n%%EOF".encode())), f"{text}.pdf"


def test_record_confirm_and_a_demand_by_one_click(app, client_of):
    made = scene.accepted()
    me, firm = client_of(made.envoy.user), client_of(made.client)
    assert me.get(page_of(made)).status_code == 200
    sent = FORM | {"files": [pdf("检测数据")]}
    assert me.post(page_of(made), data=sent, content_type="multipart/form-data").status_code == 302
    visit = db.session.scalars(sa.select(Visit)).one()
    assert [one.text for one in visit.problems] == FORM["problems"].splitlines()
    assert [one.what for one in duties(made.client)].count("确认服务记录") == 1
    firm.get(page_of(made, 1))
    assert "确认属实" in firm.text()
    (file,) = [one.get("href") for one in firm.all("a") if "/files/" in (one.get("href") or "")]
    assert firm.get(file).mimetype == "application/pdf"
    assert client_of(world.user("enterprise")).get(file).status_code == 404
    assert firm.post(f"{page_of(made, 1)}/confirmation").status_code == 302
    answer = firm.post(f"{page_of(made, 1)}/problems/0/demand")
    demand = db.session.scalars(sa.select(Challenge)).one()
    assert answer.headers["Location"].endswith(f"/desk/challenges/{demand.code}/edit/1")
    assert firm.get(answer.headers["Location"]).status_code == 200
    again = me.post(f"{page_of(made, 1)}/problems/0/demand")
    assert again.headers["Location"].endswith(page_of(made, 1))
    me.get(page_of(made, 1))
    assert demand.code in me.text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"visited_on": "2026-09-17"}, "服务日期不能晚于今天"),
        ({"visited_on": "昨天"}, "请填写服务日期"),
        ({"visited_on": "2026-09-01"}, "服务日期不能早于任务开始日期"),
        ({"manner": "telepathy"}, "请从列表中选择"),
        ({"people_met": ""}, "请填写会见的企业人员"),
        ({"advice": ""}, "请写明提出的建议"),
        ({"problems": "\n".join(f"问题{n}" for n in range(9))}, "最多填写 8 个问题"),
        ({"problems": "x" * 501}, "每个问题不超过 500 个字"),
        ({"problems": "一样\n一样"}, "有两行问题相同"),
    ],
)
def test_wrong_words_get_a_sentence_and_stay(app, client_of, changes, sentence):
    made = scene.accepted()
    me = client_of(made.envoy.user)
    assert me.post(page_of(made), data=FORM | changes).status_code == 422
    assert sentence in me.text()
    assert [one.get("value") for one in me.all("input", name="place")] == ["一号车间"]
    assert db.session.scalars(sa.select(Visit)).all() == []


def test_a_file_that_is_none_is_refused(app, client_of):
    made = scene.accepted()
    me = client_of(made.envoy.user)
    sent = FORM | {"files": [(io.BytesIO(b"MZ"), "a.exe")]}
    assert me.post(page_of(made), data=sent, content_type="multipart/form-data").status_code == 422
    assert "a.exe" in me.text()


def test_dispute_correct_and_confirm_anew(app, client_of):
    made = scene.accepted()
    me, firm = client_of(made.envoy.user), client_of(made.client)
    sent = FORM | {"files": [pdf("照片"), pdf("误传")]}
    me.post(page_of(made), data=sent, content_type="multipart/form-data")
    visit = db.session.scalars(sa.select(Visit)).one()
    assert firm.post(f"{page_of(made, 1)}/dispute", data={"reason": ""}).status_code == 422
    assert firm.post(f"{page_of(made, 1)}/dispute", data={"reason": "没有去车间。"}).status_code == 302
    assert "核对有异议的服务记录" in [one.what for one in duties(made.envoy.user)]
    assert firm.get(f"{page_of(made, 1)}/correction").status_code == 404
    me.get(f"{page_of(made, 1)}/correction")
    assert [one.text for one in me.all("textarea", name="advice")] == [FORM["advice"]]
    better = FORM | {"place": "二号车间", "kept": [str(visit.files[0].id)]}
    assert me.post(f"{page_of(made, 1)}/correction", data=better).status_code == 422
    assert me.post(f"{page_of(made, 1)}/correction", data=better | {"why": "地点有误。"}).status_code == 302
    first, second = db.session.scalars(sa.select(Visit).order_by(Visit.id))
    assert (first.state, second.state, second.place) == (V.SUPERSEDED, V.RECORDED, "二号车间")
    assert [one.name for one in second.files] == [first.files[0].name]
    firm.get(f"{page_of(made, 1)}?revision=1")
    assert "一号车间" in firm.text()
    assert firm.get(f"{page_of(made, 1)}?revision=7").status_code == 404
    assert firm.get(page_of(made, 9)).status_code == 404
    assert firm.post(f"{page_of(made, 1)}/confirmation").status_code == 302


def test_only_the_envoy_writes(app, client_of):
    made = scene.visited()
    for person in (made.client, made.officer):
        assert client_of(person).get(page_of(made)).status_code == 404
    assert client_of(made.envoy.user).post(f"{page_of(made, 1)}/confirmation").status_code == 403
    assert client_of(made.officer).post(f"{page_of(made, 1)}/problems/0/demand").status_code == 404
    assert client_of(made.client).post(f"{page_of(made, 1)}/problems/9/demand").status_code == 403


def test_all_records_as_one_list(app, client_of, queries):
    made = scene.confirmed()
    desk, me, firm = (client_of(one) for one in (made.officer, made.envoy.user, made.client))
    pages, counts = ((desk, "/desk/envoys/visits"), (me, "/desk"), (firm, "/desk")), []
    scene.visited(made)
    for number in range(2):
        for browser, path in pages:
            with queries() as seen:
                assert browser.get(path).status_code == 200
            counts.append(len(seen))
        if not number:
            for _ in range(3):
                scene.visited(made)
            scene.visited(scene.accepted(officer=made.officer, envoy=made.envoy))
    assert counts[:3] == counts[3:]
    desk.get("/desk/envoys/visits?state=confirmed")
    assert "共 1 条" in desk.text()
    assert desk.get("/desk/envoys/visits?export=xlsx").mimetype.endswith("sheet")
    stranger = client_of(world.user("enterprise"))
    stranger.get("/desk/envoys/visits")
    assert made.mission.code not in stranger.text()


def test_the_demand_names_the_visit_it_comes_from(app, client_of):
    made = scene.visited()
    firm = client_of(made.client)
    firm.post(f"{page_of(made, 1)}/problems/0/demand")
    demand = db.session.scalars(sa.select(Challenge)).one()
    firm.get(f"/desk/challenges/{demand.code}")
    assert page_of(made, 1) in {one.get("href") for one in firm.all("a")}
