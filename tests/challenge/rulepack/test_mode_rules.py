"""The four modes as data: complete, as frozen with a programme, in words."""

from types import SimpleNamespace

import pytest

from accounts.states import Nature, Role
from challenge import rulepack
from challenge.rulepack.speaking import mode_about
from challenge.states import Mode


def test_every_mode_is_described_and_offered():
    assert list(rulepack.modes()) == [one.value for one in Mode]
    assert [one.label for one in rulepack.modes().values()] == [one.label for one in Mode]


@pytest.mark.parametrize("mode", rulepack.modes().values(), ids=lambda one: one.key)
def test_a_mode_names_only_what_there_is(mode):
    assert set(mode.posts) <= {one.value for one in Role}
    assert set(mode.posts.values()) <= {"unit", "author"}
    assert set(mode.bids) <= {one.value for one in Nature}
    assert (mode.picks in ("bureau", "poster", "gates"), mode.pays in ("poster", "bidder")) == (True, True)
    assert 1 <= mode.winners_min <= mode.winners_max
    assert mode.gates == (mode.picks == "gates") == (mode.winners_max > 1)


def test_what_a_programme_has_frozen_stays():
    frozen = rulepack.freeze("race")
    frozen["mode"]["winners"] = [3, 3]
    programme = SimpleNamespace(mode=Mode.RACE, rules=frozen)
    of_list = SimpleNamespace(mode=Mode.RACE, programme=programme)
    assert rulepack.mode_of(programme).winners == (3, 3)
    assert rulepack.mode_of(SimpleNamespace(challenge=of_list)).winners_min == 3
    assert rulepack.modes()["race"].winners == (2, 4)
    assert rulepack.freeze("race")["mode"]["winners"] == [2, 4]


def test_an_older_programme_or_a_draft_is_answered_by_today():
    older = SimpleNamespace(mode=Mode.ENTERPRISE, rules=rulepack.load())
    draft = SimpleNamespace(mode=Mode.TRANSFER, programme=None)
    assert rulepack.mode_of(older).agreement_first is True
    assert rulepack.mode_of(draft).subject == "result"


def test_words_of_the_sides():
    modes = rulepack.modes()
    assert modes["government"].who_picks == "科技局按专家评审结果确定"
    assert modes["enterprise"].who_picks == "发榜方选定，专家把关，科技局审定"
    assert modes["enterprise"].who_receives == "发榜方"
    assert modes["transfer"].who_picks == "成果方选定，专家把关，科技局审定"
    assert modes["transfer"].word("bidder") == "受让方"


@pytest.mark.parametrize("mode", rulepack.modes().values(), ids=lambda one: one.key)
def test_phrases_are_said_once_and_stay(mode):
    for common, own in mode.phrases.items():
        assert mode.say(common) == own
        assert mode.say(own) == own, "an own word that holds a common one would be changed again"


def test_what_is_quoted_stays_as_it_was_written():
    say = rulepack.modes()["transfer"].say
    assert say("发榜方“发榜方需求研究”的揭榜方案") == "成果方“发榜方需求研究”的转化方案"
    assert rulepack.modes()["government"].say("发榜方") == "发榜方"


def test_words_follow_the_copy_of_the_programme():
    frozen = rulepack.freeze("transfer")
    frozen["mode"]["phrases"] = {"发榜方": "持有方"}
    of_list = SimpleNamespace(mode=Mode.TRANSFER, programme=SimpleNamespace(mode=Mode.TRANSFER, rules=frozen))
    project = SimpleNamespace(challenge=of_list)
    assert mode_about(SimpleNamespace(project=project)).say("发榜方") == "持有方"
    assert mode_about(of_list).say("揭榜方") == "揭榜方"
    assert mode_about(SimpleNamespace(id=1)) is None
