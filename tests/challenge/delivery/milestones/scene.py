"""Milestones for tests: evidence given, commented on, in as few steps as possible."""

from challenge.delivery.milestones import actions
from challenge.delivery.states import Advice
from core.database import transaction
from tests import world
from tests.challenge.delivery import scene

VALUES = ("41 Wh/L", "1.2 %")


def signed(**facts):
    """(officer, project under contract, its first milestone)."""
    officer, project = scene.signed(**facts)
    return officer, project, project.milestones[0]


def values(project, typed=VALUES):
    """{id of the indicator: value} in the order of the contract."""
    return {one.id: value for one, value in zip(project.indicators, typed, strict=True)}


def submitted(**facts):
    """(officer, project, milestone that waits for the poster)."""
    officer, project, one = signed(**facts)
    give(one)
    return officer, project, one


def give(milestone, typed=VALUES):
    """The team gives its evidence."""
    leader = milestone.project.leader
    with transaction():
        actions.save(leader, milestone, "样机完成装配，连续运行 200 小时。", values(milestone.project, typed))
    with transaction():
        actions.submit(leader, milestone)


def comment(milestone, advice=Advice.PASS):
    """The poster says what it thinks."""
    with transaction():
        actions.comment(milestone.project.challenge.author, milestone, "现场看过样机。", advice)


def commented(**facts):
    """(officer, project, milestone that waits for the officer)."""
    officer, project, one = submitted(**facts)
    comment(one)
    return officer, project, one


def expert(**facts):
    """An expert of the pool with an account, of a unit of its own."""
    person = world.user("expert", **facts)
    world.profile(name=person.display_name, user_id=person.id, unit=f"外地大学{person.id}")
    return person
