"""Rows of the door that a person may see: accounts, organisations, messages, mails, history."""

import unicodedata

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts import creditcode, totp
from accounts.models import FormerName, Message, Organisation, RoleGrant, SignInSession, User
from accounts.rules import administers_accounts, leads_organisation
from accounts.sessions import live
from accounts.states import SEALED_THREADS, OrganisationState, UserState
from core import audit, clock, formats
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


def history_of(row):
    """Entries of the log about an account or organisation, newest first, as the timeline draws them."""
    subject = row.log_subject()
    return [
        {
            "at_text": formats.moment(entry.at),
            "who": entry.actor_name,
            "what": entry.what,
            "note": (entry.after or {}).get("reason"),
            "seq": entry.seq,
        }
        for entry in reversed(audit.entries_of(f"{subject.type}:{subject.id}"))
    ]


def own_data(user):
    """Everything personal that is kept about this person, ready for JSON (个人信息保护法 第四十五条)."""
    personal = {
        column.key: getattr(user, column.key)
        for column in User.__table__.columns
        if column.info.get("personal")
    }
    return {
        "账号": {"用户名": user.username, **personal, "创建时间": _text(user.created_at)},
        "单位": {"名称": user.organisation.name, "信用代码": user.organisation.credit_code}
        if user.organisation
        else None,
        "角色": sorted(role.label for role in user.roles),
        "登录": [
            {"时间": _text(row.created_at), "地址": row.address, "设备": row.device}
            for row in db.session.scalars(
                sa.select(SignInSession).filter_by(user_id=user.id).order_by(SignInSession.id)
            )
        ],
        "站内信": [
            {"时间": _text(row.created_at), "标题": row.subject, "内容": row.body}
            for row in db.session.scalars(messages_of(user).order_by(Message.id))
        ],
        "操作记录": [
            {"时间": _text(entry.at), "内容": entry.what}
            for entry in db.session.scalars(
                sa.select(audit.AuditEntry).filter_by(actor_id=user.id).order_by(audit.AuditEntry.seq)
            )
        ],
    }


def _text(instant):
    return clock.beijing(instant).isoformat(timespec="seconds")


def security_of(user):
    """What the account page shows about sign-in: sessions and second factor."""
    return {"sessions": live(user), "codes_left": totp.codes_left(user) if user.totp_secret else None}
