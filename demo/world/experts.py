"""The pool of experts: officers keep the invented profiles, people with an account keep their own."""

import functools

from core import workflow
from demo.world.people import LAST_REGISTRATION
from demo.world.texts import experts, industry, read
from talent import actions
from talent.states import ExpertKind, WorkType

# Whose text describes the person behind an account; that expert is then not made a second time.
OWN_TEXT = {
    "researcher": "邴承渊",
    "researcher2": "卞砺峰",
    "researcher3": "晏沼平",
    "expert1": "赫连墨",
    "expert2": "柏隽渠",
    "expert3": "窦溯岚",
    "expert4": "濮知遥",
    "expert5": "訾念慈",
    "expert6": "葛砚泓",
    "expert7": "戢明漪",
    "expert8": "钭新垚",
    "expert9": "隗松岩",
    "expert10": "笪以宁",
    "expert11": "帅九龄",
    "expert12": "璩仲谦",
    "expert13": "冼桥生",
    "expert14": "蒙砚池",
    "expert15": "凤梧桁",
    "expert16": "汤楷蕤",
    "expert17": "范芃聿",
    "expert18": "粟清筹",
    "expert19": "禚清和",
    "expert20": "乐畹清",
}
KINDS = {kind.label: kind for kind in ExpertKind}
WORK_TYPES = {kind.label: kind for kind in WorkType}
A_DAY = 4
CONFIRMED = (-1235, -870, -505, -140)  # once a year


def stage(script, cast):
    """Scenes: own profiles are handed in and admitted, then officers enter the others, a few every day.

    Returns the instant at which the pool is complete.
    """
    texts = {row["name"]: row for row in experts()}
    for number, (account, name) in enumerate(OWN_TEXT.items()):
        affair, day = script.affair(f"{account} profile"), LAST_REGISTRATION + 2 + number // 3
        affair.then(day, lambda who=account, text=texts[name]: _apply(cast, who, text))
        affair.then(day + 3, lambda who=account: _admit(cast, who))
        for confirmed in CONFIRMED:
            affair.then(confirmed + number // 3, lambda who=account: _confirm(cast, who))
    for person in read("registrations")["applicants"]:
        scene = functools.partial(_apply, cast, person["username"], texts[person["text"]])
        script.affair(f"{person['username']} profile").then(-person["applied_days_ago"], scene, any_day=True)
    names = _new_names()
    others = [row for name, row in texts.items() if name not in names]
    affair = script.affair("pool")
    for number, text in enumerate(others):
        affair.then(LAST_REGISTRATION + 9 + number // A_DAY, lambda text=text: _enter(cast, text))
    return affair.last


def _new_names():
    shown = {row["account"]: row["display_name"] for row in read("people")}
    own = {name: shown[account] for account, name in OWN_TEXT.items()}
    return own | {row["text"]: row["display_name"] for row in read("registrations")["applicants"]}


def values_of(text, name, unit):
    """The form of a profile."""
    return {
        "name": name,
        "unit": unit.name,
        "title": text["title"],
        "position": text["position"],
        "kind": KINDS[text["kind"]],
        "pools": text["pools"],
        "relation": text["relation"],
        "region": text["region"],
        "industries": [industry(box) for box in text["boxes"]],
        "keywords": text["keywords"],
        "direction": text["direction"],
    }


def works_of(text):
    """The rows of works; a co-author who has an account stands there under the account's name."""
    names = _new_names()
    return [
        row
        | {"type": WORK_TYPES[row["type"]], "co_authors": [names.get(one, one) for one in row["co_authors"]]}
        for row in text["works"]
    ]


def _own_values(account, text, unit):
    people = {row["account"]: row for row in read("people")}
    people |= {row["username"]: row for row in read("registrations")["applicants"]}
    person = people[account]
    values = values_of(text, person["display_name"], unit) | {"position": person["position"]}
    if "expert_kind" in person:
        boxes = dict.fromkeys([*person["industry_boxes"], *text["boxes"]])
        values |= {"kind": KINDS[person["expert_kind"]], "industries": [industry(box) for box in boxes]}
    return values


def _apply(cast, account, text):
    person = cast.people[account]
    row = actions.create_profile(person, _own_values(account, text, person.organisation), own=True)
    actions.replace_works(person, row, works_of(text))
    actions.set_consents(person, row, recommendation=True, review="expert" in person.roles)
    workflow.apply(person, row, "apply")
    cast.profiles[account] = row


def _admit(cast, account):
    workflow.apply(cast.people["officer2"], cast.profiles[account], "admit")


def _confirm(cast, account):
    actions.confirm_profile(cast.people[account], cast.profiles[account])


def _enter(cast, text):
    officer = cast.people["officer2"]
    row = actions.create_profile(officer, values_of(text, text["name"], cast.units[text["org"]]))
    actions.replace_works(officer, row, works_of(text))
    actions.set_consents(officer, row, recommendation=text["consent"], review=text["review_willing"])
    workflow.apply(officer, row, "admit")
