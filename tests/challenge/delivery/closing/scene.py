"""Closures for tests: asked, heard, decided, settled and confirmed in few steps."""

from challenge.delivery.closing import actions, rules
from challenge.delivery.states import Party
from core import inspection
from core.database import transaction
from tests import world
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.test_views import PDF


def proof():
    """What the office shows with its own application."""
    return [(inspection.inspect("证明.pdf", PDF), PDF)]


def asked(project, who, reason="no_need", facts="核心设备停产。"):
    """An application that waits for the officer, or is heard at once where the officer has made it."""
    with transaction():
        return actions.ask(who, project, reason, facts, proof())


def heard(closure, officer, *, agrees=True):
    """Taken up, and every side has spoken."""
    project = closure.project
    if closure.state == "asked":
        with transaction():
            actions.make(officer, closure, "accept")
    people = {Party.BIDDER: project.leader, Party.POSTER: project.challenge.author}
    for party in rules.unheard(closure):
        with transaction():
            actions.speak(people[party], closure, "情况属实。", agrees)
    return closure


def ended(project, officer=None, reason="no_need", why="已无继续必要。"):
    """The closure by which the project has ended; it waits for its settlement."""
    officer = officer or project.challenge.handler
    who = project.leader if reason in ("abandoned", "demander_default") else officer
    closure = heard(asked(project, who, reason), officer)
    with transaction():
        actions.make(world.user("leader"), closure, "end", why)
    return closure


def drawn(closure, percents=None):
    """The settlement waits for the sides."""
    with transaction():
        actions.draw(closure.project.challenge.handler, closure, percents or {})
    return closure


def agreed(closure, percents=None):
    """All sides have confirmed the settlement."""
    drawn(closure, percents)
    project = closure.project
    for person in (project.leader, project.challenge.author, world.user("leader")):
        with transaction():
            actions.confirm(person, closure, closure.settlement_digest)
    return closure


def under_contract(**facts):
    """As `ledger` of the ledger's scenes."""
    return money.ledger(**facts)


def in_default(now):
    """(officer, people, payment, closure) of a demander whose default is heard while the project rests."""
    officer, project, people, row = money.dunned(now)
    now.forward(days=11)
    closure = asked(project, people.team, "demander_default")
    with transaction():
        actions.make(officer, closure, "accept")
    return officer, people, row, closure
