"""Final accounts for tests: a project that has passed, its payments over, some money spent."""

from challenge.delivery.final_accounts import actions
from challenge.delivery.ledger import actions as paying
from challenge.delivery.states import Payer, Y
from core import clock
from core.database import transaction
from core.workflow import Move
from tests.challenge.delivery.ledger import scene as money

SPENT = 1_000_000


def passed(**facts):
    """(officer, project that has passed, people); its payments are open."""
    officer, project, people = money.ledger(**facts)
    with transaction():
        move = Move(None, people.leader, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, "pass", reason="各项指标达到。")
    return officer, project, people


def settled(project, people):
    """Every payment has arrived, and some of the public money is spent."""
    while waiting := [one for one in project.payments if one.state is Y.UNLOCKED]:
        money.paid(people, waiting[0])
    spend(project, people)


def spend(project, people):
    """Some of the public money."""
    facts = {"line": "", "spent_on": clock.today(), "text": "材料", "voucher": "料 1"}
    with transaction():
        return paying.spend(people.team, project, Payer.PUBLIC, SPENT, facts)


def hand_in(project, user):
    """What the page shows now is handed in."""
    with transaction():
        actions.hand_in(user, project.final_account, actions.digest_now(project))


def check(project, user, action="confirm", reason=""):
    """Finance finds it right or sends it back."""
    with transaction():
        actions.make(user, project.final_account, action, reason)


def confirmed(project, people):
    """From open payments to accounts that are settled."""
    settled(project, people)
    hand_in(project, people.team)
    check(project, people.finance)
