"""The pages of objections, and that who objects stands nowhere but where the handler asks for it."""

import io
import logging
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from accounts.models import Message
from challenge.notice.objections import rules
from challenge.notice.objections.actions import writing
from challenge.notice.objections.models import Objection
from challenge.states import O
from core import audit, outbox
from core.database import db, transaction
from core.looks import Look
from core.outbox import Job
from tests import world
from tests.bids import PDF
from tests.challenge.notice.objections import scene
from tests.challenge.notice.objections.scene import MAIL, NAME, PHONE, SECRETS


def test_from_the_notice_page_to_the_published_outcome(hall, client, now):
    code = hall.notice.code
    client.get(f"/notices/{code}")
    assert "在线提出异议" in client.text()
    assert client.get(f"/desk/objections/new/{code}").location.startswith("/auth/sign-in")
    browser = hall.browser
    browser.get(f"/desk/objections/new/{code}")
    assert "开始填写" in browser.text()
    edit = browser.post(f"/desk/objections/new/{code}").location
    assert browser.get(f"/desk/objections/new/{code}").location == edit
    answer = browser.post(edit, data={"facts": "只写了一半", "name": NAME, "phone": PHONE, "go": "save"})
    assert answer.location == edit
    browser.get(edit.replace("/edit", "/submit"))
    assert "还没有填写：证据或证据线索、请求事项、异议对象、异议理由" in browser.text()
    saved = browser.post(edit.replace("/edit", "/autosave"), data=scene.WRITTEN | {"facts": "自动保存的经过"})
    assert saved.json == {"problems": []}
    sent = {"file": (io.BytesIO(PDF), "顾鸣冤的证据.pdf"), "go": "submit"}
    submit = browser.post(edit, data=scene.WRITTEN | {"facts": "自动保存的经过"} | sent).location
    browser.get(submit)
    assert "顾鸣冤的证据.pdf" in browser.text()
    assert browser.post(submit).status_code == 422
    detail = browser.post(submit, data={"pledged": "y"}).location
    assert browser.post(submit, data={"pledged": "y"}).location == detail
    browser.get(detail)
    assert "异议已提交，编号 YY20260001" in browser.text()
    assert "自动保存的经过" in browser.text()
    client.get(f"/notices/{code}")
    assert "收到的异议（1 件）" in client.text()
    assert "YY20260001" in client.text()
    _handle(hall, detail)
    client.get(f"/notices/{code}")
    assert "部分成立" in client.text()
    assert "处理措施：更正公示文本。" in client.text()
    browser.get(detail)
    assert "查看异议人身份" in browser.text()  # the person concerned reads who looked
    browser.get(detail + "/answer")
    assert "结论：异议部分成立" in browser.text()
    assert browser.post(detail + "/steps/settle").location == detail
    assert db.session.scalar(sa.select(Objection.state)) is O.FINAL


def _handle(hall, detail):
    desk = hall.client_of(hall.supervisors[0])
    desk.get("/desk")
    assert "审查异议是否受理" in desk.text()
    desk.get("/desk/objections?part=given&state=waiting&q=YY2026")
    assert "YY20260001" in desk.text()
    assert desk.get("/desk/objections?state=overdue").status_code == 200
    assert "没有符合条件的异议" in desk.text()
    desk.get(detail)
    assert "自动保存的经过" in desk.text()
    assert [one for one in SECRETS if one in desk.text()] == []
    assert "证据1.pdf" in desk.text()
    desk.post(detail + "/objector")
    assert [one for one in SECRETS if one in desk.text()] == list(SECRETS)
    assert "原名 顾鸣冤的证据.pdf" in desk.text()
    looks = db.session.execute(sa.select(Look.user_id, Look.kind).order_by(Look.id)).all()
    assert looks == [(hall.supervisors[0].id, "objection"), (hall.supervisors[0].id, "objector")]
    assert desk.get(detail + "/steps/accept").status_code == 200
    assert desk.post(detail + "/steps/accept").location == detail
    assert desk.get(detail + "/steps/answer").status_code == 422
    assert desk.post(detail + "/record", data={"text": ""}).status_code == 422
    assert desk.post(detail + "/record", data={"text": "已核查。"}).location == detail
    facts = {"outcome": "partly", "text": f"{NAME}反映的情况", "measures": ""}
    assert desk.post(detail + "/steps/answer", data=facts).status_code == 422
    assert "请勿写出异议人的姓名" in desk.text()
    assert "请写明处理措施" in desk.text()
    facts = {"outcome": "partly", "text": "部分属实。", "measures": "更正公示文本。"}
    assert desk.post(detail + "/steps/answer", data=facts).location == detail


def test_who_objects_stands_nowhere(hall, client, caplog, now):
    caplog.set_level(logging.DEBUG)
    row = scene.drafted(hall.objector, hall.notice)
    with transaction():
        writing.attach(row, "顾鸣冤的证据.pdf", PDF + NAME.encode())
        writing.submit(hall.objector, row)
    scene.make(row.handler, row, "accept")
    key, code = row.key, hall.challenge.code
    paths = [
        f"/desk/objections/{key}",
        f"/desk/objections/{key}/answer",
        f"/desk/objections/{key}/steps/assign",
    ]
    paths += ["/desk/objections", "/desk/objections?export=xlsx", "/desk", f"/desk/challenges/{code}"]
    paths += [
        f"/challenges/{code}/timeline",
        f"/notices/{hall.notice.code}",
        f"/desk/challenges/{code}/notice",
    ]
    paths += ["/desk/log", "/desk/log?export=xlsx", "/desk/accounts/mails", "/log", "/account/messages"]
    others = [
        "officer",
        "leader",
        "finance",
        "auditor",
        "security",
        "admin",
        "researcher",
        "enterprise",
        "expert",
    ]
    people = [world.user(role) for role in others] + [hall.officer, hall.supervisors[1]]
    for person in [None, *people]:
        browser = hall.client_of(person) if person else client
        for path in paths:
            answer = browser.get(path)
            found = [one for one in SECRETS if one.encode() in answer.data]
            assert found == [], (path, person and person.roles)
    own = {hall.objector.id}
    told = db.session.scalars(sa.select(Message).where(Message.user_id.not_in(own))).all()
    assert [one.subject for one in told if any(word in one.subject + one.body for word in SECRETS)] == []
    mine = db.session.scalars(sa.select(Message.subject).filter_by(user_id=hall.objector.id)).all()
    assert set(mine) == {"您办理的事项有新的进展"}
    letters = db.session.scalars(sa.select(Job).filter_by(kind="mail")).all()
    assert [one.thread for one in letters if one.owner_id == hall.objector.id] == ["private:"]
    assert [one for one in letters if one.payload["to"] != MAIL and MAIL in str(one.payload)] == []
    entries = db.session.scalars(sa.select(audit.AuditEntry)).all()
    assert {hall.objector.id} & {one.actor_id for one in entries} == set()
    assert [one.seq for one in entries if NAME in f"{one.what}{one.actor_name}{one.after}{one.before}"] == []
    assert [one for one in SECRETS if one in caplog.text] == []
    stored = [getattr(db.session.get(Objection, row.id), name) for name in ("identity", "content")]
    assert not any(word.encode() in blob for word in SECRETS for blob in stored)
    uploads = Path(current_app.config["STORAGE_DIR"]).rglob("*")
    assert not any(NAME.encode() in one.read_bytes() for one in uploads if one.is_file())


def test_doors(hall, client, now):
    row = scene.submitted(hall.objector, hall.notice)
    path = f"/desk/objections/{row.key}"
    stranger, second = hall.client_of(world.user("researcher")), hall.client_of(hall.supervisors[1])
    assert stranger.get(path).status_code == 404
    assert hall.client_of(hall.officer).get(path).status_code == 404
    assert (second.get(path).status_code, hall.browser.get(path).status_code) == (200, 200)
    assert second.post(path + "/objector").status_code == 404
    assert second.post(path + "/record", data={"text": "x"}).status_code == 404
    assert second.post(path + "/steps/accept").status_code == 403
    assert hall.browser.post(path + "/steps/accept").status_code == 403
    assert hall.browser.get(path + "/steps/nonsense").status_code == 404
    for page in ("/edit", "/submit"):
        assert hall.browser.get(path + page).status_code == 409
    assert hall.browser.post(path + "/edit", data=scene.WRITTEN).status_code == 409
    assert "情况已经变了" in hall.browser.text()
    assert "已经提交，编号 YY20260001" in hall.browser.text()
    assert stranger.get(path + "/edit").status_code == 404
    assert second.get(path + "/files/1").status_code == 404
    assert hall.browser.get(path + "/answer").status_code == 404
    bidder = hall.challenge.bids[0]
    inside = hall.client_of(world.user("supervisor", organisation_id=bidder.organisation_id))
    assert inside.get(path).status_code == 404


def test_a_draft_that_came_too_late_says_so_and_is_cleared(hall, client, now):
    row = scene.drafted(hall.objector, hall.notice)
    path = f"/desk/objections/{row.key}"
    now.instant = rules.closes_at(hall.notice)
    hall.browser = hall.client_of(hall.objector)
    hall.browser.get(path + "/edit")
    assert "届满，不能再提交异议" in hall.browser.text()
    assert hall.browser.post(path + "/edit", data=scene.WRITTEN).status_code == 409
    assert hall.browser.post(path + "/submit", data={"pledged": "y"}).status_code == 422
    client.get(f"/notices/{hall.notice.code}")
    assert "在线提出异议" not in client.text()
    assert "已期满" in client.text()
    assert "没有账号的，可以书面提出" not in client.text()
    now.forward(days=8)
    outbox.run_due()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Objection)) == 0
    assert audit.head().what == "清除过期的异议草稿 1 份"


def test_a_draft_can_be_thrown_away_with_its_evidence(hall, now):
    row = scene.drafted(hall.objector, hall.notice)
    with transaction():
        writing.attach(row, "证据.pdf", PDF)
    path, number = f"/desk/objections/{row.key}", row.files[0].id
    assert hall.browser.get(f"{path}/files/{number}").data == PDF
    refused = {"file": (io.BytesIO(b"MZ"), "a.exe"), "go": "save"}
    assert hall.browser.post(path + "/edit", data=scene.WRITTEN | refused).status_code == 422
    assert "只接受 PDF" in hall.browser.text()
    dropped = hall.browser.post(path + "/edit", data=scene.WRITTEN | {"go": f"remove-{number}"})
    assert (dropped.status_code, hall.browser.get(f"{path}/files/{number}").status_code) == (302, 404)
    assert hall.browser.get(path + "/discard").status_code == 200
    assert hall.browser.post(path + "/discard").location == "/desk/objections"
    assert hall.browser.get(path).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_thirty(hall, queries, now):
    scene.submitted(hall.objector, hall.notice)
    desk = hall.client_of(hall.supervisors[1])
    desk.get("/desk/objections")
    with queries() as one:
        desk.get("/desk/objections")
    with transaction():
        for number in range(2, 20):
            row = writing.begin(hall.objector, hall.notice)
            writing.save(row, scene.WRITTEN | {"item": str(number)})
            writing.submit(hall.objector, row)
    with queries() as many:
        desk.get("/desk/objections")
    assert len(many) == len(one)
    assert desk.text().count("YY2026") == 19
