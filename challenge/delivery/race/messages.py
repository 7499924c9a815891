"""“Then … is told that …” of the gates of a race."""

from accounts.mailbox import holders, tell
from accounts.states import Role
from challenge.delivery.race.rules import lanes
from core.formats import date_zh, until


def path_of(gate):
    """Address of the page of a gate."""
    return f"/desk/challenges/{gate.challenge.code}/race/{gate.number}"


def _teams(gate):
    return {
        person
        for one in lanes(gate.challenge)
        for person in (one.leader_id, *(member.user_id for member in one.bid.members if member.confirmed_at))
    }


def tell_lanes(gate, move):
    """Every team: what has become of the gate."""
    said = move.facts.get("reason") or ""
    if gate.objections_until and gate.objections_until > move.at:
        said = f"有异议的，请在{until(gate.objections_until)}前提出；期满后结果生效。"
    if move.step.action == "postpone":
        said = f"改在{date_zh(gate.held_on)}举行。理由：{said}"
    tell(_teams(gate) - {move.actor.id}, f"{gate.title}：{move.step.label}", said, path_of(gate))


def tell_gates_officer(gate, move):
    """The officer in charge."""
    people = {gate.challenge.handler_id} - {move.actor.id, None}
    tell(people, f"{gate.title}：{move.step.label}", move.facts.get("reason") or "", path_of(gate))


def tell_deciders(gate, move):
    """Leaders of the bureau: a ranking waits for their decision."""
    tell(
        holders(Role.LEADER) - {move.actor.id},
        f"{gate.title}的排名待批准",
        gate.challenge.title,
        path_of(gate),
    )


def tell_new_objection(objection):
    """Leaders of the bureau and the officer in charge: a lane objects."""
    gate = objection.gate
    people = holders(Role.LEADER) | {gate.challenge.handler_id} - {None}
    tell(people, f"{gate.title}：赛道 {objection.project.lane} 提出异议", "", path_of(gate))


def tell_objector(objection, move):
    """The team that has objected: the answer."""
    people = {objection.by_id, objection.project.leader_id} - {move.actor.id}
    tell(people, f"{objection.gate.title}：{move.step.label}", objection.answer, path_of(objection.gate))
