"""The register at admission to the pool and at a payment, and who reads which sentence."""

import pytest

from core.database import transaction
from core.workflow import Refused, apply
from talent.integrity import gate
from talent.integrity.states import Purpose
from talent.states import P
from tests import findings, world

NEUTRAL = "“{}”目前不符合{}的条件，原因只告知本人或本单位，请其登录平台查看“我的诚信记录”。"


def test_a_barred_expert_is_not_admitted(app):
    officer = world.user("officer")
    row, other = (world.profile(state=P.DRAFT) for _ in range(2))
    findings.found(row, level="light", months=6)
    with pytest.raises(Refused) as refused, transaction():
        apply(officer, row, "admit")
    found = "情节较轻，2026年9月16日 至 2027年3月15日"
    sentence = (
        f"“{row.name}”在科研失信限制期内（{found}），不能进入人才库（科研诚信规则 2026-1 第三条第一项）。"
    )
    assert refused.value.refusal.sentence == sentence
    with transaction():
        apply(officer, other, "admit")
    assert (row.state, other.state) == (P.DRAFT, P.ADMITTED)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_each_gate_has_a_whole_sentence_and_a_neutral_one(app, purpose):
    person, stranger = world.user("researcher"), world.user("researcher")
    findings.found(person, level="serious", months=48)
    (finding,) = gate.findings(purpose, users=[person.id])
    whole = finding.sentence(person)
    assert whole == finding.sentence(world.user("officer"))
    assert "情节严重，2026年9月16日 至 2030年9月15日" in whole
    assert f"不能{purpose.label}（科研诚信规则 2026-1 第三条第三项）。" in whole
    neutral = NEUTRAL.format(person.display_name, purpose.label)
    assert [finding.sentence(one) for one in (stranger, None)] == [neutral, neutral]


def test_a_payment_is_refused_in_the_words_of_its_reader(app):
    unit = world.organisation()
    findings.found(unit, level="serious", months=48)
    own, other = world.user("enterprise", organisation_id=unit.id), world.user("finance")
    asked = {"organisations": [unit.id, world.organisation().id]}
    assert gate.payment_refusal(own, **asked) == gate.payment_refusal(other, **asked)
    stranger = world.user("enterprise")
    assert gate.payment_refusal(stranger, **asked) == NEUTRAL.format(unit.name, "获得拨付")
    assert gate.payment_refusal(own, users=[own.id]) is None
