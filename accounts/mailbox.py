"""站内信 and mails: written in the transaction of the change they tell of."""

import sqlalchemy as sa

from accounts.models import Message, RoleGrant, User
from accounts.states import UserState
from core import clock, outbox
from core.database import db


def tell(people, subject, body="", path="", *, thread=""):
    """Write one message to each of `people` (users or ids, None skipped), and a mail to who has an address.

    `thread` marks mails of a sealed affair (``bid:7``) so that lists of the outbox can leave them out.
    """
    wanted = {getattr(one, "id", one) for one in people} - {None}
    if not wanted:
        return
    found = db.session.scalars(sa.select(User).where(User.id.in_(wanted), User.state == UserState.ACTIVE))
    for user in sorted(found, key=lambda one: one.id):
        db.session.add(
            Message(user_id=user.id, subject=subject[:120], body=body, path=path, created_at=clock.now())
        )
        if user.email:
            letter = {"to": user.email, "subject": subject, "body": body, "path": path}
            outbox.enqueue("mail", letter, thread=thread, owner_id=user.id)
    db.session.flush()


def holders(*roles, county=None):
    """Ids of active people who hold one of the roles (of this county)."""
    statement = (
        sa.select(User.id).join(RoleGrant).where(RoleGrant.role.in_(roles), User.state == UserState.ACTIVE)
    )
    if county:
        statement = statement.where(User.county == county)
    return set(db.session.scalars(statement))


def members_of(organisation_id, role):
    """Ids of active people of an organisation who hold the role."""
    statement = (
        sa.select(User.id)
        .join(RoleGrant)
        .where(
            User.organisation_id == organisation_id, RoleGrant.role == role, User.state == UserState.ACTIVE
        )
    )
    return set(db.session.scalars(statement))


def heads_of(organisation_id):
    """Ids of the first accounts of an organisation that are active."""
    mine = User.organisation_id == organisation_id
    return set(
        db.session.scalars(
            sa.select(User.id).where(mine, User.is_first_account, User.state == UserState.ACTIVE)
        )
    )


def unread_count(user):
    """How many messages this person has not read."""
    return db.session.scalar(
        sa.select(sa.func.count()).where(Message.user_id == user.id, Message.read_at.is_(None))
    )


def mark_read(user, message=None):
    """Mark one message, or all, of this person as read."""
    own = sa.update(Message).where(Message.user_id == user.id, Message.read_at.is_(None))
    if message is not None:
        own = own.where(Message.id == message.id)
    db.session.execute(own.values(read_at=clock.now()))
