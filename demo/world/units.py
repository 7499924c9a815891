"""Organisations: the bureau and those without a registered person are entered, the others register themselves."""

from accounts.models import Organisation
from accounts.states import Nature, OrganisationState
from core import audit, clock, workflow
from core.database import db
from demo.world.texts import industry, read


def text_of(key):
    """The text of one organisation."""
    return next(row for row in read("organisations") if row["key"] == key)


def complete(unit, text):
    """Fill in what the form of registration does not ask for."""
    unit.region, unit.industry = text["region"], industry(text["industry_box"])
    db.session.flush()


def enter(cast, key, *, actor=None, state=OrganisationState.PENDING):
    """Enter an organisation by hand; it waits for approval as any other, but for the bureau itself."""
    text = text_of(key)
    unit = Organisation(
        name=text["name"],
        credit_code=text["credit_code"],
        nature=Nature(text["nature"]),
        county=text["county"] or "",
        state=state,
        created_at=clock.now(),
    )
    db.session.add(unit)
    complete(unit, text)
    audit.record(actor, "organisation.register", unit, "登记单位")
    cast.units[key] = unit
    return unit


def approve(cast, key):
    """An officer approves an organisation."""
    workflow.apply(cast.people["officer"], cast.units[key], "approve")


def reveal_parent(cast, key, officer):
    """The officer records a shareholding that came to light."""
    unit, parent = cast.units[key], cast.units[text_of(key)["parent"]]
    unit.parent_id = parent.id
    audit.record(officer, "organisation.parent", unit, "登记控股关系", after={"parent": parent.id})
