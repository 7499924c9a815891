"""What the contracts of all lanes come to, against what the list has published (demander and public money)."""

import dataclasses

from challenge import rulepack
from challenge.delivery.contracts.rules import contract_in_force, open_contract
from challenge.delivery.states import K, P
from core import formats


@dataclasses.dataclass(frozen=True)
class Together:
    """分 of so many lanes: agreed and published, of the whole reward and of the public money in it."""

    lanes: int
    each_fen: int
    agreed_fen: int
    most_fen: int
    public_fen: int
    public_most_fen: int

    @property
    def fits(self):
        """Nothing is promised that was not published."""
        return self.agreed_fen <= self.most_fen and self.public_fen <= self.public_most_fen


def together(challenge, *, offered=None):
    """The sums of a list; of the lane of `offered` this version counts, of the others what binds or waits for the sides."""
    # A lane that has ended before its contract promises nothing, and raises nothing.
    rows = [one for one in challenge.projects if one.state is P.SIGNING or contract_in_force(one)]
    money = [
        found.content["money"]
        for found in (
            offered if offered is not None and one is offered.project else _counts(one) for one in rows
        )
        if found is not None
    ]
    mode = rulepack.mode_of(challenge)
    public = sum(one["public_fen"] or 0 for one in money)
    return Together(
        lanes=len(rows),
        each_fen=challenge.reward_fen,
        agreed_fen=public + sum(one["demander_fen"] or 0 for one in money),
        most_fen=mode.promised_fen(challenge.reward_fen, len(rows)),
        public_fen=public,
        public_most_fen=mode.promised_fen(challenge.public_funds_fen, len(rows)),
    )


def _counts(project):
    found = open_contract(project)
    return contract_in_force(project) or (found if found and found.state is K.OFFERED else None)


def within_list(contract):
    """The contracts of all lanes together stay within what the list has published."""
    challenge = contract.project.challenge
    if not rulepack.mode_of(challenge).gates:
        return None
    found = together(challenge, offered=contract)
    return None if found.fits else f"{said(found, challenge)}，请调整后再发出。"


def said(found, challenge):
    """The sums as a sentence without its full stop."""
    lanes = rulepack.mode_of(challenge).promised_fen(1, found.lanes)
    times = f"每条赛道 {formats.wan(found.each_fen)} × {found.lanes} 条，" if lanes > 1 else ""
    sums = f"发榜方出资和财政资金合计 {formats.wan(found.agreed_fen)}，其中财政资金 {formats.wan(found.public_fen)}"
    most = f"合计最高 {formats.wan(found.most_fen)}，其中财政资金 {formats.wan(found.public_most_fen)}"
    verdict = "未超过榜单" if found.fits else "超过榜单"
    return f"各赛道任务书的{sums}；榜单公布：{times}{most}；{verdict}"
