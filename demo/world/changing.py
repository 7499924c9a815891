"""变更: one side asks, the officer sends it out, all sides confirm."""

from challenge.delivery.contracts import actions
from challenge.delivery.contracts.rules import open_contract
from demo.world.texts import fen

PARTIES = ("team", "poster", "leader")
WHY = "经费构成与定榜时一致，本次变更只调整各里程碑之间的安排。"


def changes_of(told):
    """What is to change, in the shape of the form; sums in 万元 become 分."""
    lines = {name: fen(wan) for name, wan in told.get("lines", {}).items()}
    milestones = {int(number): facts for number, facts in told.get("milestones", {}).items()}
    return {name: rows for name, rows in (("lines", lines), ("milestones", milestones)) if rows}


def _ask(scene):
    told = scene.event
    actions.ask_change(scene.person(told["who"]), scene.project, told["why"], changes_of(told))


def _agree(scene):
    contract = open_contract(scene.project)
    actions.offer_change(scene.person("officer"), contract, contract.version, check_reason=WHY)
    for party in PARTIES:
        actions.confirm(scene.person(party), contract, contract.digest)


VERBS = {"ask_change": _ask, "agree_change": _agree}
