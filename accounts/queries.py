"""Rows of the door that a person may see: accounts, organisations, messages, mails, history."""

import unicodedata

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts import creditcode, totp
from accounts.models import FormerName, Message, Organisation, RoleGrant, User
from accounts.rules import administers_accounts, leads_organisation
from accounts.sessions import live
from accounts.states import SEALED_THREADS, OrganisationState, UserState
from core import audit
from core.database import db
from core.listing import called
from core.outbox import Job


def visible_users(user):
    """SELECT of the accounts this person may see: the twin of `permissions.READ_USER`."""
    every = sa.select(User).options(selectinload(User.grants))
    if administers_accounts(user):
        return every
    if leads_organisation(user):
        return every.where(User.organisation_id == user.organisation_id)
    return every.where(User.id == user.id)


def visible_organisations(user):
    """SELECT of the organisations this person may see: the twin of `permissions.READ_ORGANISATION`."""
    every = sa.select(Organisation)
    return every if administers_accounts(user) else every.where(Organisation.id == user.organisation_id)


def has_role(statement, role):
    """`statement` over accounts narrowed to holders of a role."""
    return statement.where(User.grants.any(RoleGrant.role == role))


def waiting_counts():
    """How many organisations and accounts wait for a decision."""
    organisations = sa.select(sa.func.count()).where(Organisation.state == OrganisationState.PENDING)
    people = sa.select(sa.func.count()).where(User.state == UserState.PENDING)
    return db.session.scalar(organisations), db.session.scalar(people)


def approved_organisation(credit_code):
    """The approved organisation of this code, or None."""
    return db.session.scalar(
        sa.select(Organisation).filter_by(credit_code=credit_code, state=OrganisationState.APPROVED)
    )


def organisations_called(words):
    """SELECT of the ids of organisations whose name, former name or credit code contains the words, however typed."""
    former = sa.select(FormerName.organisation_id).where(called(FormerName.name, FormerName.name_key, words))
    found = [called(Organisation.name, Organisation.name_key, words), Organisation.id.in_(former)]
    code = creditcode.normalised(words)
    if code:
        found.append(Organisation.credit_code.contains(code, autoescape=True))
    return sa.select(Organisation.id).where(sa.or_(*found))


def users_called(words):
    """Condition: the user name, the name or the organisation of an account contains the words, however typed."""
    login = unicodedata.normalize("NFKC", words).strip()
    found = [User.username.icontains(login, autoescape=True), called(User.display_name, User.name_key, words)]
    return sa.or_(*found, User.organisation_id.in_(organisations_called(words)))


def people_of(organisation):
    """All accounts of an organisation, those that wait first."""
    waiting = sa.case((User.state == UserState.PENDING, 0), else_=1)
    return db.session.scalars(
        sa.select(User).where(User.organisation_id == organisation.id).order_by(waiting, User.id)
    ).all()


def messages_of(user):
    """SELECT of the own messages."""
    return sa.select(Message).where(Message.user_id == user.id)


def mails():
    """SELECT of the mails of the outbox, without those of sealed affairs: bids, and who reviews them."""
    sealed = [Job.thread.startswith(prefix) for prefix in SEALED_THREADS]
    return sa.select(Job).where(Job.kind == "mail", ~sa.or_(*sealed))


def refusal_reason(person):
    """The reason the newest refusal of this application gave, or ''."""
    entry = db.session.scalars(
        sa.select(audit.AuditEntry)
        .filter_by(thread=f"user:{person.id}", action="user.refuse")
        .order_by(audit.AuditEntry.seq.desc())
        .limit(1)
    ).first()
    return (entry.after or {}).get("reason", "") if entry else ""


def security_of(user):
    """What the account page shows about sign-in: sessions and second factor."""
    return {"sessions": live(user), "codes_left": totp.codes_left(user) if user.totp_secret else None}
