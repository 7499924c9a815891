"""Rows of contact reports, already filtered for whom they are shown to."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accounts.rules import is_auditor, is_supervisor
from challenge.posting.models import Challenge
from challenge.review.contacts.effects import desk_path
from challenge.review.contacts.models import ContactEvidence, ContactReport, named_mark, reporter_mark
from core import orphans
from core.database import db
from talent.integrity.queries import ways_back
from talent.integrity.states import Origin


def visible_reports(user):
    """SELECT of the reports this person looks into: the twin of `permissions.READ_CONTACT_REPORT`."""
    apart = sa.and_(
        ContactReport.reporter_mark != reporter_mark(user.id),
        ContactReport.named_mark != named_mark(user.display_name),
    )
    mine = sa.true() if is_supervisor(user) else ContactReport.investigator_id == user.id
    return sa.select(ContactReport).where(apart, mine)


def report_states(user):
    """SELECT of all reports for the auditor, who learns how far each is, not whom or which list it is about."""
    rows = sa.select(ContactReport).options(joinedload(ContactReport.investigator))
    return rows.where(sa.true() if is_auditor(user) else sa.false())


def with_lists(statement):
    """The same with list and investigator, for a page of them."""
    loads = (joinedload(ContactReport.challenge), joinedload(ContactReport.investigator))
    return statement.join(Challenge, ContactReport.challenge_id == Challenge.id).options(*loads)


def own_reports(user):
    """SELECT of the reports this person has made: the twin of `permissions.FOLLOW_CONTACT_REPORT`."""
    return sa.select(ContactReport).where(ContactReport.reporter_mark == reporter_mark(user.id))


def found_by(statement, words):
    """Reports of this code, or on lists with this code or title."""
    columns = (ContactReport.code, Challenge.code, Challenge.title)
    return statement.where(sa.or_(*(one.icontains(words, autoescape=True) for one in columns)))


@orphans.within_ciphertext
def _evidence_files():
    """Ids of the files that belong to reports: they stand in the sealed labels."""
    for one in db.session.scalars(sa.select(ContactEvidence)):
        yield one.label["blob"]


def _way_back(reader, code):
    row = db.session.scalar(visible_reports(reader).where(ContactReport.code == code))
    return desk_path(row) if row is not None else None


ways_back[Origin.CONTACT] = _way_back
