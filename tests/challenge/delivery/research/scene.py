"""R&D logs for tests: entries of a signed project, in as few steps as possible."""

import datetime as dt

from challenge.delivery.research import actions
from challenge.delivery.research.states import Work
from core import clock
from core.database import transaction
from tests import world
from tests.challenge.delivery import scene

MONDAY = dt.datetime(2026, 10, 5, 2, 0, tzinfo=dt.UTC)


def signed(now, **facts):
    """(officer, project under contract); the clock shows a Monday some days after the project began."""
    officer, project = scene.signed(**facts)
    now.instant = MONDAY
    return officer, project


def write(project, text="流道改型第一次试验，泄漏率偏高。", *, ago=0, kind=Work.TRIAL, user=None, **more):
    """An entry about `ago` days before today."""
    day = clock.today() - dt.timedelta(days=ago)
    with transaction():
        return actions.write(user or project.leader, project, day, kind, text, **more)


def mate(project):
    """A confirmed member of the team."""
    from challenge.bidding.models import BidMember

    person = world.user("researcher")
    with transaction():
        at = {"invited_at": clock.now(), "confirmed_at": clock.now()}
        project.bid.members.append(BidMember(user_id=person.id, name=person.display_name, **at))
    return person
