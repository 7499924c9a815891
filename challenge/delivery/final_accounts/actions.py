"""Verbs of final accounts: hand in what was shown, find it right or send it back."""

from challenge.delivery.final_accounts import figures, rules
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.actions import wait
from core import canonical, clock
from core.database import db
from core.errors import Conflict
from core.workflow import apply

MOVED = "台账已有变化，请刷新页面核对后再提交。"


def _turn(account):
    wait(account.project)
    db.session.expire(account.project, ["expenses"])
    db.session.refresh(account)


def digest_now(project):
    """Digest of the figures as they stand, for who looks at them."""
    return canonical.digest(figures.compute(project))


def hand_in(user, account, digest):
    """Hand in the figures of this digest, which the user has seen; a second click finds them handed in."""
    _turn(account)
    if account.state is F.HANDED and account.handed_in_by_id == user.id and account.digest == digest:
        return
    if account.state is F.OPEN and rules.hands_in(user, account):
        account.content = figures.compute(account.project)
        account.digest = canonical.digest(account.content)
        if account.digest != digest:
            raise Conflict(MOVED)
        account.handed_in_by_id, account.handed_in_at = user.id, clock.now()
        account.checked_by_id, account.checked_at, account.reason = None, None, ""
    apply(user, account, "hand_in")


def make(user, account, action, reason=""):
    """A step of finance; a second click on what was found right finds it so."""
    _turn(account)
    if action == "confirm" and account.state is F.CONFIRMED and account.checked_by_id == user.id:
        return
    if action == "confirm" and account.state is F.HANDED and rules.checks(user, account):
        account.checked_by_id, account.checked_at = user.id, clock.now()
    apply(user, account, action, **({"reason": reason} if reason else {}))
