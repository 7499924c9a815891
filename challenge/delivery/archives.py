"""Which ended projects have no archive yet: the question, its twin in SQL, and until when it is made."""

import sqlalchemy as sa

from challenge import rulepack
from challenge.delivery.acceptance.models import Archive
from challenge.delivery.acceptance.rules import may_be_archived, refused_for
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.rules import open_closure
from challenge.delivery.closing.states import OPEN
from challenge.delivery.final_accounts import clocks as accounting
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.models import Payment, RefundOwed
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, Y

PATH = "/acceptance"
# Somebody has to act next; what is unlocked and never asked for keeps no archive waiting.
UNDER_WAY = (Y.REQUESTED, Y.APPROVED, Y.REGISTERED)


def settled_at(project):
    """Since when nothing is added to an ended project: its end, its payments, its final account, its refunds, its closures."""
    ends = [one.state_since for one in (*project.closures, *project.payments) if one.state_since]
    return max([accounting.over_since(project), *ends])


def is_owed(project):
    """It has ended, nothing is added any more, and no archive was made since. One without some files is one."""
    if project.state not in ENDED or not may_be_archived(project):
        return False
    if accounting.waits(project) or open_closure(project) or _money_moves(project):
        return False
    return not any(one.built_at and one.built_at >= settled_at(project) for one in project.archives)


def _money_moves(project):
    """What was asked for was not paid yet, or what is owed is not back."""
    return any(one.state in UNDER_WAY for one in project.payments) or any(
        not one.over_at for one in project.claims
    )


def without_archive():
    """Condition on projects: twin of `is_owed`."""
    of = {
        model: sa.exists().where(model.project_id == Project.id)
        for model in (Closure, FinalAccount, Payment, RefundOwed, Archive)
    }
    waits = sa.or_(
        of[FinalAccount].where(FinalAccount.state != F.CONFIRMED),
        of[Closure].where(Closure.state.in_(OPEN)),
        of[Payment].where(Payment.state.in_(UNDER_WAY)),
        of[RefundOwed].where(RefundOwed.over_at.is_(None)),
    )
    ends = (
        (FinalAccount, FinalAccount.state_since),
        (Closure, Closure.state_since),
        (Payment, Payment.state_since),
        (RefundOwed, RefundOwed.over_at),
    )
    later = [of[one].where(at > Archive.built_at).correlate(Project, Archive) for one, at in ends]
    made = of[Archive].where(Archive.built_at >= Project.state_since, *(~one for one in later))
    return sa.and_(Project.state.in_(ENDED), Project.starts_on.is_not(None), ~waits, ~made)


def due(project):
    """Until when the archive is made."""
    return rulepack.until("archive_days", settled_at(project))


def what(project):
    """What is to be done, in words."""
    return "处理归档包缺失的文件" if refused_for(project) else "生成归档包"
