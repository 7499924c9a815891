"""A project under contract and the people who work on it: by the test client or in a window."""

from typing import ClassVar

from challenge import rulepack
from challenge.delivery.models import Project
from challenge.delivery.states import Payer
from core.database import db
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.milestones import scene as of_milestones
from tests.journeys.cast import Cast


class Works(Cast):
    """People by what they do in `people`."""

    # What is measured of the two indicators, and is enough.
    good = ("42 Wh/L", "1.2 %")
    # Of each payer: who receives, who approves, who pays.
    sides: ClassVar = {"demander": ("team", "poster", "poster"), "public": ("team", "officer", "finance")}
    words: ClassVar[dict[str, str]] = {}

    def __init__(self, now, seat, begin=scene.signed):
        officer, project, *_ = begin()
        self.code = project.code
        people = {
            "officer": officer,
            "team": project.leader,
            "poster": project.challenge.author,
            "leader": world.user("leader"),
            "finance": world.user("finance"),
            "expert": of_milestones.expert(username="pingguzhuanjia"),
            "supervisor": world.user("supervisor"),
        }
        super().__init__(now, seat, people)

    @property
    def project(self):
        """The project as it is in the database now."""
        return self.read(db.select(Project).filter_by(code=self.code))

    def say(self, text):
        """The text in the words of the mode."""
        for usual, own in self.words.items():
            text = text.replace(usual, own)
        return text

    def desk(self, tail=""):
        """Address of a page of the project."""
        return f"/desk/projects/{self.code}{tail}"

    def values(self, *typed):
        """Field names with what was measured, in the order of the contract."""
        return {f"value_{one.id}": said for one, said in zip(self.project.indicators, typed, strict=True)}

    def milestone(self, number):
        """The milestone of this number."""
        return next(one for one in self.project.milestones if one.number == number)

    def payment(self, payer, milestone=1):
        """What this payer pays at this milestone."""
        said = (Payer(payer), milestone)
        return next(one for one in self.project.payments if (one.payer, one.milestone) == said)


class Joint(Works):
    """企业出题: public money goes to the enterprise, which pays its partner."""

    sides: ClassVar = Works.sides | {"public": ("poster", "officer", "finance")}


class Transfer(Works):
    """成果转化: whoever takes the result pays its owner, and receives the public money."""

    sides: ClassVar = Works.sides | {"demander": ("poster", "team", "team")}
    words: ClassVar = {
        "里程碑": "转化节点",
        "发榜方": "成果方",
        "揭榜方": "受让方",
        "用户证明": "转化情况证明",
    }


def of_mode(mode):
    """The scene of a drafted contract in this mode."""

    def begin():
        programme = world.programme(mode=mode, rules=rulepack.freeze(mode))
        author = world.user("researcher" if mode == "transfer" else "enterprise")
        return scene.drafted(mode=mode, programme_id=programme.id, author=author)

    return begin
