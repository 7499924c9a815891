"""What comes of projects, and the market: registrations, follow-ups, people on the way to the city, results on offer."""

from challenge.delivery.outcomes.recruiting import actions as recruiting
from challenge.delivery.outcomes.registering import actions as registering
from challenge.delivery.outcomes.states import Stay
from challenge.market import actions as market
from challenge.market.states import Right, Transfer
from core import clock
from core.database import db
from demo.world import following
from demo.world.parties import account_of
from demo.world.people import poster_account
from demo.world.texts import challenges, fen, industry, read

MAIL = "{}@example.com"


def stage(script, cast):
    """Scenes after the contracts of the projects, and those of the market."""
    told = read("outcomes")
    for row in told["turnover"]:
        script.affair(f"turnover {row['years_ago']}").then(
            -row["days_ago"], lambda row=row: _turnover(cast, row)
        )
    for row in told["contracts"]:
        _stage_contract(script, cast, row)
    offers = {row["list"]: _stage_result(script, cast, row) for row in told["results"]}
    for row in told["talents"]:
        _stage_talent(script, cast, row)
    following.stage(script, cast, told["follow_ups"])
    offers |= {row["key"]: _stage_offer(script, cast, row) for row in told["offers"]}
    for row in told["inquiries"]:
        _stage_inquiry(script, cast, row, offers[row["offer"]])


def _turnover(cast, row):
    year = clock.today().year - row["years_ago"]
    registering.enter_turnover(cast.people["officer"], year, fen(row["wan"]), row["source"])


def _person(cast, row, party):
    return cast.people[account_of(challenges()[row["list"]], party)]


def _stage_contract(script, cast, row):
    affair = script.affair(f"{row['list']} registration")
    affair.then(-row["days_ago"], lambda: _fill(cast, row))
    if row["number"]:
        affair.then(-row["registered_days_ago"], lambda: _register(cast, row))


def _contract(cast, row):
    return cast.projects[row["list"]][0].tech_contract


def _fill(cast, row):
    person, found = _person(cast, row, row["by"]), _contract(cast, row)
    registering.save(person, found, row["values"], found.version)
    registering.make(person, found, "submit")


def _register(cast, row):
    registering.register(_person(cast, row, "officer"), _contract(cast, row), row["number"], clock.today())


def _stage_result(script, cast, row):
    """Scenes of one result up to the market; returns a list that will hold its offer."""
    affair, made = script.affair(f"{row['list']} result"), []
    affair.then(-row["days_ago"], lambda: _fill_result(cast, row))
    affair.then(-row["registered_days_ago"], lambda: _register_result(cast, row))
    affair.then(-row["offered_days_ago"], lambda: made.append(_offer_result(cast, row)))
    if "agreed_days_ago" in row:
        affair.then(-row["agreed_days_ago"], lambda: market.consent(_person(cast, row, "poster"), made[0]))
    affair.then(-row["listed_days_ago"], lambda: _list_result(cast, row, made[0]))
    return made


def _result(cast, row):
    return cast.projects[row["list"]][0].achievement


def _fill_result(cast, row):
    team, found = _person(cast, row, "team"), _result(cast, row)
    registering.save(team, found, row["values"], found.version)
    registering.make(team, found, "submit")


def _register_result(cast, row):
    registering.register(_person(cast, row, "officer"), _result(cast, row), row["number"], clock.today())


def _offer_result(cast, row):
    team = _person(cast, row, "team")
    found = market.offer_result(team, _result(cast, row))
    market.save(team, found, _plain(row["offer"]) | {"contact_email": MAIL.format("team")}, found.version)
    if "agreed_days_ago" not in row:
        market.make(team, found, "submit")
    return found


def _list_result(cast, row, offer):
    if "agreed_days_ago" in row:
        market.make(_person(cast, row, "team"), offer, "submit")
    market.make(cast.people["officer"], offer, "publish")


def _plain(told):
    """The values of the form: members of vocabularies, 分."""
    price = fen(told["price_wan"]) or None
    rest = {name: value for name, value in told.items() if name != "price_wan"}
    return rest | {
        "rights": Right(told["rights"]),
        "transfer": Transfer(told["transfer"]),
        "price_fen": price,
    }


def _stage_talent(script, cast, row):
    affair = script.affair(f"{row['list']} talent")
    affair.then(-row["days_ago"], lambda: _agree(cast, row))
    affair.then(-row["matched_days_ago"], lambda: _match(cast, row))
    affair.then(-row["met_days_ago"], lambda: _meet(cast, row))
    if "settled_days_ago" in row:
        affair.then(-row["settled_days_ago"], lambda: _settle(cast, row))


def _talent(cast, row):
    team = _person(cast, row, "team")
    return next(one for one in cast.projects[row["list"]][0].talents if one.user_id == team.id)


def _agree(cast, row):
    said = Stay(row["stay"]), row["origin"], row["needs"]
    recruiting.agree(_person(cast, row, "team"), _talent(cast, row), *said)


def _match(cast, row):
    officer = _person(cast, row, "officer")
    recruiting.match(officer, _talent(cast, row), cast.units[row["unit"]], row["match"])


def _meet(cast, row):
    recruiting.meet(_person(cast, row, "officer"), _talent(cast, row), clock.today(), row["met"])


def _settle(cast, row):
    recruiting.settle(_person(cast, row, "officer"), _talent(cast, row), clock.today(), row["settled"])


def _stage_offer(script, cast, row):
    affair, made = script.affair(f"offer {row['key']}"), []
    affair.then(-row["days_ago"], lambda: made.append(_offer(cast, row)))
    if row["listed_days_ago"] is not None:
        affair.then(-row["listed_days_ago"], lambda: market.make(cast.people["officer"], made[0], "publish"))
    return made


def _offer(cast, row):
    told = _plain(row["values"])
    told |= {"industry": industry(told.pop("industry_box"))}
    owner = cast.people[row["owner"]]
    contact = {"contact_name": owner.display_name, "contact_email": MAIL.format(row["owner"])}
    found = market.draft(owner, told | contact)
    found.is_demo = True
    db.session.flush()
    market.make(owner, found, "submit")
    return found


def _stage_inquiry(script, cast, row, made):
    affair = script.affair(f"inquiry {row['offer']}")
    affair.then(-row["days_ago"], lambda: made.append(_inquire(cast, row, made[0])))
    if row["accepted_days_ago"] is not None:
        affair.then(-row["accepted_days_ago"], lambda: market.answer(made[0].author, made[-1], "accept"))
    if "signed" in row:
        said = row["signed"]
        affair.then(
            -row["signed_days_ago"], lambda: market.answer(made[0].author, made[-1], "sign", reason=said)
        )


def _inquire(cast, row, offer):
    account = row["by"] if row["by"] in cast.people else poster_account(row["by"])
    person = cast.people[account]
    contact = {"contact_name": person.display_name, "contact_email": MAIL.format(account)}
    return market.inquire(person, offer, {"message": row["message"]} | contact)
