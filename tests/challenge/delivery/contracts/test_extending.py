"""One extension with its clause; a leader who may be replaced only in the cases of the rule pack, and who consents."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.delivery.contracts import actions, leaders, limits, rules
from challenge.delivery.contracts.models import Contract
from challenge.delivery.states import K, Manner, P, Party, Version
from core import audit_walk, clock
from core.database import db, transaction
from core.workflow import Move, Refused, apply
from talent.models import Employment
from tests import findings, world
from tests.challenge.delivery.contracts import changing


def test_extension_once_with_its_clause(app):
    officer, project = changing.signed()
    for months in (0, 13):
        with pytest.raises(Refused, match="最长 12 个月（规则包 2026-1 第三十三条）"), transaction():
            actions.ask_extension(project.leader, project, "等待设备。", months)
    with transaction():
        contract = actions.ask_extension(project.challenge.author, project, "等待设备。", 6, last_only=True)
    assert (contract.kind, contract.asked_for) == (Version.EXTENSION, Party.POSTER)
    changing.agreed(officer, contract)
    days = [one.due_on.isoformat() for one in project.milestones]
    assert (project.ends_on.isoformat(), project.extended_months, days) == (
        "2028-10-01",
        6,
        ["2027-04-01", "2027-10-01", "2028-10-01"],
    )
    with pytest.raises(Refused, match="不能再次延期（规则包 2026-1 第三十三条）"), transaction():
        actions.ask_extension(project.leader, project, "再等。", 3)
    contract = changing.asked(project, {"milestones": {1: {"deliverable": "样机两台"}}})
    second = {"kind": Version.EXTENSION, "state": K.SUPERSEDED}
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(Contract).where(Contract.id == contract.id).values(second))


def test_days_given_back_by_a_suspension_outlive_a_change(app, now):
    officer, project = changing.signed()
    leader = world.user("leader")
    with transaction():
        apply(leader, project, "suspend", reason="核查。")
    now.forward(days=10)
    with transaction():
        apply(leader, project, "resume", reason="核查完毕。")
    changing.agreed(officer, changing.asked(project, {"milestones": {2: {"due_on": "2027-12-01"}}}))
    assert [one.due_on.isoformat() for one in project.milestones] == [
        "2027-04-11",
        "2027-12-01",
        "2028-04-11",
    ]
    assert project.ends_on == dt.date(2028, 4, 11)
    with transaction():
        contract = actions.ask_extension(project.leader, project, "等待设备。", 2)
    changing.agreed(officer, contract)
    assert [one.due_on.isoformat() for one in project.milestones] == [
        "2027-06-11",
        "2028-02-01",
        "2028-06-11",
    ]
    assert project.ends_on == dt.date(2028, 6, 11)


def test_the_leader_is_replaced_only_in_the_cases_and_with_consent(app, client_of):
    officer, project = changing.signed()
    old, mate, stranger = project.leader, changing.mate_of(project), world.user("researcher")
    for person, code, sentence in (
        (mate, "busy", "不得更换"),
        (old, "death", "现任"),
        (stranger, "death", "团队成员"),
    ):
        with pytest.raises(Refused, match=sentence), transaction():
            actions.ask_successor(officer, project, "因故。", code, person)
    with pytest.raises(Refused, match="只有双方"), transaction():
        actions.ask_successor(stranger, project, "因故。", "departure", mate)
    with transaction():
        contract = actions.ask_successor(mate, project, "负责人调离。", "departure", mate)
    changing.offered(officer, contract)
    assert rules.awaited(contract) == [Party.BIDDER, Party.SUCCESSOR, Party.POSTER, Party.BUREAU]
    head = world.user("researcher", organisation_id=project.organisation_id, is_first_account=True)
    with pytest.raises(Refused, match="签字盖章件"), transaction():
        actions.confirm(head, contract, contract.digest)
    for person in (mate, old, project.challenge.author, world.user("leader")):
        with transaction():
            actions.confirm(person, contract, contract.digest)
    assert (project.leader_id, contract.content["leader"]) == (mate.id, mate.display_name)
    assert [one.manner for one in contract.signatures] == [Manner.CONFIRMED] * 4
    codes = [client_of(one).get(f"/desk/projects/{project.code}").status_code for one in (old, mate)]
    assert codes == [404, 200]
    assert audit_walk.first_broken() is None


def test_a_successor_who_is_barred_or_of_the_other_side_does_not_lead(app):
    officer, project = changing.signed()
    mate = changing.mate_of(project)
    own, mate.organisation_id = mate.organisation_id, project.challenge.organisation_id
    assert "发榜单位" in limits.successor_fault(project, mate, "death")
    mate.organisation_id = own
    db.session.commit()
    with transaction():
        contract = actions.ask_successor(officer, project, "病故。", "death", mate)
    findings.found(mate, level="serious", months=48)
    with pytest.raises(Refused, match="揭榜立项"):
        changing.offered(officer, contract)
    with transaction():
        mate.state = "stopped"
    assert "停用" in limits.successor_fault(project, mate, "death")


def test_in_acceptance_only_the_leader_can_change(app):
    """Nor does a suspension open the contract again."""
    officer, project = changing.signed()
    mate, head = changing.mate_of(project), world.user("leader")
    with transaction():
        Move(None, officer, {}, None, clock.now()).carry(project, "begin_acceptance")
    with transaction():
        apply(head, project, "suspend", reason="现场停电。")
    with pytest.raises(Refused, match="验收中，任务书不能变更"), transaction():
        actions.ask_extension(officer, project, "因故。", 3)
    with transaction():
        apply(head, project, "resume", reason="恢复供电。")
        contract = actions.ask_successor(mate, project, "病故。", "death", mate)
    changing.agreed(officer, contract)
    assert (project.state, project.leader_id) == (P.ACCEPTING, mate.id)


def test_a_leader_who_moves_is_flagged(app):
    _officer, project = changing.signed()
    assert leaders.leader_flags(project) == []
    with transaction():
        project.leader.organisation_id = world.organisation("新单位").id
    db.session.expire(project.leader)
    assert "新单位" in leaders.leader_flags(project)[0]
    with transaction():
        project.leader.state = "stopped"
    assert "停用" in leaders.leader_flags(project)[0]


def test_the_profile_of_a_leader_is_read_where_there_is_one(app):
    _officer, project = changing.signed()
    leader, unit = project.leader, project.organisation
    row = world.profile(leader.display_name, user_id=leader.id, unit="外地研究院")

    def said():
        db.session.expire_all()
        return leaders.leader_flags(project, leaders.profiles_of([leader]).get(leader.id))

    assert "现任单位为“外地研究院”" in said()[0]
    post = Employment(profile_id=row.id, unit=unit.name, organisation_id=unit.id, year_from=2019)
    with transaction():
        db.session.add(post)
    assert said() == []
    with transaction():
        post.year_to = 2026
        row.state = "left"
    assert ["退库" in one for one in said()] == [False, True]
    with transaction():
        row.state = "draft"
    assert said() == []


def test_nobody_who_works_for_the_poster_takes_over(app):
    _officer, project = changing.signed()
    mate, poster = changing.mate_of(project), project.challenge.organisation
    world.profile(mate.display_name, user_id=mate.id, unit="外地研究院", organisation_id=poster.id)
    assert "发榜单位" in limits.successor_fault(project, mate, "death")
