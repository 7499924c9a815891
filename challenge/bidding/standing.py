"""科研诚信 of a bid's side: lead unit, partners, leader, members, asked of the register at the team's own request."""

from challenge import rulepack
from challenge.bidding import relations
from challenge.bidding.checklist import Missing
from talent.integrity import gate
from talent.integrity.states import Purpose


def side_of(bid, partners):
    """Ids of people and organisations; `partners` are dicts with name and credit_code."""
    people = {bid.leader_id, *(one.user_id for one in bid.members if one.declined_at is None)} - {None}
    return people, {bid.organisation_id, *(one.id for one in relations.registered(partners))}


def findings(bid, partners, purpose):
    """Findings that bar anybody of this side, by the clean record that the rule pack asks for."""
    people, units = side_of(bid, partners)
    years = rulepack.value(bid.challenge, "clean_record_years")
    return gate.findings(purpose, users=people, organisations=units, years=years)


def gaps(bid, partners):
    """What the checklist says: the whole sentence to the leader about the own person and unit, a neutral one else."""
    return [
        Missing("team" if one.case.organisation_id else "members", one.sentence(bid.leader))
        for one in findings(bid, partners, Purpose.SUBMIT)
    ]


def record(actor, bid, partners):
    """Evidence in the sealed log of the bid that the register was asked."""
    people, units = side_of(bid, partners)
    gate.record(actor, bid, Purpose.SUBMIT, len(people) + len(units))
