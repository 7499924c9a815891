"""“Then … is told that …” of the poster's choice."""

from accounts.mailbox import members_of, tell
from accounts.states import Role
from challenge import rulepack


def tell_handler_chosen(choice):
    """The officer in charge: the poster has chosen."""
    of = choice.challenge
    path = f"/desk/challenges/{of.code}/propose"
    said = rulepack.mode_of(of).say("发榜方已选定方案")
    tell([of.handler_id], f"{said}：{of.title}", "", path, thread=f"review:{of.id}")


def tell_poster_to_choose(challenge, move):
    """Where the mode says so, the poster: the bids that passed the formal check wait for its choice."""
    people = members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}
    path = f"/desk/challenges/{challenge.code}/choice"
    tell(
        people, f"请在通过形式审查的方案中选定：{challenge.title}", "", path, thread=f"review:{challenge.id}"
    )
