"""A notice with its people in front of their browsers."""

import pytest

from tests import world
from tests.challenge.notice.objections import scene
from tests.challenge.notice.objections.scene import MAIL, NAME, PHONE, UNIT


class Hall:
    """A notice, its people and their browsers."""

    def __init__(self, client_of):
        scene.calendar()
        self.supervisors = [world.user("supervisor", display_name=f"监督员{n}") for n in (1, 2)]
        self.leader = world.user("leader")
        self.officer, self.challenge, self.notice = scene.noticed()
        unit = world.organisation(UNIT)
        self.objector = world.user(
            "researcher", display_name=NAME, phone=PHONE, email=MAIL, organisation_id=unit.id
        )
        self.browser = client_of(self.objector)
        self.client_of = client_of


@pytest.fixture
def hall(client_of, now):
    """Everybody in place."""
    return Hall(client_of)
