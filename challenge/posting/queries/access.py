"""Which sections of a list its reader may read, and whom the poster has invited."""

from challenge.posting import rules
from challenge.posting.models import Invitee, SecrecyPledge
from challenge.states import SECTIONS, Secrecy
from core.database import db


def readable_sections(user, challenge):
    """Names of the sections this person may read; asks the database only when a section is not public."""
    levels = {rules.section_level(challenge, name) for name in SECTIONS}
    pledged = invited = False
    if levels & {Secrecy.SIGNED, Secrecy.DIRECTED} and user.is_authenticated:
        pledged = has_pledged(user, challenge)
        invited = is_invited(user, challenge)
    return {
        name
        for name in SECTIONS
        if rules.reads_section(user, challenge, name, pledged=pledged, invited=invited)
    }


def has_pledged(user, challenge):
    """Whether this person has pledged confidentiality for the list."""
    mine = db.select(SecrecyPledge.id).filter_by(user_id=user.id, challenge_id=challenge.id)
    return db.session.scalar(mine) is not None


def is_invited(user, challenge):
    """Whether this person's organisation was invited to the list."""
    mine = db.select(Invitee.id).filter_by(organisation_id=user.organisation_id, challenge_id=challenge.id)
    return user.organisation_id is not None and db.session.scalar(mine) is not None


def invitees(challenge):
    """Invited organisations."""
    mine = db.select(Invitee).filter_by(challenge_id=challenge.id).order_by(Invitee.id)
    return db.session.scalars(mine.options(db.joinedload(Invitee.organisation))).all()
