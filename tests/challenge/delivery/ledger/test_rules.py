"""Gates of money where there is nothing to measure, and who is dunned."""

from types import SimpleNamespace

from challenge.delivery.ledger import dunning, rules
from challenge.delivery.states import Payer, Y
from tests.challenge.delivery.ledger import scene


def test_without_a_demander_who_pays_the_first_tranche_has_no_limit(app):
    _officer, project, _people = scene.ledger()
    public = scene.payment(project, "public")
    assert "首笔财政资金不超过发榜方实付金额的 50%" in rules.first_tranche_covered(public)
    alone = SimpleNamespace(payments=[public], challenge=project.challenge)
    lone = SimpleNamespace(payer=Payer.PUBLIC, project=alone, amount_fen=1, state=Y.LOCKED)
    assert rules.first_tranche_covered(lone) is None


def test_only_the_demander_is_dunned(app):
    _officer, project, _people = scene.ledger()
    assert dunning.demander_late(scene.payment(project, "public")) == "只对发榜方出资的款项催告。"
