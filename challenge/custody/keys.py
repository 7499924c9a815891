"""The keys of lists: made at publication, opened by two custodians, extended to a third. No web."""

from itertools import combinations

from challenge.custody import queries, rules
from challenge.custody.models import ChallengeKey, KeyShare
from core import clock, envelopes, passphrases
from core.database import db
from core.keys import Damaged


class NotUnlocked(Exception):
    """The two did not open the key. `faults`: {place: sentence} of the custodians concerned (0, 1), None for both;
    `wrong`: the places whose passphrase was wrong."""

    def __init__(self, faults, wrong=()):
        super().__init__("；".join(faults.values()))
        self.faults, self.wrong = faults, frozenset(wrong)


def make(challenge):
    """The key of a list that is being published: for its custodians if two can open it, else the server's own.

    The private half is wrapped for each pair of custodians of different people and forgotten here.
    """
    key = ChallengeKey(challenge=challenge, made_at=clock.now())
    db.session.add(key)
    custodians = [one for one in queries.enrolled() if rules.is_able(one, challenge)]
    if rules.able_pairs(custodians, challenge, queries.witnesses(challenge)):
        private, key.public = envelopes.new_pair()
        for pair in combinations(custodians, 2):
            _share(key, pair, private)
    db.session.flush()
    return key


def unlock(challenge, presented):
    """The private half of a list's key; `presented`: two pairs (custodian, passphrase). Raises NotUnlocked."""
    custodians = [custodian for custodian, _ in presented]
    _check_pair(challenge, *custodians)
    share = queries.share_of(challenge, *custodians)
    if share is None:
        raise NotUnlocked({None: f"{_names(custodians)}两人没有共同保管本榜单的密钥。{others(challenge)}"})
    halves = _private_halves(presented, challenge)
    key = share.key
    try:
        private = envelopes.unwrap(halves, share.wrap, key.bound)
        if envelopes.public_of(private) != key.public:
            raise Damaged("the private half belongs to another key")
    except (Damaged, ValueError) as error:
        said = f"{_names(custodians)}共同保管的密钥包已损坏，无法开启。{others(challenge, but=custodians)}"
        raise NotUnlocked({None: said}) from error
    return private


def opens(custodian, passphrase):
    """Whether the private half of this custodian is under this passphrase."""
    try:
        return bool(private_half(custodian, passphrase))
    except (passphrases.WrongPassphrase, Damaged):
        return False


def private_half(custodian, passphrase):
    """The private half of a custodian; raises passphrases.WrongPassphrase or Damaged."""
    private = passphrases.unlock(custodian.secret or b"", passphrase, custodian.bound)
    if envelopes.public_of(private) != custodian.public:
        raise Damaged("the private half belongs to another pair")
    return private


def admit(challenge, newcomer, presented):
    """Wrap the list's key for the newcomer with each custodian who holds a part; two must be present."""
    private, key = unlock(challenge, presented), rules.key_of(challenge)
    for one in queries.holding(challenge):
        _share(key, (one, newcomer), private)
    db.session.flush()


def others(challenge, but=()):
    """Which pairs can still open the list, as a sentence."""
    pairs = [pair for pair in queries.pairs_of(challenge) if set(pair) != set(but)]
    if not pairs:
        return "目前没有其他保管人组合可以开启本榜单。"
    return f"还可以由以下组合开启：{'；'.join(_names(pair) for pair in pairs)}。"


def _check_pair(challenge, first, second):
    for place, one in enumerate((first, second)):
        if not rules.is_able(one, challenge):
            raise NotUnlocked(
                {place: f"{one.user.display_name}已退出、账号已停用或须回避，不能参与本榜单开标。"}
            )
    if first.user_id == second.user_id:
        raise NotUnlocked({1: "两名保管人必须是不同的人。"})
    if not rules.differ(first, second, challenge):
        raise NotUnlocked({1: "两名保管人须是不同角色（经办、监督、局领导）的人员。"})


def _private_halves(presented, challenge):
    halves, faults, wrong = [], {}, []
    for place, (custodian, passphrase) in enumerate(presented):
        name = custodian.user.display_name
        try:
            halves.append(private_half(custodian, passphrase))
        except passphrases.WrongPassphrase:
            faults[place] = f"{name}的保管口令不正确，请{name}重新输入。"
            wrong.append(place)
        except (Damaged, ValueError):
            left = others(challenge, but=[one for one, _ in presented])
            faults[place] = f"{name}的保管人密钥已损坏，无法使用。{left}"
    if faults:
        raise NotUnlocked(faults, wrong)
    return halves


def _share(key, pair, private):
    first, second = sorted(pair, key=lambda one: one.id)
    wrapped = envelopes.wrap([first.public, second.public], private, key.bound)
    row = KeyShare(first=first, second=second, wrap=wrapped, added_at=clock.now())
    key.shares.append(row)


def _names(pair):
    return "、".join(one.user.display_name for one in pair)
