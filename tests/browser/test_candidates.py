"""The list from which an expert is chosen, on a phone: a name reads as a line, its ties stand below it."""

from tests import world
from tests.browser.checks import sideways
from tests.browser.people import Person
from tests.challenge.delivery.milestones import scene

NARROWEST = 200


def test_a_tied_expert_reads_as_a_line_with_the_ties_below(windows):
    officer, project, _one = scene.submitted()
    tied = world.user("expert", display_name="钱相关")
    world.profile("钱相关", user_id=tied.id, unit=project.organisation.name)
    actor = Person(windows.open(user=officer, width=360))
    actor.visit(f"/desk/projects/{project.code}/milestones/1/experts")
    row = actor.page.locator(".person-check", has_text="钱相关")
    label, ties = row.locator("label").bounding_box(), row.locator(".ties").bounding_box()
    assert (label["width"] >= NARROWEST, ties["y"] >= label["y"] + label["height"]) == (True, True)
    assert sideways(actor.page) == []
