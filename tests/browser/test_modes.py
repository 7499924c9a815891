"""The own scenes of 企业出题 and 成果转化 in real windows, one of the people on a phone."""

import pytest

from tests.browser.people import Person
from tests.journeys import partners

ON_A_PHONE = {"alpha", "owner", "guest"}


@pytest.fixture
def seat(windows):
    seated = {}

    def sit(user, name):
        if name not in seated:
            width = 360 if name in ON_A_PHONE else 1280
            seated[name] = Person(windows.open(user=user, width=width), name)
        elif user is not None:
            windows.sign_in(seated[name].page, user)
        return seated[name]

    return sit


def test_a_joint_bid_in_windows(app, now, seat):
    partners.play_joint(now, seat)


def test_a_result_finds_who_takes_it_in_windows(app, now, seat):
    partners.play_transfer(now, seat)
