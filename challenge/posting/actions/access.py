"""Who gets to see what is not public: confidentiality pledges, invited organisations, looks at contact data."""

from accounts.models import Organisation
from accounts.states import OrganisationState
from challenge.posting.models import Invitee, SecrecyPledge
from core import audit, clock, looks
from core.database import db


def pledge_secrecy(actor, challenge):
    """Record the confidentiality pledge of one person for one list; pledging twice is no error."""
    mine = db.select(SecrecyPledge.id).filter_by(user_id=actor.id, challenge_id=challenge.id)
    if db.session.scalar(mine) is None:
        db.session.add(SecrecyPledge(user_id=actor.id, challenge_id=challenge.id, at=clock.now()))
        subject = audit.Subject("secrecy_pledge", challenge.id, f"secrecy:{challenge.id}", sealed=True)
        audit.record(actor, "challenge.pledge_secrecy", subject, "签署保密承诺")


def invite_organisation(actor, challenge, credit_code):
    """Let an organisation read the sections 定向可见; ValueError carries the sentence for the field."""
    wanted = db.select(Organisation).filter_by(credit_code=credit_code, state=OrganisationState.APPROVED)
    unit = db.session.scalar(wanted)
    if unit is None:
        raise ValueError("没有找到这个统一社会信用代码的已注册单位，请核对或请对方先注册。")
    invited = db.select(Invitee).filter_by(challenge_id=challenge.id, organisation_id=unit.id)
    if db.session.scalar(invited) is None:
        row = Invitee(
            challenge_id=challenge.id, organisation_id=unit.id, added_by_id=actor.id, at=clock.now()
        )
        db.session.add(row)
        audit.record(actor, "challenge.invite", challenge, "定向邀请单位", after={"organisation": unit.id})
    return unit


def withdraw_invitation(actor, challenge, invitee):
    """Take the access back."""
    before = {"organisation": invitee.organisation_id}
    audit.record(actor, "challenge.uninvite", challenge, "取消定向邀请", before=before)
    db.session.delete(invitee)
    db.session.flush()


def look_at_contact(actor, challenge):
    """Record the look and return name, phone and mail address of the contact."""
    looks.record_look(actor, "contact", challenge)
    return challenge.contact_name, challenge.contact_phone, challenge.contact_email
