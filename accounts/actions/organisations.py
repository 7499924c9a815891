"""单位资料: corrected by an officer or the administrator; former names stay findable, the log keeps both."""

import sqlalchemy as sa

from accounts.conflict import changes_since
from accounts.mailbox import tell
from accounts.models import FormerName, Organisation, Shareholder, User
from accounts.namesakes import namesakes
from accounts.shareholding import said
from core import audit, clock, outbox
from core.database import db
from core.errors import STALE, Conflict
from core.spelling import plain, same

FIELDS = ("name", "nature", "county", "industry", "parent_id", "legal_person", "mail_domain")


def change_organisation(actor, organisation, values, reason, *, opened=None, misspelt=False, asked_by=None):
    """Change some of `FIELDS`; `opened` is what the form carries. Returns the names of what changed.

    The former name is kept, but not one that was `misspelt`: it never was a name of the organisation.
    `asked_by` is the id of whoever has asked for it, and hears of it as the outcome of the request alone.
    """
    if opened is not None and changes_since(organisation, opened):
        raise Conflict(STALE)
    changed = [name for name in FIELDS if name in values and values[name] != getattr(organisation, name)]
    before = {name: getattr(organisation, name) for name in changed}
    for name in changed:
        setattr(organisation, name, values[name])
    after = {name: values[name] for name in changed} | {"reason": reason}
    if "shareholders" in values and values["shareholders"] != _held(organisation):
        changed.append("shareholders")
        before["shareholders"], after["shareholders"] = (
            said(_held(organisation)),
            said(values["shareholders"]),
        )
        _hold(organisation, values["shareholders"])
    if not changed:
        return []
    if "name" in changed:
        _keep_names(organisation, None if misspelt else before["name"])
    if "name" in changed and (others := namesakes(organisation.name, organisation)):
        after["namesakes"] = [one.sentence for one in others]
    audit.record(
        actor, "organisation.change", organisation, _said(changed, misspelt), before=before, after=after
    )
    _tell_first_accounts(actor, organisation, _said(changed, misspelt), reason, asked_by)
    return changed


def _held(organisation):
    return [(one.name, one.percent) for one in organisation.shareholders]


def _hold(organisation, held):
    """The shareholders anew; a holder that bears a registered name is that unit."""
    organisation.shareholders = []
    db.session.flush()
    for name, percent in held:
        same_name = (
            sa.select(Organisation.id).filter_by(name_key=plain(name)).order_by(Organisation.id).limit(1)
        )
        row = Shareholder(name=name, percent=percent, holder_id=db.session.scalar(same_name))
        organisation.shareholders.append(row)


def _keep_names(organisation, former):
    kept = [one for one in organisation.former_names if not same(one.name, organisation.name)]
    if former and not any(same(former, one.name) for one in (organisation, *kept)):
        kept.append(FormerName(name=former, until=clock.now()))
    organisation.former_names = kept
    # Whatever is found under the organisation's name is made findable under the new one.
    outbox.enqueue("organisation_renamed", {"organisation_id": organisation.id})


_LABELS = {
    "name": "名称",
    "nature": "性质",
    "county": "所在地",
    "industry": "产业领域",
    "parent_id": "上级单位",
    "legal_person": "法定代表人",
    "mail_domain": "单位邮箱域名",
    "shareholders": "股东",
}


def _said(changed, misspelt):
    labels = _LABELS | ({"name": "名称（更正错字）"} if misspelt else {})
    return f"修改单位资料：{'、'.join(labels[name] for name in changed)}"


def remove_former_name(actor, organisation, former, reason):
    """A former name that is none ties nobody any more; the log keeps it."""
    organisation.former_names.remove(former)
    told = f"删除曾用名“{former.name}”"
    before, after = {"former_name": former.name}, {"reason": reason}
    audit.record(actor, "organisation.drop_name", organisation, told, before=before, after=after)
    _tell_first_accounts(actor, organisation, told, reason)


def _tell_first_accounts(actor, organisation, text, reason, asked_by=None):
    first = sa.select(User.id).where(User.organisation_id == organisation.id, User.is_first_account)
    body = f"{text}。依据：{reason}。如有不符，请联系市科技局。"
    people = set(db.session.scalars(first)) - {actor.id, asked_by}
    tell(people, f"贵单位资料已更新：{organisation.name}", body, "/account")


def obstacle_to_parent(organisation, parent):
    """Why `parent` cannot stand above the organisation, or None."""
    if parent.id == organisation.id:
        return "上级单位不能是本单位。"
    above = parent
    while above is not None:
        if above.parent_id == organisation.id:
            return f"“{parent.name}”是本单位的下级，不能作为上级单位。"
        above = above.parent
    return None
