"""Who requests, approves, pays and confirms, by the mode of the list."""

import itertools

import pytest

from challenge.delivery.contracts import terms
from challenge.delivery.ledger import rules, sides
from challenge.delivery.states import Payer
from challenge.permissions import READ_EXPENSES
from challenge.states import Mode
from core.gates import may
from tests import world
from tests.challenge.delivery import scene

DEEDS = (rules.requests_payment, rules.approves_payment, rules.pays, rules.receives)
TEAM, POSTER, NOBODY = {"team"}, {"poster"}, set()
# payer → who of the two sides requests, approves, pays, confirms
USUAL = {Payer.DEMANDER: (TEAM, POSTER, POSTER, TEAM), Payer.PUBLIC: (TEAM, NOBODY, NOBODY, TEAM)}
EXPECTED = {
    Mode.GOVERNMENT: USUAL,
    Mode.RACE: USUAL,
    Mode.ENTERPRISE: USUAL | {Payer.PUBLIC: (POSTER, NOBODY, NOBODY, POSTER)},
    Mode.TRANSFER: USUAL | {Payer.DEMANDER: (POSTER, TEAM, TEAM, POSTER)},
}


class Sum:
    """What the questions ask of a payment."""

    requested_by_id = None

    def __init__(self, project, payer):
        self.project, self.payer = project, payer


@pytest.mark.parametrize("mode", Mode)
def test_each_deed_has_its_side(app, mode):
    programme = world.programme(mode=mode)
    author = world.user("enterprise")
    _officer, project = scene.announced(mode=mode, programme_id=programme.id, author=author)
    people = {"team": project.leader, "poster": author, "stranger": world.user("enterprise", "researcher")}
    for payer, (at, deed) in itertools.product(USUAL, enumerate(DEEDS)):
        found = {name for name, user in people.items() if deed(user, Sum(project, payer))}
        assert found == EXPECTED[mode][payer][at], (payer, deed.__name__)
    for payer in Payer:
        assert (
            sides.payer_of(Sum(project, payer)) != sides.receiver_of(Sum(project, payer))
            or payer is Payer.OWN
        )
        spending = {name for name, user in people.items() if sides.spends(user, project, payer)}
        assert spending == (TEAM if payer is Payer.OWN else EXPECTED[mode][payer][3])
    reads = {name for name, user in people.items() if may(user, project, READ_EXPENSES)}
    assert reads == (TEAM | POSTER if mode in (Mode.ENTERPRISE, Mode.TRANSFER) else TEAM)


def test_the_contract_says_who_receives(app):
    def told(mode):
        programme = world.programme(mode=mode)
        author = world.user("enterprise")
        _officer, project = scene.announced(mode=mode, programme_id=programme.id, author=author)
        units = {"发榜方": author.organisation.name, "揭榜方": project.organisation.name}
        return terms.receives(project), units

    found, units = told(Mode.ENTERPRISE)
    assert found == {"public": f"发榜方（{units['发榜方']}）", "price": f"揭榜方（{units['揭榜方']}）"}
    found, units = told(Mode.TRANSFER)
    assert found == {"public": f"受让方（{units['揭榜方']}）", "price": f"成果方（{units['发榜方']}）"}
