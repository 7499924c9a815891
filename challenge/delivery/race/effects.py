"""What moves with a gate: the ranking is frozen, the term runs, lanes go on or leave, their money moves."""

from types import SimpleNamespace

from challenge.delivery.closing.leaving import check
from challenge.delivery.milestones.measuring import measure
from challenge.delivery.milestones.models import MilestoneReport
from challenge.delivery.race import money, wording
from challenge.delivery.race.rules import OPEN, gate_milestone, lanes, running, stays_in_race
from challenge.delivery.race.scoring import Runner, ranking, text
from challenge.delivery.race.states import RO, Tie
from challenge.delivery.states import ENDED, M, Source, Verdict
from challenge.review.effects import leaving_of
from challenge.states import Comparator, N
from core.database import db
from core.formats import date_zh


def tests_of(gate):
    """Indicators of the list as this gate asks for them."""
    needs = {one["indicator"]: one["threshold"] for one in gate.tests}
    rows = [wording.as_asked(one, needs[one.id]) for one in gate.challenge.indicators if one.id in needs]
    return [SimpleNamespace(**row | {"comparator": Comparator(row["comparator"])}) for row in rows]


def computed(gate):
    """The ranking of the lanes that run, as plain rows."""
    tests, projects = tests_of(gate), {one.lane: one for one in running(gate.challenge)}
    kept = {(one.project_id, one.indicator_id): (one.value, one.verdict) for one in gate.results}
    runners = [
        Runner(lane, one.bid.rank or lane, {test.id: kept[one.id, test.id] for test in tests})
        for lane, one in projects.items()
    ]
    rule = SimpleNamespace(
        stay=gate.stay,
        floor=gate.floor,
        gap=gate.gap,
        must_meet=gate.must_meet,
        keeps_ties=gate.tie is Tie.BOTH,
    )
    return [_plain(one, projects[one.lane], tests, kept) for one in ranking(tests, runners, rule)]


def _plain(row, project, tests, kept):
    return {
        "lane": row.lane,
        "project": project.code,
        "unit": project.organisation.name,
        "rank": row.rank,
        "points": text(row.points),
        "stays": row.stays,
        "why": row.why,
        "tie": row.tie,
        "tests": [
            {
                "id": test.id,
                "name": test.name,
                "value": kept[project.id, test.id][0],
                "verdict": row.verdicts[test.id].value,
                "share": text(row.shares[test.id]),
            }
            for test in tests
        ],
    }


def set_day(gate, move):
    """The gate is held on another day, in every lane."""
    gate.held_on = move.facts["day"]
    for one in lanes(gate.challenge):
        found = gate_milestone(one, gate)
        if found is not None and found.state is M.PLANNED:
            found.due_on = gate.held_on
    gate.reason = move.facts["reason"]


def freeze_ranking(gate, move):
    """The ranking is computed and stands; who proposes it is kept."""
    gate.ranking = computed(gate)
    gate.proposed_by_id, gate.approved_by_id, gate.reason = move.actor.id, None, ""


def note_opinion(gate, move):
    """What the leader has found; the lanes read it with the result."""
    gate.reason = move.facts["reason"]


def note_return(gate, move):
    """Why it went back."""
    gate.reason, gate.approved_by_id, gate.objections_until = move.facts["reason"], None, None


def end_objections(gate, move):
    """The result they speak of is withdrawn: what is still open counts as upheld."""
    for one in gate.objections:
        if one.state is RO.OPEN:
            one.answer, one.answered_by_id = move.facts["reason"], move.actor.id
            move.carry(one, "settle")


def let_lanes_go_on(gate, move):
    """Lanes that stay have passed the gate, the others end; what these had left goes where the list says."""
    rows = {row["project"]: row for row in gate.ranking}
    projects = sorted(running(gate.challenge), key=lambda one: rows[one.code]["rank"])
    staying = [one for one in projects if rows[one.code]["stays"]]
    leaving = {one: money.given_up(gate, one) for one in projects if not rows[one.code]["stays"]}
    for one in projects:
        _keep_values(gate, one, move)
    for one in staying:
        reason = (
            f"{gate.title} 晋级，综合完成率 {rows[one.code]['points']}%，第 {rows[one.code]['rank']} 名。"
        )
        move.carry(gate_milestone(one, gate), "pass_gate", reason=reason)
    for one in leaving:
        reason = f"{gate.title} 未晋级：{rows[one.code]['why']}。不作负面评价。"
        move.carry(gate_milestone(one, gate), "leave_gate", reason=reason)
        move.carry(one, "eliminate", reason=reason)
    money.move_on(gate, move, leaving, staying)


def _keep_values(gate, project, move):
    """The measured values stand in the chain of each indicator of the lane."""
    own = {one.indicator_id: one for one in project.indicators}
    report = MilestoneReport(
        milestone=gate_milestone(project, gate),
        round=1,
        source=Source.THIRD_PARTY,
        user_id=move.actor.id,
        institution=gate.institution,
        text=f"{gate.title} 共同测试",
        given_at=move.at,
    )
    db.session.add(report)
    mine = [one for one in gate.results if one.project_id == project.id and one.indicator_id in own]
    values = {own[one.indicator_id].id: one.value for one in mine if one.verdict is not Verdict.UNCLEAR}
    verdicts = {own[one.indicator_id].id: (one.verdict, f"{gate.title} 共同测试") for one in mine}
    measure(report, move.actor, values, verdicts)
    db.session.flush()


def leave_race(challenge, move):
    """One winner gives up; its project ends, the notice says so, the other lanes go on."""
    bid = leaving_of(challenge, move)
    check(stays_in_race(bid))
    if bid.project is not None and bid.project.state not in ENDED:
        move.carry(bid.project, "abandon", reason=move.facts["reason"])
    move.carry(bid, "give_up", reason=move.facts["reason"])
    said = f"赛道 {bid.lane}（{bid.organisation.name}）已于{date_zh(move.at)}放弃揭榜，其余赛道继续。"
    for notice in challenge.notices:
        if notice.state in (N.PUBLISHED, N.CLOSED):
            notice.facts = notice.facts | {"gone": [*notice.facts.get("gone", ()), said]}


def close_gates(challenge, move):
    """The list is finished: gates that were not held are held no more."""
    for one in challenge.gates:
        if one.state in OPEN:
            move.carry(one, "cancel")


def note_objection(objection, move):
    """Who has answered what."""
    objection.answer, objection.answered_by_id = move.facts["answer"], move.actor.id


def withdraw_result(objection, move):
    """The objection is right: the result goes back to be tested or entered anew."""
    move.carry(objection.gate, "withdraw", reason=f"赛道异议成立：{move.facts['answer']}")
