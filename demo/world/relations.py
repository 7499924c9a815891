"""What ties people and units: officers record legal persons and shareholders, experts' posts and relations."""

from accounts.actions.organisations import change_organisation
from challenge.review.actions import admitting
from challenge.review.recusal import standing
from challenge.review.states import Outcome
from core import clock
from core.database import db
from demo.world.demands import handler
from demo.world.texts import read
from talent import actions
from talent.models import Profile

REASON = "依据国家企业信用信息公示系统登记信息（演示）。"


def stage(script, cast, units_day, pool_day):
    """Scenes: units once all are registered, people once they are in the pool."""
    for row in read("relations")["units"]:
        script.affair(f"{row['key']} holders").then(units_day, lambda row=row: _record_unit(cast, row))
    for row in read("relations")["people"]:
        script.affair(f"{row['name']} relations").then(pool_day, lambda row=row: _record_person(cast, row))


def _record_unit(cast, row):
    values = {name: row[name] for name in ("legal_person", "mail_domain")}
    values["shareholders"] = [tuple(one) for one in row["shareholders"]]
    change_organisation(cast.people["officer2"], cast.units[row["key"]], values, REASON)


def _profile(name):
    return db.session.scalar(db.select(Profile).filter_by(name=name))


def _record_person(cast, row):
    officer, profile, year = cast.people["officer2"], _profile(row["name"]), clock.today().year
    if row["post"]:
        unit, since, until = row["post"]
        post = {"unit": unit, "year_from": year - since, "year_to": year - until}
        actions.replace_employments(officer, profile, [post])
    if row["relation"]:
        kind, name, unit = row["relation"]
        told = {"kind": kind, "name": name, "unit": unit, "year_from": None, "year_to": None}
        actions.replace_relations(officer, profile, [told])


def stage_admission(affair, cast, text, day):
    """The committee admits one expert in spite of a tie, where the list is the one of the text."""
    told = read("relations")["admission"]
    if told["list"] == text["key"]:
        affair.then(day, lambda: _admit(cast, text, told))


def _admit(cast, text, told):
    challenge, profile = cast.challenges[text["key"]], _profile(told["name"])
    tie = next(one.tie for one in standing(profile, challenge) if one.grade == "exclude")
    admitting.settle(cast.people[handler(text)], challenge, profile, tie, Outcome.ADMITTED, told["reason"])
