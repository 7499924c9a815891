"""Questions about gates: who stands how to a race, and what must be true before a step."""

from accounts.rules import is_enterprise
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.closing import leaving
from challenge.delivery.race.states import RG, RO
from challenge.delivery.states import ENDED, M, P
from challenge.posting.rules import handles_challenge, is_other_leader, owns_challenge
from challenge.states import B
from core import clock
from core.formats import date_zh, until

SHOWN = (RG.PUBLISHED, RG.DONE)
OPEN = (RG.PLANNED, RG.MEASURED, RG.PROPOSED, RG.PUBLISHED)


def lanes(challenge):
    """Projects of a list by lane; of those that ended before their turn came the newest last."""
    return sorted(challenge.projects, key=lambda one: (one.lane, one.id))


def running(challenge):
    """Lanes that take part in the next test."""
    return [one for one in lanes(challenge) if rules.is_running(one)]


def stands_apart(user, challenge):
    """Belongs to none of the lanes."""
    theirs = challenge.projects
    return not any(
        user.organisation_id == one.organisation_id or rules.is_on_team(user, one) for one in theirs
    )


def handles_gate(user, gate):
    """The officer in charge of the list, who belongs to no lane."""
    return handles_challenge(user, gate.challenge) and stands_apart(user, gate.challenge)


def decides_on_gate(user, gate):
    """A leader of the bureau who belongs to no side and did not propose it."""
    is_apart = is_other_leader(user, gate.challenge) and stands_apart(user, gate.challenge)
    return is_apart and user.id != gate.proposed_by_id


def objects(user, gate):
    """The leader of a lane that still runs."""
    return any(rules.leads_project(user, one) for one in running(gate.challenge))


def own_lane(user, challenge):
    """The lane in whose team this person is, or None."""
    return next((one for one in lanes(challenge) if rules.is_on_team(user, one)), None)


def reads_race(user, challenge):
    """Who pays for it, oversees it or runs in it; a race begins with its projects."""
    if not rulepack.mode_of(challenge).gates:
        return False
    oversees = rules.oversees_project(user, None)
    posts = is_enterprise(user) and owns_challenge(user, challenge)
    return oversees or posts or own_lane(user, challenge) is not None


def sees_money(user, challenge):
    """Who pays or oversees; a team sees its own lane alone."""
    return rules.oversees_project(user, None) or (is_enterprise(user) and owns_challenge(user, challenge))


def sees_values(user, gate):
    """Measured values: who oversees the race, at any time."""
    return rules.oversees_project(user, None)


def sees_ranking(user, gate):
    """Once it is published everybody; before, who prepares and decides."""
    return gate.state in SHOWN or rules.oversees_project(user, None)


def handles_several(user, challenge):
    """The officer in charge of a list with more than one winner."""
    return handles_challenge(user, challenge) and len(leaving.winners(challenge)) > 1


def standing(challenge):
    """Bids that have won and whose project, if it is there, has not ended."""
    won = [one for one in challenge.bids if one.state is B.WON]
    return [one for one in won if one.project is None or one.project.state not in ENDED]


def stays_in_race(bid):
    """Why this lane does not give up now, as a sentence; None when it may."""
    project = bid.project
    if project is not None and project.state is P.TERMINATED:
        return f"项目 {project.code} 由主管部门终止，不是揭榜方放弃；其余赛道照常继续，不需要办理。"
    if all(one is bid for one in standing(bid.challenge)):
        return "没有其余赛道可以继续。"
    return leaving.stays_because(bid)


def some_lane_may_leave(challenge):
    """A lane whose project has not begun, or was given up and settled, and another one goes on."""
    found = [stays_in_race(one) for one in leaving.winners(challenge)]
    return None if None in found else found[0]


def no_lane_has_begun(challenge):
    """A reserve joins a race before its lanes are set up, or when none is left; not on the way."""
    begun = [one for one in standing(challenge) if one.project is not None]
    if len(standing(challenge)) < 2 or not begun:
        return None
    return "各赛道已建立攻关项目，候补不再中途加入；一方放弃的，请办理“一方放弃，其余赛道继续”。"


def day_has_come(gate):
    """Nothing is entered before the day of the test."""
    if gate.held_on is None:
        return "关口日期在首份任务书发出时确定，现在还不能登记结果。"
    return (
        None if clock.today() >= gate.held_on else f"测试日期为{date_zh(gate.held_on)}，到期后才能登记结果。"
    )


def day_is_set(gate):
    """Before the first contract there is no day that could be moved."""
    return None if gate.held_on else "关口日期在首份任务书发出时确定，现在不需要推迟。"


def former_gate_done(gate):
    """One gate after the other."""
    former = next(
        (one for one in gate.challenge.gates if one.number < gate.number and one.state in OPEN), None
    )
    return f"{former.title} 尚未生效，请先办理。" if former else None


def every_lane_ready(gate):
    """Every lane is under contract, and none is suspended: the test is common."""
    found = lanes(gate.challenge)
    waiting = [one for one in found if one.state in (P.SIGNING, P.SUSPENDED)]
    if waiting:
        said = "、".join(f"赛道 {one.lane}（{one.state.label}）" for one in waiting)
        return f"{said}还不能参加共同测试，请先办理签约、恢复或者终止。"
    return None if running(gate.challenge) else "没有正在攻关的赛道。"


def every_lane_measured(gate):
    """Every lane that runs has a result for every test."""
    wanted = {one["indicator"] for one in gate.tests}
    for project in running(gate.challenge):
        mine = {one.indicator_id for one in gate.results if one.project_id == project.id}
        if not wanted <= mine:
            return f"赛道 {project.lane} 的测试结果尚未登记完整。"
    return None


def report_is_there(gate):
    """Nobody leaves a race without the report of the test."""
    return None if gate.blob else "还没有测试报告，请在“登记测试结果”中上传。"


def evidence_judged(gate):
    """What a lane has handed in for an earlier stage is judged first: its money stays with whoever has earned it."""
    for project in running(gate.challenge):
        due = next((one.number for one in project.milestones if one.gate == gate.number), 0)
        for one in project.milestones:
            if one.number < due and one.state in (M.SUBMITTED, M.COMMENTED):
                return f"赛道 {project.lane} 的里程碑 {one.number} 还在评价或者判定，请先办理。"
    return None


def term_is_over(gate):
    """The lanes have had their time to object."""
    if clock.now() >= gate.objections_until:
        return None
    return f"异议期至{until(gate.objections_until)}，期满后才能生效。"


def no_objection_open(gate):
    """Every objection was answered."""
    waiting = [one for one in gate.objections if one.state is RO.OPEN]
    return f"还有 {len(waiting)} 件异议未答复，答复后才能生效。" if waiting else None


def somebody_stays(gate):
    """A lane that stays is still there, or the rule lets none stay; else the ranking is made anew."""
    rows = {row["project"]: row["stays"] for row in gate.ranking}
    left = [rows.get(one.code) for one in running(gate.challenge)]
    if any(left) or not any(rows.values()):
        return None
    return "晋级的赛道都已结束，请由局领导撤回结果，按仍在攻关的赛道重新排名。"


def objection_in_time(gate):
    """While the term runs."""
    if gate.state is RG.PUBLISHED and clock.now() < gate.objections_until:
        return None
    return "异议期已过，或者结果还没有公布。"


def decides_on_objection(user, objection):
    """As on the gate."""
    return decides_on_gate(user, objection.gate)


def in_dispute(objection):
    """The result it speaks of still stands published."""
    return None if objection.gate.state is RG.PUBLISHED else "该关口结果已撤回，本件异议不再办理。"


def gate_milestone(project, gate):
    """The common milestone of a gate in the contract of one lane, or None."""
    standing = (one for one in project.milestones if one.state is not M.CANCELLED)
    return next((one for one in standing if one.gate == gate.number), None)
