"""Acceptances for tests, brought to any point in few steps."""

from challenge.delivery.acceptance import actions
from challenge.delivery.acceptance.states import Conclusion, Paper, Satisfaction
from challenge.delivery.milestones import actions as milestones
from challenge.delivery.panels.states import Vote
from challenge.delivery.tolerance.states import Cause
from core import workdays
from core.database import transaction
from core.inspection import inspect
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.milestones import scene as of_milestones
from tests.challenge.delivery.panels import scene as panels
from tests.challenge.delivery.test_views import PDF

GOOD, BAD = ("42 Wh/L", "1.2 %"), ("38 Wh/L", "1.2 %")


def paper(name="报告.pdf", data=PDF):
    """(what the inspection found, bytes)."""
    return inspect(name, data), data


def worked(**facts):
    """(officer, project whose milestones have all passed)."""
    officer, project = scene.signed(**facts)
    for one in project.milestones:
        of_milestones.give(one)
        of_milestones.comment(one)
        with transaction():
            milestones.conclude(officer, one, "pass", "按期完成。")
    return officer, project


def drafted(values=GOOD, **facts):
    """(officer, project, acceptance that can be handed in)."""
    officer, project = worked(**facts)
    return officer, project, write(project, values)


def write(project, values=GOOD):
    """The team fills in everything."""
    leader = project.leader
    typed = of_milestones.values(project, values)
    with transaction():
        acceptance = actions.begin(leader, project)
    with transaction():
        report = (Paper.TEST, "省检测中心", *paper(data=PDF + str(acceptance.round).encode()))
        actions.save(leader, acceptance, "各项指标完成。", typed, {}, papers=[report])
    return acceptance


def submitted(values=GOOD, **facts):
    """(officer, project, acceptance that waits for the formal check)."""
    officer, project, acceptance = drafted(values, **facts)
    with transaction():
        actions.submit(project.leader, acceptance)
    return officer, project, acceptance


def certify(acceptance):
    """The poster is content."""
    with transaction():
        actions.certify(acceptance.challenge.author, acceptance, Satisfaction.GOOD, "已装机使用。", None)


def measured(officer, acceptance, values=GOOD):
    """A test is registered for the acceptance."""
    typed = of_milestones.values(acceptance.project, values)
    with transaction():
        report = paper("测试.pdf", PDF + b"test" + str((acceptance.round, values)).encode())
        actions.add_test(officer, acceptance, "国家检测中心", typed, {}, [report])


def reviewing(values=GOOD, **facts):
    """(officer, project, acceptance whose panel is made up)."""
    officer, project, acceptance = submitted(values, **facts)
    certify(acceptance)
    measured(officer, acceptance, values)
    with transaction():
        actions.admit(officer, acceptance)
    return officer, project, acceptance


def voted(votes=(Vote.PASS,) * 5, values=GOOD, **facts):
    """(officer, project, acceptance whose panel has concluded)."""
    officer, project, acceptance = reviewing(values, **facts)
    panels.concluded(officer, actions.panel(acceptance), votes)
    return officer, project, acceptance


def approved(conclusion=Conclusion.PASS, votes=(Vote.PASS,) * 5, values=GOOD, until=None, **facts):
    """(officer, project, acceptance a leader has approved)."""
    officer, project, acceptance = voted(votes, values, **facts)
    with transaction():
        actions.propose(officer, acceptance, conclusion, "按测试和表决。", until=until, cause=Cause.ROUTE)
    with transaction():
        actions.approve(world.user("leader"), acceptance, "同意。")
    return officer, project, acceptance


def noticed(conclusion=Conclusion.PASS, votes=(Vote.PASS,) * 5, values=GOOD, **facts):
    """(officer, project, acceptance under notice)."""
    officer, project, acceptance = approved(conclusion, votes, values, **facts)
    publish(officer, acceptance)
    return officer, project, acceptance


def publish(officer, acceptance):
    """Under notice, by a calendar that is known."""
    with transaction():
        workdays.seed(2026, 2026)
    with transaction():
        actions.publish(officer, acceptance)


def concluded(now, conclusion=Conclusion.PASS, votes=(Vote.PASS,) * 5, values=GOOD, **facts):
    """(officer, project, acceptance that is over)."""
    officer, project, acceptance = noticed(conclusion, votes, values, **facts)
    now.forward(days=20)
    with transaction():
        actions.conclude(officer, acceptance)
    return officer, project, acceptance
