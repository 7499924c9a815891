"""The journeys of projects with their people in real windows; who sits on a panel, but for its chair, comes by the client."""

import pytest

from tests.browser.people import Person
from tests.challenge.delivery import scene
from tests.journeys import accepting, defaulting, gate_day, rectifying, tolerating
from tests.journeys.visitor import Visitor
from tests.journeys.works import Works

AT_THE_CLIENT = {f"member{number}" for number in range(2, 6)}
ON_A_PHONE = {"expert", "member1", "lane3"}


@pytest.fixture
def seat(windows, client_of):
    seated = {}

    def sit(user, name):
        if name in AT_THE_CLIENT:
            return Visitor(client_of(user), name)
        if name not in seated:
            width = 360 if name in ON_A_PHONE else 1280
            seated[name] = Person(windows.open(user=user, width=width), name)
        else:
            windows.sign_in(seated[name].page, user)
        return seated[name]

    return sit


def test_a_rectification_in_windows(app, now, seat):
    rectifying.play(Works(now, seat))


def test_a_demander_who_does_not_pay_in_windows(app, now, seat):
    defaulting.play(Works(now, seat))


def test_from_contract_to_acceptance_in_windows(app, now, seat):
    accepting.play(Works(now, seat, scene.drafted))


def test_a_diligent_failure_in_windows(app, now, seat):
    tolerating.play(Works(now, seat))


def test_the_day_of_a_gate_in_windows(app, now, seat):
    gate_day.play(gate_day.Race(now, seat))
