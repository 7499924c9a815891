"""Who pays the price and who receives money, by the mode of the list: the team's side or the poster's."""

import dataclasses

from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.states import Payer

TEAM, POSTER = "bidder", "poster"
OTHER = {TEAM: POSTER, POSTER: TEAM}


@dataclasses.dataclass(frozen=True)
class Money:
    """All money of one payer in a project, where no single payment is meant."""

    project: object
    payer: Payer


def payer_of(payment):
    """The side that pays, or None where the public does."""
    if payment.payer is Payer.DEMANDER:
        return rulepack.mode_of(payment.project).pays
    return TEAM if payment.payer is Payer.OWN else None


def receiver_of(payment):
    """The side that receives: of a price the other one, of public money the one that the mode names."""
    if payment.payer is Payer.DEMANDER:
        return OTHER[payer_of(payment)]
    if payment.payer is Payer.PUBLIC and rulepack.mode_of(payment.project).receives == POSTER:
        return POSTER
    return TEAM


def speaks_for(user, payment, side_of):
    """Whether the person speaks for the side that `side_of(payment)` names; of a stranger the mode is not even asked."""
    mine = {
        side
        for side, is_mine in ((TEAM, rules.acts_for_team), (POSTER, rules.posts_project))
        if is_mine(user, payment.project)
    }
    return bool(mine) and side_of(payment) in mine


def organisation_of(project, side):
    """The organisation of a side."""
    return project.challenge.organisation if side == POSTER else project.organisation


def receiver_name(payment):
    """Who receives, for people."""
    return organisation_of(payment.project, receiver_of(payment)).name


def spends(user, project, payer):
    """Who has received the money of this payer enters what was spent of it."""
    return speaks_for(user, Money(project, payer), receiver_of)


def enters_expenses(user, project):
    """Whoever spends some of the money."""
    return any(spends(user, project, one) for one in Payer)


def reads_spending(user, project):
    """Payers of whose money this person reads what was spent: of all for team and bureau, else what the own side receives."""
    if rules.is_on_team(user, project) or rules.oversees_project(user, project):
        return list(Payer)
    return [one for one in Payer if spends(user, project, one)]
