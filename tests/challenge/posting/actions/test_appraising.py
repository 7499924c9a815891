"""Opinions by the criteria of the rule pack: one per person, renewed, only while appraising."""

import pytest

from challenge.posting.actions.appraising import add_opinion
from challenge.states import C
from core import audit
from core.database import transaction
from core.errors import Conflict
from tests import world

SCORES = {"need": 5, "novelty": 4, "measurable": 4, "benefit": 1}


def test_one_opinion_per_person_that_can_be_renewed(app):
    demand, officer = world.challenge(C.APPRAISING), world.user("officer")
    with transaction():
        add_opinion(officer, demand, SCORES, "可以", recommends=True)
    with transaction():
        row = add_opinion(officer, demand, SCORES | {"need": 2}, "再看看", recommends=False)
    assert demand.opinions == [row]
    assert (row.scores["need"], row.text, row.recommends) == (2, "再看看", False)
    assert (audit.head().action, audit.head().after) == ("challenge.opinion", {"recommends": False})


@pytest.mark.parametrize("points", [0, 6, None])
def test_every_criterion_has_its_points(app, points):
    demand, officer = world.challenge(C.APPRAISING), world.user("officer")
    scores = {key: value for key, value in (SCORES | {"need": points}).items() if value is not None}
    with pytest.raises(ValueError, match="“需求真实性与迫切性”须评 1 至 5 分。"), transaction():
        add_opinion(officer, demand, scores, "可以", recommends=True)
    assert demand.opinions == []


def test_only_while_appraising(app):
    demand = world.challenge(C.POOLED)
    with pytest.raises(Conflict, match="需求当前为“已入库”，不在论证中"), transaction():
        add_opinion(world.user("officer"), demand, SCORES, "可以", recommends=True)
