"""Who may do what in each state as a hand-written matrix, who reads what, and whose turn it is on the desks."""

import pytest

import challenge.permissions as may
from challenge.delivery.panels import actions as panels
from challenge.delivery.states import P
from challenge.delivery.tolerance import actions, pages, rules
from challenge.delivery.tolerance.models import Tolerance
from challenge.delivery.tolerance.states import OPEN, Cause, Occasion, Side, T
from core import clock, gates, workflow
from core.database import db, transaction
from reports.desk import research
from reports.desk import tolerance as desk
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.research import scene as log
from tests.challenge.delivery.tolerance import scene

MATRIX = {
    T.STATING: {"team": {"withdraw"}, "officer": {"submit"}},
    T.REVIEWING: {"team": {"withdraw"}, "officer": {"hear"}},
    T.HEARING: {"team": {"answer", "withdraw"}, "officer": {"go_on"}},
    T.DECIDING: {"leader": {"grant", "refuse", "return"}},
    T.GRANTED: {},
    T.REFUSED: {},
    T.WITHDRAWN: {},
}


def everybody(project):
    """Whoever could meet a case, by the name the tables use."""
    inside = {"organisation_id": project.organisation_id}
    return {
        "team": project.leader,
        "mate": log.mate(project),
        "poster": project.challenge.author,
        "officer": project.challenge.handler,
        "officer2": world.user("officer"),
        "leader": world.user("leader"),
        "leader of the unit": world.user("leader", **inside),
        "supervisor": world.user("supervisor"),
        "supervisor of the unit": world.user("supervisor", **inside),
        "auditor": world.user("auditor"),
        "finance": world.user("finance"),
        "researcher": world.user("researcher"),
        "enterprise": world.user("enterprise"),
        "expert": world.user("expert"),
    }


def case_in(project, state):
    """A case that stands in this state; the ends lead nowhere."""
    row = Tolerance(
        code=f"RC-{state}",
        project_id=project.id,
        occasion=Occasion.EXHAUSTED,
        cause=Cause.ROUTE,
        request="x",
        requested_by_id=project.leader_id,
        requested_at=clock.now(),
        digest="0" * 64,
        follows="go_on" if state is T.REFUSED else None,
        state=state,
        state_since=clock.now(),
        due_at=clock.now(),
    )
    with transaction():
        db.session.add(row)
    return row


@pytest.mark.parametrize("state", list(T))
def test_buttons_of_each_person_in_each_state(app, state):
    _officer, project, _people = money.ledger()
    case = case_in(project, state)
    found = {
        name: {one.action for one in workflow.available(person, case)}
        for name, person in everybody(project).items()
    }
    assert {name: actions for name, actions in found.items() if actions} == MATRIX[state]


def test_every_state_leads_to_an_end():
    from challenge.lifecycle import tolerance as _table  # noqa: F401 - registers the table

    rows = workflow.machines()
    steps = next(one["steps"] for one in rows if one["model"] is Tolerance)
    assert {state for row in steps for state in row.sources} == set(OPEN)
    ends = {row.target for row in steps if row.target not in OPEN}
    assert ends == {T.GRANTED, T.REFUSED, T.WITHDRAWN}


def test_who_reads_the_case_the_dossier_and_the_evidence(app, now):
    _officer, project, case = scene.submitted(now)
    people = everybody(project)
    watch = {"officer", "leader", "supervisor", "auditor"}
    bureau = {"officer2", "leader of the unit", "supervisor of the unit", "finance"}
    for reasons, row, readers in (
        (may.READ_TOLERANCE, case, watch | bureau | {"team", "mate", "poster"}),
        (may.READ_DOSSIER, case, watch | {"team", "mate"}),
        (may.ASSEMBLE_TEAM, project, watch | {"team", "mate"}),
        (may.ASSEMBLE_OFFICE, project, watch),
        (may.ASK_TOLERANCE, project, {"officer", "team"}),
        (may.SUMMARISE_TOLERANCE, case, set()),
    ):
        assert {name for name, one in people.items() if gates.may(one, row, reasons)} == readers
    assert pages.sides_of(people["team"], project) == [Side.TEAM]
    assert pages.sides_of(people["officer"], project) == list(Side)
    assert {rules.party_of(one, case) for name, one in people.items() if name not in ("team", "poster")} == {
        None
    }


def test_statements_are_read_when_both_have_had_their_time(app, now):
    officer, project, case = scene.begun(now)
    poster = project.challenge.author
    with transaction():
        actions.state(poster, case, "如实。")
    seen = [len(pages.statements(case, one)) for one in (project.leader, poster, officer)]
    assert seen == [0, 1, 1]
    with transaction():
        actions.submit(officer, case)
    assert [len(pages.statements(case, one)) for one in (project.leader, poster)] == [1, 1]


def test_an_expert_reads_when_the_declaration_is_given(app, now):
    officer, _project, case = scene.submitted(now)
    profile = world.profile(user_id=world.user("expert").id, unit="外地大学")
    with transaction():
        member = panels.choose(officer, case.panel, profile, "抽取不足。")
    expert = profile.user
    assert (rules.reads_case(expert, case), rules.reads_dossier(expert, case)) == (True, False)
    with transaction():
        panels.answer(expert, member, "none")
    assert (rules.reads_dossier(expert, case), rules.reads_opinion(expert, case)) == (True, True)


def test_before_a_panel_nothing_is_advised(app, now):
    _officer, project, case = scene.begun(now)
    assert (rules.advised(case), rules.panel_has_concluded(case)) == (None, "尚未组建评议组。")
    assert rules.request_until(project) is None  # it was asked for


def test_until_when_the_team_may_ask(app, now):
    _officer, project, _people = scene.failed(now)
    assert rules.request_until(project).date().isoformat() == "2026-11-04"
    assert whats(desk.may_ask, project.leader) == [("里程碑未通过，可以申请容错评议", True)]
    assert whats(desk.may_ask, world.user("researcher")) == []
    assert rules.possible(project.leader, project) == [Occasion.MILESTONE, Occasion.EXHAUSTED]
    with transaction():
        project.state = P.ACCEPTING
    assert Occasion.ACCEPTANCE in rules.possible(project.leader, project)
    now.forward(days=31)
    assert whats(desk.may_ask, project.leader) == []
    projects.ends(project)
    assert (rules.request_until(project), rules.possible(project.leader, project)) == (None, [])


def whats(source, user):
    return [(one.what, one.runs) for one in source(user)]


def test_whose_turn_it_is(app, now):
    officer, project, _people = scene.failed(now)
    leader, team, poster = world.user("leader"), project.leader, project.challenge.author
    case = scene.ask(project, officer)
    turn = ("容错评议陈述情况", False)
    assert (whats(desk.team_duties, team), whats(desk.poster_duties, poster)) == ([turn], [turn])
    assert whats(desk.officer_duties, officer) == [("容错评议双方陈述中", True)]
    for person in (team, poster):
        with transaction():
            actions.state(person, case, "如实。")
    assert (whats(desk.team_duties, team), whats(desk.poster_duties, poster)) == ([], [])
    assert whats(desk.officer_duties, officer) == [("固定容错证据材料，提交评议", False)]
    assert whats(desk.officer_duties, world.user("officer")) == []
    with transaction():
        actions.submit(officer, case)
    assert whats(desk.officer_duties, officer) == [("组织容错评议", False)]
    scene.vote(officer, case)
    assert whats(desk.officer_duties, officer) == [("评议意见送交团队", False)]
    with transaction():
        actions.make(officer, case, "hear")
    assert whats(desk.officer_duties, officer) == [("等待团队答复评议意见", True)]
    assert whats(desk.team_duties, team) == [("答复容错评议意见", False)]
    now.forward(days=5)
    assert whats(desk.officer_duties, officer) == [("团队逾期未答复，转入决定", False)]
    assert "转入决定" in pages.waits_for(case)
    with transaction():
        actions.make(officer, case, "go_on")
    assert (whats(desk.officer_duties, officer), whats(desk.leader_duties, leader)) == (
        [],
        [("决定容错评议", False)],
    )
    assert whats(desk.leader_duties, world.user("leader", organisation_id=project.organisation_id)) == []
    assert "等待局领导" in pages.waits_for(case)
    with transaction():
        actions.decide(leader, case, "return", "再看。")
    assert whats(desk.officer_duties, officer) == [("另组容错评议组", False)]
    assert "另组评议组" in pages.waits_for(case)
    scene.panel_again(officer, case)
    assert pages.waits_for(case) == "等待评议组评议。"


def test_the_desks_ask_the_same_number_of_queries(app, now, queries):
    _officer, project, _people = scene.failed(now)
    person, counts = project.leader, []
    for number in (1, 3):
        for _ in range(number - 1):
            _other, more, _people = scene.failed(now)
            with transaction():
                more.leader_id = person.id
        now.forward(days=20)
        db.session.expire_all()
        with queries() as seen:
            assert len(whats(desk.may_ask, person)) == number
            assert len(list(research.leader_duties(person))) == number
        counts.append(len(seen))
        now.forward(days=-20)
    assert counts[0] == counts[1]
