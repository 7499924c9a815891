"""The figures of one year of one envoy, read from missions and visits; the same for whoever computes them."""

import datetime as dt

from challenge import rulepack
from challenge.envoys.assessment.scoring import Facts, scored
from challenge.envoys.missions.rules import standing_visits
from challenge.envoys.states import E, Result, S, V
from core import clock


def figures(assessment):
    """A plain dict for the page and the digest: what was counted, what it came to, by which rules."""
    envoy, year = assessment.envoy, assessment.year
    pack = rulepack.load()
    weights = rulepack.value(assessment, "envoy_score_weights")
    visits = _visits(envoy, year)
    ended = [one for one in envoy.missions if one.finished_at and _year(one.finished_at) == year]
    ended = [one for one in ended if one.state in (S.FINISHED, S.CLOSED)]
    ratings = [one for one in ended if one.rating is not None]
    clocked = _clocked(assessment, visits, ended)
    served, whole = days_served(envoy, year), _days_of(year)
    usual = rulepack.value(assessment, "envoy_visits_target")
    facts = Facts(
        confirmed=sum(one.state is V.CONFIRMED for one in visits),
        target=target_of(usual, served, whole),
        usual=usual,
        ratings=tuple(one.rating for one in ratings),
        ended=len(ended),
        fruitful=sum(one.result is not Result.NONE for one in ended),
        clocked=len(clocked),
        timely=sum(in_time for _, in_time in clocked),
    )
    return {
        "envoy": envoy.code,
        "name": envoy.name,
        "year": year,
        "rules": pack["version"],
        "days": {"served": served, "year": whole},
        **scored(facts, weights),
        "visits": [_visit_row(one) for one in visits],
        "missions": [_mission_row(one) for one in ended],
        "late": [words for words, in_time in clocked if not in_time],
    }


def _days_of(year):
    return (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days


def days_served(envoy, year):
    """Days of this year in the term, up to today and to the end of the appointment."""
    last = min(envoy.ends_on, dt.date(year, 12, 31), clock.today())
    if envoy.state is E.ENDED:
        last = min(last, clock.beijing(envoy.state_since).date())
    return max(0, (last - max(envoy.starts_on, dt.date(year, 1, 1))).days + 1)


def target_of(usual, served, whole):
    """Visits for full points in so many days of service, rounded up and at least one: years and envoys compare by it."""
    return max(1, -(-usual * served // whole))


def _year(instant):
    return clock.beijing(instant).year


def _visits(envoy, year):
    every = [one for mission in envoy.missions for one in standing_visits(mission)]
    mine = [one for one in every if one.visited_on.year == year]
    return sorted(mine, key=lambda one: (one.visited_on, one.mission.code, one.number))


def _clocked(assessment, visits, ended):
    """[(words, done in time)] of all that had a clock in this year."""
    rows = []
    for mission in assessment.envoy.missions:
        answered = mission.answered_at
        if answered and _year(answered) == assessment.year:
            rows.append((f"{mission.code} 答复任务", answered <= mission.answer_due_at))
    within = dt.timedelta(days=rulepack.value(assessment, "envoy_record_days"))
    for one in visits:
        first = next(row for row in one.mission.visits if row.number == one.number)
        in_time = clock.beijing(first.recorded_at).date() <= one.visited_on + within
        rows.append((f"{one.mission.code} 第 {one.number} 次服务的记录", in_time))
    for mission in ended:
        in_time = clock.beijing(mission.finished_at).date() <= mission.due_on
        rows.append((f"{mission.code} 办结", in_time))
    return rows


def _visit_row(visit):
    on = visit.visited_on.isoformat()
    return {
        "mission": visit.mission.code,
        "number": visit.number,
        "revision": visit.revision,
        "on": on,
        "manner": visit.manner.label,
        "state": visit.state.label,
    }


def _mission_row(mission):
    return {
        "mission": mission.code,
        "organisation": mission.organisation.name,
        "result": mission.result.label,
        "rating": mission.rating,
    }
