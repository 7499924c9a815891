"""What the contracts of all lanes come to, against what the list has published (demander and public money)."""

import dataclasses

from challenge import rulepack
from challenge.delivery.contracts.rules import contract_in_force, open_contract
from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.states import ENDED, K, P, Payer, Y
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
    sums = [_sums(one, offered if offered is not None and one is offered.project else None) for one in rows]
    mode = rulepack.mode_of(challenge)
    public = sum(one[Payer.PUBLIC] for one in sums)
    return Together(
        lanes=len(rows),
        each_fen=challenge.reward_fen,
        agreed_fen=public + sum(one[Payer.DEMANDER] for one in sums),
        most_fen=mode.promised_fen(challenge.reward_fen, len(rows)),
        public_fen=public,
        public_most_fen=mode.promised_fen(challenge.public_funds_fen, len(rows)),
    )


def _sums(project, offered):
    """{payer: 分} of one lane: what its contract says and gates have added; after its end what the end has left of that."""
    live = [one for one in project.payments if one.state is not Y.CANCELLED]
    if project.state in ENDED:
        return {payer: sum(one.amount_fen for one in live if one.payer is payer) for payer in SUMS}
    found = offered or _counts(project)
    moved = [one for one in live if one.gate_id is not None]
    return {
        payer: (found.content["money"][name] or 0 if found else 0)
        + sum(one.amount_fen for one in moved if one.payer is payer)
        for payer, name in SUMS.items()
    }


def _counts(project):
    found = open_contract(project)
    return contract_in_force(project) or (found if found and found.state is K.OFFERED else None)


def within_list(contract):
    """The contracts of all lanes together stay within what the list has published: asked when one is sent out, and again
    when it comes into force, since meanwhile a lane may have left."""
    challenge = contract.project.challenge
    mode = rulepack.mode_of(challenge)
    if not mode.gates and mode.reward_per == "lane":
        return None  # One contract at a time; what it may come to is held against the list by itself.
    found = together(challenge, offered=contract)
    return None if found.fits else f"{said(found, challenge)}，请退回调整。"


def said(found, challenge):
    """The sums as a sentence without its full stop."""
    lanes = rulepack.mode_of(challenge).promised_fen(1, found.lanes)
    times = f"每条赛道 {formats.wan(found.each_fen)} × {found.lanes} 条，" if lanes > 1 else ""
    sums = f"发榜方出资和财政资金合计 {formats.wan(found.agreed_fen)}，其中财政资金 {formats.wan(found.public_fen)}"
    most = f"合计最高 {formats.wan(found.most_fen)}，其中财政资金 {formats.wan(found.public_most_fen)}"
    verdict = "未超过榜单" if found.fits else "超过榜单"
    return f"各赛道任务书的{sums}；榜单公布：{times}{most}；{verdict}"
