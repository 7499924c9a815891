"""Who is told of a batch: officers in charge of its lists, supervisors."""

from accounts.mailbox import holders, tell
from accounts.states import Role


def _officers(batch):
    return {one.challenge.handler_id for one in batch.lists} - {None} | {batch.created_by_id}


def _tell(people, batch, text):
    tell(people, f"{text}：{batch.title}", "", f"/desk/reviews/batches/{batch.id}")


def tell_officers(batch, move):
    """Officers in charge: the batch has moved."""
    actor = {move.actor.id} if move.actor else set()
    _tell(_officers(batch) - actor, batch, f"集中分派（{batch.state.label}）")


def tell_both(batch, move):
    """Officers in charge and the supervisors."""
    actor = {move.actor.id} if move.actor else set()
    people = (_officers(batch) | holders(Role.SUPERVISOR)) - actor
    _tell(people, batch, f"集中分派动态（{move.step.label}）")


def tell_exhausted(challenge, batch):
    """Officers in charge and supervisors: nobody is left who could take an empty seat."""
    people = {challenge.handler_id or batch.created_by_id} | holders(Role.SUPERVISOR)
    _tell(people, batch, f"{challenge.code} 候补专家已用完，评审席位空缺")
