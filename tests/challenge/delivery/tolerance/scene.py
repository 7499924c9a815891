"""Tolerance for tests: a milestone that failed, a case in each state, in as few steps as possible."""

from challenge.delivery.milestones import actions as milestones
from challenge.delivery.panels.states import Vote
from challenge.delivery.research.states import Work
from challenge.delivery.states import Advice
from challenge.delivery.tolerance import actions
from challenge.delivery.tolerance.states import Cause, Occasion
from core.database import transaction
from tests import world
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.milestones import scene as steps
from tests.challenge.delivery.panels import scene as seats
from tests.challenge.delivery.research import scene as log

TEXT = "流道改型三次，漏电流达到，能量密度只到 39 Wh/L，继续提高受材料限制。"
NOT = Vote.NOT_DILIGENT


def failed(now, **facts):
    """(officer, project whose first milestone failed, people); with a log and money that was paid and spent in part."""
    officer, project, people = money.ledger(**facts)
    now.instant = log.MONDAY
    first = project.indicators[0]
    log.write(project, "第一次流道试验，38 Wh/L。", indicators=[first.id])
    log.write(
        project,
        "压缩率过高，改用阶梯流道。",
        kind=Work.SETBACK,
        indicators=[first.id],
        user=log.mate(project),
    )
    steps.give(project.milestones[0])
    steps.comment(project.milestones[0], Advice.FAIL)
    with transaction():
        milestones.conclude(officer, project.milestones[0], "fail", "能量密度没有达到。")
    return officer, project, people


def begun(now, **facts):
    """(officer, project, case that the team has asked for)."""
    officer, project, _people = failed(now, **facts)
    return officer, project, ask(project, project.leader)


def ask(project, user, occasion=Occasion.MILESTONE):
    """The case that this person asks for."""
    with transaction():
        return actions.begin(user, project, occasion, Cause.ROUTE, TEXT)


def submitted(now, **facts):
    """(officer, project, case whose dossier is frozen and whose panel has no members yet)."""
    officer, project, case = begun(now, **facts)
    with transaction():
        actions.state(project.challenge.author, case, "团队一直在现场，问题及时告诉了我们。")
    with transaction():
        actions.submit(officer, case)
    return officer, project, case


def vote(officer, case, votes=(Vote.DILIGENT,) * 4 + (NOT,)):
    """The panel of the case comes to its opinion; returns its members."""
    return seats.concluded(officer, case.panel, votes, "多数认为团队尽责。")


def heard(now, votes=(Vote.DILIGENT,) * 4 + (NOT,), **facts):
    """(officer, project, case that waits for the team's answer)."""
    officer, project, case = submitted(now, **facts)
    vote(officer, case, votes)
    with transaction():
        actions.make(officer, case, "hear")
    return officer, project, case


def deciding(now, votes=(Vote.DILIGENT,) * 4 + (NOT,), **facts):
    """(leader of the bureau, project, case that waits for the decision)."""
    _officer, project, case = heard(now, votes, **facts)
    with transaction():
        actions.answer(project.leader, case, "没有补充。")
    return world.user("leader"), project, case


def panel_again(officer, case):
    """Another panel, after it was sent back."""
    with transaction():
        return actions.form_again(officer, case).panel
