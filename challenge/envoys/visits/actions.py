"""Verbs of visits: record, correct, answer, make a demand of a problem; the clock notes silence."""

from functools import partial

import sqlalchemy as sa

from challenge import rulepack
from challenge.envoys.actions import refuse, turn
from challenge.envoys.states import V
from challenge.envoys.visits import messages, rules
from challenge.envoys.visits.models import Problem, Visit, VisitFile
from challenge.posting.actions.drafting import create_draft
from core import audit, clock, files, outbox, stored
from core.database import db, transaction
from core.formats import date_zh
from core.workflow import apply
from talent.actions import report_ties

FILES_MAX = 10
SAID = ("visited_on", "manner", "place", "people_met", "advice", "next_step")


def _wait(mission):
    turn(mission.envoy)
    db.session.refresh(mission)
    db.session.expire(mission, ["visits"])


def record(user, mission, facts, problems, uploads=()):
    """Write down a visit; `uploads` are pairs of what the inspection found and the bytes."""
    _wait(mission)
    if not rules.may_record(user, mission):
        refuse("只有本任务的特派员在服务期间可以填写服务记录。", "who")
    if found := rules.wrong_day(mission, facts["visited_on"]):
        refuse(found)
    number = max((one.number for one in mission.visits), default=0) + 1
    return _write(user, mission, number, 1, facts, [(text, None) for text in problems], uploads)


def correct(user, visit, facts, problems, why, uploads=(), kept=()):
    """A new version of a record; `kept` are ids of files that go along. The enterprise confirms it anew."""
    mission = visit.mission
    _wait(mission)
    db.session.refresh(visit)
    if found := rules.wrong_day(mission, facts["visited_on"]):
        refuse(found)
    apply(user, visit, "correct", reason=why)
    made = {one.text: one.challenge_id for one in visit.problems}
    lines = [(text, made.get(text)) for text in problems]
    if lost := [text for text, demand in made.items() if demand and text not in problems]:
        refuse(f"问题“{lost[0][:40]}”已形成需求草稿，请保留原文。")
    again = _write(user, mission, visit.number, visit.revision + 1, facts, lines, uploads, why)
    _take_along(visit, again, kept)
    return again


def _write(user, mission, number, revision, facts, problems, uploads, why=""):
    now = clock.now()
    visit = Visit(
        mission=mission,
        number=number,
        revision=revision,
        state=V.RECORDED,
        state_since=now,
        recorded_at=now,
        recorded_by_id=user.id,
        confirm_due_at=clock.after_days(now, rulepack.value(mission, "envoy_confirm_days")),
        why=why,
        **{name: facts[name] for name in SAID},
    )
    visit.problems = [
        Problem(position=at, text=text, challenge_id=key) for at, (text, key) in enumerate(problems)
    ]
    db.session.add(visit)
    _attach(visit, uploads)
    db.session.flush()
    shown = {"on": facts["visited_on"].isoformat(), "files": [one.sha256 for one in visit.files]}
    what = f"填写服务记录（{mission.code} 第 {number} 次，{date_zh(visit.visited_on)}，{visit.manner.label}）"
    audit.record(user, "visit.record", visit, what if revision == 1 else f"更正后{what}", after=shown)
    messages.tell_to_confirm(visit)
    return visit


def _attach(visit, uploads):
    for one in uploads:
        stored.keep(visit.files, one, partial(VisitFile, uploaded_at=clock.now()), most=FILES_MAX)


def _take_along(former, visit, kept):
    for one in former.files:
        if one.id in kept and len(visit.files) < FILES_MAX:
            _attach(visit, [(stored.Found(one.name, one.mime), files.read(one.blob, encrypted=True))])
    db.session.flush()


def answer(user, visit, action, **facts):
    """The enterprise confirms, or says what is wrong; the same word twice is one."""
    _wait(visit.mission)
    db.session.refresh(visit)
    if action == "confirm" and visit.state is V.CONFIRMED and rules.confirms_visit(user, visit):
        return
    apply(user, visit, action, **facts)


def make_demand(user, visit, position):
    """The draft of the enterprise that this problem became, made now if there was none."""
    _wait(visit.mission)
    db.session.expire(visit, ["problems"])
    problem = next((one for one in visit.problems if one.position == position), None)
    if problem is None or not rules.makes_demand(user, visit):
        refuse("没有这个问题，或者您不能为它建立需求草稿。", "who")
    if problem.demand is not None:
        return problem.demand
    if found := rules.can_become_demand(visit):
        refuse(found)
    mission, first = visit.mission, problem.text.splitlines()[0]
    facts = {"title": first[:60], "background": _background(visit, problem), "is_demo": mission.is_demo}
    demand = create_draft(user, author=mission.contact, **facts)
    problem.demand = demand
    _note_helper(mission, demand)
    db.session.flush()
    what = f"由服务记录中的问题形成需求草稿 {demand.code}（{mission.code} 第 {visit.number} 次服务）"
    audit.record(user, "visit.demand", visit, what, after={"demand": demand.code})
    messages.tell_of_demand(visit, problem, demand, user)
    return demand


def _background(visit, problem):
    said = [f"{date_zh(visit.visited_on)}{visit.manner.label}中发现：{problem.text}"]
    if visit.advice:
        said.append(f"科技特派员的建议：{visit.advice}")
    return "\n".join(said)


def _note_helper(mission, demand):
    """Who found the problem has a hand in the demand: the conflict engine keeps them from judging bids on it."""
    envoy = mission.envoy
    who = f"profile:{envoy.profile_id}" if envoy.profile_id else f"user:{envoy.user_id}"
    whom = f"challenge:{demand.id}"
    report_ties([(who, whom, "helped")], whom, on=clock.today())


@outbox.every_turn
def note_silence():
    """Mark visits whose enterprise was silent until its day; returns how many. Never as true."""
    waiting = sa.select(Visit.id).where(Visit.state == V.RECORDED, Visit.confirm_due_at <= clock.now())
    if db.session.scalar(waiting.limit(1)) is None:
        return 0
    with transaction():
        rows = sa.select(Visit).where(Visit.state == V.RECORDED, Visit.confirm_due_at <= clock.now())
        found = (
            db.session.scalars(rows.order_by(Visit.id).with_for_update(of=Visit, skip_locked=True))
            .unique()
            .all()
        )
        for one in found:
            apply(None, one, "lapse")
    return len(found)


def register(app):
    """The work of every turn registers itself when this module is imported."""
