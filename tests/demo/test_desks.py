"""The demonstration world as its people find it: work on every desk, sign-in, a clock that moves."""

import contextlib

import pytest

from challenge.bidding.actions import opening
from challenge.custody.queries import custodian_of
from challenge.notice.actions import announce
from challenge.notice.objections.actions import handling
from challenge.notice.objections.rules import open_of
from challenge.states import B, C
from core import audit, audit_walk, settings
from core.database import transaction
from core.workflow import Refused
from demo import actions, world
from demo.world import custodians
from reports.desk.duties import duties
from tests.demo.finding import of, person

WORKING_ROLES = {
    "enterprise": {"完成并提交需求", "答复提问（1 条）"},
    "researcher": {"方案已密封，截止前可替换", "审核同事的加入申请", "推荐本单位专家入库", "提交里程碑证据"},
    "researcher2": {"完成并提交揭榜方案", "整改后重新提交里程碑证据"},
    "researcher3": {"提交补正材料", "提交里程碑证据"},
    "leader": {"审定拟立项方案"},
    "county": {"县区初审", "填写特派员考核意见"},
}
OFFICER_WORK = {"受理或退回需求", "开标", "形式审查", "组织评审", "处理流榜", "公示中", "审核注册账号"}


@pytest.mark.parametrize("username", WORKING_ROLES)
def test_there_is_something_to_do(town, username):
    assert {duty.what for duty in duties(person(username))} >= WORKING_ROLES[username]


def test_the_officer_has_work_of_every_kind(town):
    assert {duty.what for duty in duties(person("officer"))} >= OFFICER_WORK
    found = {duty.what for duty in duties(person("officer2"))}
    assert found >= {"论证意见已齐，办理入库", "编入批次发布"}


@pytest.mark.parametrize("account", world.people.accounts(), ids=lambda row: row["username"])
def test_each_account_signs_in_and_finds_its_desk(town, account):
    browser = town.test_client()
    facts = {"username": account["username"], "password": world.PASSWORD}
    assert browser.post("/auth/sign-in", data=facts).status_code == 302
    desk = browser.get("/desk")
    assert desk.status_code == 200
    assert account["name"] in desk.text


class Undone(Exception):
    """Takes back what a test has done to the town that all tests share."""


def test_the_clock_moves_lists_forward(town):
    with contextlib.suppress(Undone), transaction():
        officer, witness = person("officer"), person(custodians.WITNESS)
        assert of(town, "flow-stack").shown_state.label == "揭榜中"
        actions.advance(officer, 15)
        assert of(town, "flow-stack").shown_state.label == "已截止"
        opening.begin(officer, of(town, "flow-stack"))
        two = [(custodian_of(person(name)), custodians.PASSPHRASE) for name in custodians.OPENERS]
        opening.complete(witness, of(town, "flow-stack"), two)
        with pytest.raises(Refused, match="还有 1 件异议未办结"):
            announce(officer, of(town, "fcc-catalyst"))
        (waiting,) = open_of(of(town, "fcc-catalyst"))
        handling.make(person("enterprise"), waiting, "withdraw")
        announce(officer, of(town, "fcc-catalyst"))
        assert [bid.state for bid in of(town, "flow-stack").bids] == [B.OPENED, B.OPENED]
        assert of(town, "fcc-catalyst").state is C.ANNOUNCED
        assert audit_walk.first_broken() is None
        raise Undone
    assert of(town, "fcc-catalyst").state is C.NOTICED


def test_progress_and_accounts_are_told(town):
    assert town.lines[0] == "已写入节假日表和演示设置。"
    assert len(town.lines) >= 10
    accounts = settings.get("demo_accounts")
    assert len(accounts) == 36
    assert accounts[0] == {"username": "enterprise", "name": "严垣松", "role_label": "企业"}
    assert settings.get("demo_password") == world.PASSWORD


def test_a_bidder_who_was_not_chosen_can_sign_in_read_the_scores_and_object(town):
    shown = {one["username"]: one["role_label"] for one in settings.get("demo_accounts")}
    assert shown["team-cat-c"] == "科研人员（方案未入选）"
    (duty,) = (one for one in duties(person("team-cat-c")) if one.path.startswith("/desk/bids/"))
    assert duty.what == "看评审得分与意见，公示期内可提出异议"


def test_seeding_twice_is_refused(town):
    runner, head = town.test_cli_runner(), audit.head().seq
    again = runner.invoke(args=["demo"])
    assert (again.exit_code, again.output) == (1, "数据库中已有数据，不能写入演示世界。请换一个空数据库。\n")
    careful = runner.invoke(args=["demo", "--if-empty"])
    assert (careful.exit_code, careful.output) == (0, "")
    assert audit.head().seq == head


def test_those_who_were_drawn_have_something_to_do(town):
    found = {duty.what for number in range(1, 21) for duty in duties(person(f"expert{number}"))}
    assert found >= {"完成评审", "答复评审邀请"}


def test_both_sides_of_a_draw_have_something_to_do(town):
    seeds = {"提交专家抽取的种子承诺", "补交专家抽取的种子承诺"}
    for name in ("supervisor", "supervisor2"):
        assert {duty.what for duty in duties(person(name))} >= {"监督开标", *seeds}
    assert "提交专家抽取的种子承诺" in {duty.what for duty in duties(person("officer2"))}
