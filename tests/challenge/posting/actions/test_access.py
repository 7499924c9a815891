"""Pledges, invitations and looks leave their traces."""

import pytest
import sqlalchemy as sa

from accounts.states import OrganisationState
from challenge.posting.actions import access
from challenge.posting.models import Invitee, SecrecyPledge
from challenge.states import C
from core import audit
from core.database import db, transaction
from core.looks import Look
from tests import world


def test_a_pledge_is_recorded_once_and_sealed_in_the_log(app):
    listed, reader = world.challenge(C.OPEN), world.user("researcher")
    with transaction():
        access.pledge_secrecy(reader, listed)
        access.pledge_secrecy(reader, listed)
    assert [(one.user_id, one.challenge_id) for one in db.session.scalars(sa.select(SecrecyPledge))] == [
        (reader.id, listed.id)
    ]
    entry = audit.head()
    assert (entry.action, entry.actor_id, entry.sealed) == ("challenge.pledge_secrecy", reader.id, True)
    assert audit.entries_of(f"challenge:{listed.id}") == []


def test_invitations(app):
    officer, listed, unit = world.user("officer"), world.challenge(C.OPEN), world.organisation()
    pending = world.organisation(state=OrganisationState.PENDING)
    with transaction():
        assert access.invite_organisation(officer, listed, unit.credit_code) is unit
        access.invite_organisation(officer, listed, unit.credit_code)
    row = db.session.scalars(sa.select(Invitee)).one()
    assert (row.organisation_id, audit.head().after) == (unit.id, {"organisation": unit.id})
    with pytest.raises(ValueError, match="没有找到"), transaction():
        access.invite_organisation(officer, listed, pending.credit_code)
    with transaction():
        access.withdraw_invitation(officer, listed, row)
    assert db.session.scalars(sa.select(Invitee)).all() == []


def test_a_look_is_kept(app):
    officer, listed = world.user("officer"), world.challenge(C.OPEN, contact_email="li@example.com")
    with transaction():
        assert access.look_at_contact(officer, listed) == ("李联系", "00000", "li@example.com")
    look = db.session.scalars(sa.select(Look)).one()
    assert (look.user_id, look.object_type, look.object_id) == (officer.id, "challenge", listed.id)
