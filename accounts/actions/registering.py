"""Registration: a person asks for an account, for a new organisation or to join an existing one."""

import sqlalchemy as sa

from accounts import passwords
from accounts.actions.signing_in import normalised
from accounts.mailbox import holders, tell
from accounts.models import Organisation, RoleGrant, User
from accounts.namesakes import namesakes_of
from accounts.states import Nature, OrganisationState, Role, UserState
from core import audit, clock, workflow
from core.database import db

CONSENT_VERSION = "2026-1"


def register(facts):
    """Make the pending account from the checked fields `facts` of the form.

    A user name that is taken gets no different answer, only its owner hears of it: the page of registration
    must not tell who has an account. The hash is made in every case, so the time does not tell either.
    """
    username, password_hash = normalised(facts["username"]), passwords.hash_of(facts["password"])
    owner = db.session.scalar(sa.select(User).filter_by(username=username))
    if owner is not None:
        tell([owner], "有人用您的用户名申请注册", "如果是您本人，请直接登录或找回密码；如果不是，无须处理。")
        return None
    organisation, is_new = _organisation(facts)
    person = User(
        username=username,
        display_name=facts["display_name"],
        email=facts["email"],
        phone=facts["phone"],
        organisation=organisation,
        is_first_account=is_new,
        county=organisation.county,
        state=UserState.PENDING,
        password_hash=password_hash,
        password_at=clock.now(),
        created_at=clock.now(),
        grants=[RoleGrant(role=Role(facts["kind"]))],
    )
    db.session.add(person)
    _record(person, is_new)
    if organisation.state is OrganisationState.REFUSED:
        workflow.apply(person, organisation, "apply_again")
    _tell_who_decides(person)
    return person


def _organisation(facts):
    found = db.session.scalar(sa.select(Organisation).filter_by(credit_code=facts["credit_code"]))
    if found is not None:
        return found, False
    made = Organisation(
        name=facts["organisation_name"],
        credit_code=facts["credit_code"],
        nature=Nature(facts["nature"]),
        county=facts["county"],
        industry=facts["industry"],
        state=OrganisationState.PENDING,
        created_at=clock.now(),
    )
    db.session.add(made)
    return made, True


def _record(person, is_new):
    db.session.flush()
    if is_new:
        audit.record(person, "organisation.register", person.organisation, "申请登记单位")
    what = "申请注册账号" if is_new else f"申请加入“{person.organisation.name}”"
    audit.record(person, "user.register", person, what, after={"consent": CONSENT_VERSION})


def _tell_who_decides(person):
    first = set(
        db.session.scalars(
            sa.select(User.id).where(
                User.organisation_id == person.organisation_id, User.is_first_account, User.id != person.id
            )
        )
    )
    body = f"{person.display_name} 申请以“{person.organisation.name}”的名义使用平台，请审核。"
    tell(first, "有同事申请加入贵单位", body, "/account/organisation")
    others = namesakes_of(person.organisation) if person.is_first_account else []
    if others:
        body += f"{'；'.join(one.sentence for one in others)}。请核对是否为同一单位。"
    tell(holders(Role.OFFICER) - first, "有新的注册申请", body, f"/desk/accounts/users/{person.id}")
