"""People: the staff is appointed, experts are invited, everybody else registers and is approved by an officer."""

import functools

from accounts.actions.administering import create_user
from accounts.actions.registering import register
from accounts.states import PRIVILEGED, OrganisationState, Role
from core import workflow
from demo.world import units
from demo.world.texts import challenges, industry, read

# More than four years ago, so that a project is there whose results were followed for three years.
FOUNDED, APPOINTED, INVITED, FIRST_REGISTRATION = -1560, -1559, -1552, -1548
DAYS_BETWEEN = 2
NOT_CHOSEN = "cat-c"


def accounts():
    """The demonstration accounts: user name, name, label of the role, in the order of the sign-in page."""
    return [
        {
            "username": row["account"],
            "name": row["display_name"],
            "role_label": "、".join(Role(role).label for role in row["roles"]),
        }
        for row in read("people")
    ] + [_not_chosen()]


def _not_chosen():
    """Who leads a bid that was not chosen while the notice runs: the scores of the own bid can be read, an objection made."""
    bids = {one["key"]: one for text in challenges().values() for one in text["bids"]}
    bid = bids[NOT_CHOSEN]
    role = f"{Role.RESEARCHER.label}（方案未入选）"
    return {"username": leader_account(bid), "name": bid["leader"], "role_label": role}


def stage(script, cast):
    """Scenes: the bureau is set up, its staff appointed, experts invited, the others come one after another."""
    _found_bureau(script, cast)
    _enter_units(script, cast)
    _invite_experts(script, cast)
    for number, person in enumerate(registrants()):
        _register(script, cast, person, FIRST_REGISTRATION + DAYS_BETWEEN * number)
    for person in read("registrations")["applicants"]:
        _register(
            script,
            cast,
            _registrant(person["username"], person, person["role"]),
            -person["registered_days_ago"],
        )
    for person in read("registrations")["newcomers"]:
        _knock(script, cast, person)


def _found_bureau(script, cast):
    def found():
        units.enter(cast, "bureau", state=OrganisationState.APPROVED)
        _create(cast, None, _person("admin"))

    affair = script.affair("bureau").then(FOUNDED, found)
    for row in read("people"):
        if set(row["roles"]) & set(PRIVILEGED) and row["account"] not in ("admin", "county"):
            affair.then(APPOINTED, lambda row=row: _create(cast, cast.people["admin"], row))


def _person(account):
    return next(row for row in read("people") if row["account"] == account)


def _create(cast, actor, row):
    unit = cast.units[row["organisation"]]
    cast.people[row["account"]] = create_user(
        actor,
        username=row["account"],
        display_name=row["display_name"],
        organisation=unit,
        email=row.get("email", ""),
        county=row["county"] or "",
        roles=row["roles"],
        password=cast.password,
    )


def _enter_units(script, cast):
    own = {person["organisation"] for person in registrants()}
    affair = script.affair("units")
    for row in read("organisations"):
        if row["key"] not in own and row["key"] != "bureau":
            affair.then(
                APPOINTED + 3, lambda key=row["key"]: units.enter(cast, key, actor=cast.people["officer2"])
            )
            affair.then(APPOINTED + 3, lambda key=row["key"]: units.approve(cast, key))


def _invite_experts(script, cast):
    affair = script.affair("experts")
    affair.then(INVITED - 1, lambda: _create(cast, cast.people["admin"], _person("county")))
    for row in read("people"):
        if row["roles"] == ["expert"]:
            affair.then(LAST_REGISTRATION, lambda row=row: _create(cast, cast.people["officer"], row))


def registrants():
    """Who registers: the posters first, then researchers and leaders of bids, by account."""
    named = {row["organisation"]: row for row in read("people") if "enterprise" in row["roles"]}
    found = [_registrant(row["account"], row, "enterprise") for row in named.values()]
    found += [_registrant(row["organisation"], row, "enterprise") for row in read("registrations")["posters"]]
    found += [
        _registrant(row["account"], row, "researcher")
        for row in read("people")
        if "researcher" in row["roles"]
    ]
    return found + _leaders()


def _registrant(account, row, role):
    return {
        "account": account,
        "display_name": row["display_name"],
        "organisation": row["organisation"],
        "email": row.get("email", ""),
        "role": role,
    }


def _leaders():
    bids = [bid for text in challenges().values() for bid in text["bids"] if not bid["leader_account"]]
    rows = [
        (leader_account(bid), {"display_name": bid["leader"], "organisation": bid["lead_org"]})
        for bid in bids
    ]
    return [_registrant(account, row, "researcher") for account, row in rows]


def poster_account(organisation):
    """The account of the person who posts for an organisation."""
    posts = [row for row in read("people") if "enterprise" in row["roles"]]
    own = [row["account"] for row in posts if row["organisation"] == organisation]
    return own[0] if own else organisation


def leader_account(bid):
    """The account of the person who leads a bid."""
    return bid["leader_account"] or f"team-{bid['key']}"


def _register(script, cast, person, day):
    key = person["organisation"]

    def come():
        cast.people[person["account"]] = register(_form(cast, person["account"], person, units.text_of(key)))
        if key not in cast.units:
            cast.units[key] = cast.people[person["account"]].organisation
            units.complete(cast.units[key], units.text_of(key))
            cast.waiting.add(key)

    def judge():
        if key in cast.waiting:
            units.approve(cast, key)
            cast.waiting.remove(key)
        workflow.apply(cast.people["officer"], cast.people[person["account"]], "approve")

    script.affair(person["account"]).then(day, come).then(day + 1, judge)


def _knock(script, cast, person):
    """Somebody whose registration still waits for an officer."""
    text = person["new_organisation"] or units.text_of(person["organisation"])
    form = functools.partial(_form, cast, person["username"], person, text)
    script.affair(person["username"]).then(-person["days_ago"], lambda: register(form()), any_day=True)


def _form(cast, username, person, unit):
    return {
        "username": username,
        "password": cast.password,
        "display_name": person["display_name"],
        "email": person.get("email", ""),
        "phone": "",
        "organisation_name": unit["name"],
        "credit_code": unit["credit_code"],
        "nature": unit["nature"],
        "county": unit["county"] or "",
        "industry": industry(unit.get("industry_box")),
        "kind": person["role"],
    }


LAST_REGISTRATION = FIRST_REGISTRATION + DAYS_BETWEEN * len(registrants()) + 3
