"""Questions about custody: who may hold keys, how a list is sealed, which two custodians can open it."""

import dataclasses
from itertools import combinations

from accounts.states import Role

OPENERS = (Role.OFFICER, Role.SUPERVISOR, Role.LEADER)
CUSTODIANS, PLATFORM = "custodians", "platform"
MODES = {CUSTODIANS: "保管人密封", PLATFORM: "平台单方密封"}
MEANINGS = {
    CUSTODIANS: "方案提交后平台自己无法读取；截止后须两名保管人输入口令、一名监督人员见证，才能开启。",
    PLATFORM: "方案以平台服务器的密钥加密，须两名不同角色的人员开启；掌握服务器和密钥文件的人在技术上能够读取。",
}


@dataclasses.dataclass(frozen=True)
class Sealing:
    """How a list is sealed, as its pages say it: mode, label, what it means, fingerprint of the public key ('')."""

    mode: str
    fingerprint: str

    @property
    def label(self):
        """Name of the mode."""
        return MODES[self.mode]

    @property
    def meaning(self):
        """What the mode protects from, in one sentence."""
        return MEANINGS[self.mode]


def keeps_keys(user):
    """Officers, supervisors and leaders can be custodians."""
    return user.is_authenticated and bool(user.roles & set(OPENERS))


def opening_roles(user, challenge):
    """Roles in which this person could open the bids of a list."""
    if user.organisation_id == challenge.organisation_id:
        return set()
    return {role for role in user.roles if role in OPENERS}


def key_of(challenge):
    """The key of the present publication of a list; None for one published before lists had keys."""
    return challenge.seal_keys[-1] if challenge.seal_keys else None


def is_in_custody(challenge):
    """The bids of this list are sealed for its custodians, not for the server."""
    key = key_of(challenge)
    return key is not None and key.public is not None


def sealing_of(challenge):
    """How a list is sealed."""
    key = key_of(challenge)
    return Sealing(CUSTODIANS if is_in_custody(challenge) else PLATFORM, key.fingerprint if key else "")


def is_able(custodian, challenge):
    """Still enrolled, the account in use, and entitled to open the bids of this list."""
    usable = custodian.retired_at is None and custodian.user.is_active
    return usable and bool(opening_roles(custodian.user, challenge))


def differ(first, second, challenge):
    """Two people who can act in different roles at the opening of this list."""
    roles = opening_roles(first.user, challenge), opening_roles(second.user, challenge)
    return first.user_id != second.user_id and len(roles[0] | roles[1]) > 1 and all(roles)


def able_pairs(custodians, challenge, supervisors):
    """Pairs of custodians who could open this list: different people and roles, and a supervisor left to witness.

    `supervisors` are the ids of active people with that role.
    """
    able = [one for one in custodians if is_able(one, challenge)]
    return [pair for pair in combinations(able, 2) if can_open(pair, challenge, supervisors)]


def can_open(pair, challenge, supervisors):
    """Whether these two could open the list with a witness beside them."""
    first, second = pair
    return differ(first, second, challenge) and bool(set(supervisors) - {one.user_id for one in pair})
