"""What moves with a mission: its clocks, its result, the mission that follows it."""

from challenge import rulepack
from challenge.envoys.missions import messages
from challenge.envoys.missions.models import Mission
from challenge.envoys.states import Result, S
from challenge.posting.codes import next_code
from core import audit, clock
from core.database import db

RESULTS = {
    "finish_redrafted": Result.REDRAFTED,
    "finish_solved": Result.SOLVED,
    "finish_matched": Result.MATCHED,
    "finish_none": Result.NONE,
}


def begin(officer, envoy, organisation, contact, at, **facts):
    """A mission that waits for the envoy's answer; a request it answers is arranged by whoever makes the step."""
    due = clock.after_days(at, rulepack.value(envoy, "envoy_answer_days"))
    sides = {"envoy": envoy, "organisation": organisation, "contact_id": contact.id}
    mission = Mission(
        code=next_code("FW"),
        **sides,
        **facts,
        state=S.OFFERED,
        state_since=at,
        answer_due_at=due,
        assigned_by_id=officer.id,
        created_at=at,
    )
    db.session.add(mission)
    db.session.flush()
    what = f"安排服务任务（{mission.code}：{envoy.name} → {organisation.name}）"
    audit.record(officer, "mission.begin", mission, what, after={"envoy": envoy.code})
    messages.tell_assigned(mission)
    return mission


def entrust(challenge, move):
    """转科技特派员跟进: the lapsed list gets an envoy."""
    facts = move.facts
    told = {"aim": facts["aim"], "starts_on": clock.beijing(move.at).date(), "due_on": facts["due_on"]}
    begin(
        move.actor, facts["envoy"], challenge.organisation, challenge.author, move.at, about=challenge, **told
    )


def note_answer(mission, move):
    """When the envoy said yes or no."""
    mission.answered_at = move.at
    mission.reason = move.facts.get("reason", "")


def keep_reason(mission, move):
    """Why, for both sides."""
    mission.reason = move.facts["reason"]


def note_result(mission, move):
    """When and how it ended; the enterprise's clock begins."""
    mission.result_text, mission.finished_at = move.facts["text"], move.at
    mission.rate_due_at = clock.after_days(move.at, rulepack.value(mission, "envoy_rate_days"))


def go_on(mission, move):
    """What was said to be the result is none."""
    mission.reason = move.facts["reason"]
    mission.rate_due_at = mission.finished_at = mission.result = mission.matched_id = None


def note_rating(mission, move):
    """What the enterprise says of the help."""
    mission.rating, mission.rating_text = int(move.facts["rating"]), move.facts.get("text", "")
    mission.rated_at, mission.rated_by_id = move.at, move.actor.id


def begin_successor(mission, move):
    """The same task for another envoy."""
    facts = move.facts
    kept = {"about": mission.about, "request": mission.request, "former": mission, "aim": mission.aim}
    days = {"starts_on": clock.beijing(move.at).date(), "due_on": max(facts["due_on"], clock.today())}
    move.facts["successor"] = begin(
        move.actor, facts["envoy"], mission.organisation, mission.contact, move.at, **kept, **days
    )
