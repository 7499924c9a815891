"""Keys of lists: made for those who can open them, unlocked by two, extended to a third."""

import pytest

from accounts.states import UserState
from challenge.custody import actions, keys, queries, rules
from challenge.custody.models import ChallengeKey, KeyShare
from challenge.states import C
from core import audit, envelopes
from core.database import db, transaction
from core.errors import Conflict
from tests import custody, world
from tests.custody import PASSPHRASE, presented


def codes(pairs):
    """Pairs as sets of ids."""
    return [{first.id, second.id} for first, second in pairs]


def test_the_key_is_wrapped_for_each_pair_and_nowhere_in_clear(app):
    three = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    key = rules.key_of(challenge)
    ids = [one.id for one in three]
    assert [(one.first_id, one.second_id) for one in key.shares] == [
        (ids[0], ids[1]),
        (ids[0], ids[2]),
        (ids[1], ids[2]),
    ]
    private = keys.unlock(challenge, presented(three[0], three[1]))
    assert envelopes.public_of(private) == key.public
    assert [keys.unlock(challenge, presented(*pair)) for pair in ((three[2], three[0]), three[1:])] == [
        private
    ] * 2
    kept = [share.wrap for share in key.shares] + [one.secret for one in three]
    assert not any(private in one or private.hex().encode() in one for one in kept)


def test_publication_says_in_the_public_log_how_bids_are_sealed(app):
    custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    entry = audit.entries_of(f"challenge:{challenge.id}")[-1]
    mark = rules.key_of(challenge).fingerprint
    assert (entry.action, entry.public) == ("challenge.key", True)
    assert entry.what == f"密封方式：保管人密封，公钥指纹 {mark}"
    assert (entry.after["mode"], entry.after["fingerprint"]) == ("custodians", mark)


@pytest.mark.parametrize(
    ("enrolled", "watching"),
    [
        ((), ("supervisor",)),
        (("officer",), ("supervisor",)),
        (("officer", "officer"), ("supervisor",)),
        (("officer", "leader"), ()),
        (("officer", "supervisor"), ()),
    ],
)
def test_without_two_roles_and_a_witness_the_server_seals(app, enrolled, watching):
    for role in enrolled:
        custody.custodian(role)
    for role in watching:
        world.user(role)
    challenge = custody.listed()
    assert not rules.is_in_custody(challenge)
    assert rules.sealing_of(challenge).label == "平台单方密封"
    assert audit.entries_of(f"challenge:{challenge.id}")[-1].what == "密封方式：平台单方密封"


def test_people_of_the_poster_hold_no_part(app):
    poster = world.organisation()
    custody.custodian("officer", organisation_id=poster.id)
    custody.custodian("leader"), custody.custodian("supervisor"), world.user("supervisor")
    author = world.user("enterprise", organisation_id=poster.id)
    challenge = custody.listed(author=author)
    assert len(rules.key_of(challenge).shares) == 1


def test_whose_passphrase_is_wrong_is_said(app):
    first, second, _ = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    with pytest.raises(keys.NotUnlocked) as refused:
        keys.unlock(challenge, [(first, PASSPHRASE), (second, "不是这一句话啊真的不是")])
    name = second.user.display_name
    assert refused.value.faults == {1: f"{name}的保管口令不正确，请{name}重新输入。"}
    assert refused.value.wrong == {1}


def test_one_person_or_one_role_is_not_enough(app):
    first, second, _ = custody.three()
    other = custody.custodian("officer")
    world.user("supervisor")
    challenge = custody.listed()
    with pytest.raises(keys.NotUnlocked, match="必须是不同的人"):
        keys.unlock(challenge, presented(first, first))
    with pytest.raises(keys.NotUnlocked, match="不同角色"):
        keys.unlock(challenge, presented(first, other))
    assert {first.id, other.id} not in codes(queries.pairs_of(challenge))
    assert {other.id, second.id} in codes(queries.pairs_of(challenge))


def test_a_lost_custodian_leaves_the_other_pairs(app):
    first, second, third = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    with transaction():
        first.user.state = UserState.STOPPED
    assert codes(queries.pairs_of(challenge)) == [{second.id, third.id}]
    with pytest.raises(keys.NotUnlocked, match="已退出、账号已停用或须回避"):
        keys.unlock(challenge, presented(first, second))
    assert len(keys.unlock(challenge, presented(second, third))) == 32


def test_a_damaged_wrap_names_who_can_still_open(app):
    first, second, third = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    with transaction():
        share = queries.share_of(challenge, first, second)
        share.wrap = share.wrap[:-4] + b'00"}'
    with pytest.raises(keys.NotUnlocked) as refused:
        keys.unlock(challenge, presented(first, second))
    names = [one.user.display_name for one in (first, second, third)]
    assert refused.value.faults == {
        None: f"{names[0]}、{names[1]}共同保管的密钥包已损坏，无法开启。"
        f"还可以由以下组合开启：{names[0]}、{names[2]}；{names[1]}、{names[2]}。"
    }


def test_a_damaged_record_of_a_custodian_is_no_wrong_passphrase(app):
    first, second, _ = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    with transaction():
        second.secret = second.secret[:-4] + b'00"}'
    with pytest.raises(keys.NotUnlocked, match="的保管人密钥已损坏") as refused:
        keys.unlock(challenge, presented(first, second))
    assert refused.value.wrong == frozenset()


def test_a_wrap_of_another_list_does_not_open(app):
    first, second, _ = custody.three()
    world.user("supervisor")
    mine, other = custody.listed(), custody.listed()
    with transaction():
        queries.share_of(mine, first, second).wrap = queries.share_of(other, first, second).wrap
    with pytest.raises(keys.NotUnlocked, match="密钥包已损坏"):
        keys.unlock(mine, presented(first, second))


def test_two_present_custodians_admit_a_third(app):
    first, second = custody.custodian("officer"), custody.custodian("leader")
    officer = world.user("supervisor")
    challenge = custody.listed()
    late = custody.custodian("supervisor")
    assert queries.newcomers(challenge) == [late]
    with pytest.raises(keys.NotUnlocked, match="没有共同保管"):
        keys.unlock(challenge, presented(first, late))
    with pytest.raises(keys.NotUnlocked), transaction():
        actions.admit(officer, challenge, late, presented(first, second, passphrase="不是这一句话啊真的不是"))
    assert db.session.scalar(db.select(db.func.count(KeyShare.id))) == 1
    with transaction():
        actions.admit(officer, challenge, late, presented(first, second))
    assert len(keys.unlock(challenge, presented(late, second))) == 32
    assert queries.newcomers(challenge) == []
    said = audit.entries_of(f"challenge:{challenge.id}")[-1].what
    assert said.endswith(f"接纳{late.user.display_name}为本榜单保管人")


def test_the_last_who_can_open_does_not_retire(app):
    first, second, _third = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    with transaction():
        actions.retire(first.user, first)
    assert (first.secret, queries.custodian_of(first.user)) == (None, None)
    with pytest.raises(Conflict, match=challenge.code), transaction():
        actions.retire(second.user, second)
    again = custody.PASSPHRASE
    with transaction():
        fresh = actions.enrol(first.user, again)
    assert fresh.public != first.public
    assert fresh in queries.newcomers(challenge)


def test_each_publication_has_a_key_of_its_own(app):
    custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    former = rules.key_of(challenge).fingerprint
    with transaction():
        actions.make_key(world.user("officer"), challenge)
    assert rules.key_of(challenge).fingerprint not in ("", former)
    assert db.session.scalar(db.select(db.func.count(ChallengeKey.id))) == 2


def test_a_list_of_former_times_is_sealed_by_the_server(app):
    challenge = world.challenge(C.OPEN)
    assert (rules.key_of(challenge), rules.sealing_of(challenge).mode) == (None, "platform")
    assert queries.pairs_of(challenge) == []
