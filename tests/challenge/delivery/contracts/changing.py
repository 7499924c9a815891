"""Changes for tests: a project under contract with a team of two, changes asked for and agreed on by all sides."""

from challenge.bidding.models import BidMember
from challenge.delivery.contracts import actions
from core import clock
from core.database import db, transaction
from tests import world
from tests.challenge.delivery import scene


def signed():
    """(officer, project under contract); the team has a second member of the lead unit."""
    officer, project = scene.signed()
    mate = world.user("researcher", organisation_id=project.organisation_id)
    with transaction():
        facts = {"name": mate.display_name, "unit": "", "role": "试验", "share_percent": 50}
        db.session.add(
            BidMember(
                bid_id=project.bid_id,
                user_id=mate.id,
                invited_at=clock.now(),
                confirmed_at=clock.now(),
                **facts,
            )
        )
    db.session.expire(project.bid, ["members"])
    return officer, project


def mate_of(project):
    """The second member of the team."""
    return next(one.user for one in project.bid.members if one.user_id not in (None, project.bid.leader_id))


def asked(project, changes, who=None, why="设备到货推迟。"):
    """A change that waits for the officer."""
    with transaction():
        return actions.ask_change(who or project.leader, project, why, changes)


def offered(officer, contract, note=""):
    """The officer has sent it to all sides."""
    with transaction():
        actions.offer_change(officer, contract, contract.version, note, scene.WHY)
    return contract


def agreed(officer, contract, note="", people=None):
    """In force: all sides have confirmed, the bureau last."""
    offered(officer, contract, note)
    people = people or sides(contract)
    for person in people:
        with transaction():
            actions.confirm(person, contract, contract.digest)
    return contract


def sides(contract):
    """Who confirms, in order."""
    project = contract.project
    people = scene.sides(project)
    if contract.successor is not None:
        people.insert(1, contract.successor)
    return people
