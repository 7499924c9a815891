"""The lane that is left after the gates: its last milestones, its money, its acceptance, and the list that is done."""

from challenge.delivery.milestones import actions as milestones
from challenge.delivery.states import M, Payer, Y
from core.database import transaction
from tests import world
from tests.challenge.delivery.milestones import scene as of_milestones
from tests.challenge.notice.objections import scene as objections
from tests.journeys import accepting, delivering
from tests.journeys.works import Works

TEAMS = ("alpha", "beta", "gamma")


class Lane(Works):
    """A lane of the race and the people of its town, as a project under contract."""

    good = ("74 K", "95.1 %")

    def __init__(self, town, number):
        self.now, self._seat = town.now, town._seat
        self.code = next(one.code for one in town.challenge.projects if one.lane == number)
        self.people = {
            "officer": town.people["officer"],
            "team": town.people[TEAMS[number - 1]],
            "poster": town.people["enterprise"],
            "leader": town.people["leader"],
            "finance": world.user("finance"),
        }

    def payment(self, payer, milestone=1):
        """The one that waits; lanes that stay have several of a kind."""
        said = (Payer(payer), milestone)
        mine = [one for one in self.project.payments if (one.payer, one.milestone) == said]
        return next((one for one in mine if one.state is Y.UNLOCKED), mine[0])


def first_stage_is_done(town, number):
    """A lane that will leave at the next gate has passed a milestone before: what it has earned stays its own."""
    lane = Lane(town, number)
    officer, one = lane.people["officer"], next(row for row in lane.project.milestones if not row.gate)
    of_milestones.give(one, lane.good)
    of_milestones.comment(one)
    with transaction():
        milestones.add_test(
            officer, one, "省检测中心", "", of_milestones.values(lane.project, lane.good), {}, ()
        )
    with transaction():
        milestones.conclude(officer, one, "pass", "样机达到约定。")
    assert lane.milestone(one.number).state is M.PASSED


def is_accepted(town):
    """The lane that is left is accepted, and the list is done; what was unlocked is paid in the others too."""
    objections.calendar(2028)
    last = Lane(town, 2)
    accepting.work_is_done(last)
    delivering.is_paid(last, "demander")
    accepting.is_accepted(last)
    for number in (1, 3):
        what_is_due_is_paid(Lane(town, number))
    accepting.is_settled(last)


def what_is_due_is_paid(lane):
    """What a milestone has unlocked, whatever became of the lane."""
    for payer in (Payer.DEMANDER, Payer.PUBLIC):
        due = [one for one in lane.project.payments if one.payer is payer and one.state is Y.UNLOCKED]
        for number in [one.milestone for one in due]:
            delivering.is_paid(lane, payer.value, number)
