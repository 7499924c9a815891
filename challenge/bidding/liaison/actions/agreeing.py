"""Draft an agreement from list and terms, confirm it, end it."""

from challenge.bidding.liaison import messages, rules, terms
from challenge.bidding.liaison.models import Agreement
from challenge.bidding.liaison.states import AG
from challenge.posting import turns
from challenge.posting.codes import random_code
from core import audit, canonical, clock, files
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

MOVED = "协议内容已有变化，请刷新页面核对后再确认。"
REWRITTEN = "您打开页面之后，协议已被改写，请刷新页面核对后再修改。"
IN_FORCE = "协议已经生效，双方须先解除才能重新拟定。"


def draft(user, liaison, typed, upload=None, seen=None):
    """Write the agreement, or write it anew while it is not in force: earlier confirmations fall away.

    `upload` is what the inspection found of a signed copy, and its bytes; `seen` the digest of the agreement that was
    read before, "" of none.
    """
    turns.wait(liaison.challenge, "openings")
    reason = rules.list_takes_agreements(liaison) or rules.is_connected(liaison)
    if reason:
        raise Refused(Refusal("needs", reason))
    row = rules.standing(liaison)
    if row is not None and row.state is AG.IN_FORCE:
        raise Conflict(IN_FORCE)
    if seen is not None and seen != (row.digest if row is not None else ""):
        raise Conflict(REWRITTEN)
    facts = {} if upload is None else _keep(*upload)
    blob, whole = facts.pop("blob", None), terms.content(liaison, typed, facts or None)
    if row is None:
        row = Agreement(code=random_code("XY"), state=AG.OFFERED, state_since=clock.now())
    row.blob, row.content, row.digest = blob, whole, canonical.digest(whole)
    row.team_by_id = row.team_at = row.poster_by_id = row.poster_at = None
    row.drafted_by_id, row.drafted_at = user.id, clock.now()
    row.liaison = liaison
    db.session.add(row)
    audit.record(user, "agreement.draft", row, "拟定合作协议", after={"digest": row.digest})
    messages.tell_drafted(row, user)
    return row


def _keep(found, data):
    blob, digest, size = files.store(data, encrypted=True)
    return {"blob": blob, "name": found.safe_name, "mime": found.mime, "sha256": digest, "size": size}


def confirm(user, agreement, digest):
    """Confirm for the own side the very content that was read; the second side puts it into force."""
    turns.wait(agreement.liaison.challenge, "openings")
    db.session.refresh(agreement)
    if user.id in (agreement.team_by_id, agreement.poster_by_id):
        return
    if agreement.digest != digest:
        raise Conflict(MOVED)
    apply(user, agreement, "confirm", digest=digest)


def end(user, agreement):
    """One side ends it before the deadline; a bid that stands on it is no longer valid."""
    turns.wait(agreement.liaison.challenge, "openings")
    if agreement.state is not AG.ENDED:
        apply(user, agreement, "end")
