"""The people of the story, and how each of them comes to a page: by the test client or in a window."""

from accounts.models import User
from challenge.posting.models import Challenge
from core import workdays
from core.database import db, transaction
from talent.states import ExpertKind
from tests import world

KEYWORDS = ["永磁直驱", "电机热设计", "滚筒"]
EXPERTS = (
    *((f"technical{number}", ExpertKind.TECHNICAL) for number in range(1, 6)),
    ("industry", ExpertKind.INDUSTRY),
    ("finance", ExpertKind.FINANCE),
)


class Town:
    """Rows by name in `people`; `seat(user)` gives an actor that is signed in, `seat(None)` a stranger."""

    def __init__(self, now, seat):
        self.now, self._seat, self.people, self.code, self.bids = now, seat, {}, None, {}
        with transaction():
            workdays.seed(2026, 2027)
        bureau = world.organisation("示范市科学技术局").id
        for name in ("officer", "officer2", "leader", "leader2", "supervisor"):
            self._enter(
                name,
                name.rstrip("2"),
                bureau,
                {"officer": "经办", "leader": "领导"}.get(name.rstrip("2"), "监督"),
            )
        for name, unit in (("alpha", "甲方电机研究院"), ("beta", "乙方机电大学"), ("gamma", "丙方装备公司")):
            self._enter(name, "researcher", world.organisation(unit).id, name)
        self._enter("partner", "researcher", world.organisation("丁方热管公司").id, "合作")
        self.profiles = {name: self._expert(name, kind) for name, kind in EXPERTS}

    def _enter(self, name, role, organisation_id, title):
        facts = {"username": name, "display_name": f"{title}某{len(self.people)}"}
        self.people[name] = world.user(role, organisation_id=organisation_id, **facts)

    def _expert(self, name, kind):
        unit = world.organisation(f"专家所在单位{name}")
        self._enter(name, "expert", unit.id, "专家")
        return world.profile(
            self.people[name].display_name,
            user_id=self.people[name].id,
            unit=unit.name,
            kind=kind,
            industries=["装备制造"],
            keywords=KEYWORDS,
            direction="永磁直驱电机与滚筒热设计。",
        )

    def play(self, name):
        """A fresh window of this person: the clock moves far between scenes, no session outlives that."""
        return self._seat(self.user(name), name)

    def user(self, name):
        """The account of this person as it is now."""
        return self.read(db.select(User).filter_by(username=self.people[name].username))

    def guest(self):
        """Somebody without an account."""
        return self._seat(None, "guest")

    @property
    def challenge(self):
        """The list of the story as it is in the database now."""
        return self.read(db.select(Challenge).filter_by(code=self.code))

    def read(self, statement):
        """What the statement finds now; the windows write in transactions of their own."""
        db.session.rollback()
        return db.session.scalar(statement)

    def desk(self, tail=""):
        """Address of a page of the list on the desk."""
        return f"/desk/challenges/{self.code}{tail}"

    def step(self, name, action, **typed):
        """A step of the list by its confirmation page."""
        actor = self.play(name)
        actor.visit(self.desk(f"/steps/{action}")).fill(**typed).confirm()
        return actor

    def desk_says(self, name, *texts):
        """What the person's work list must say."""
        self.play(name).visit("/desk").reads(*texts)
