"""The people around one list, and the world put back as it was before each episode."""

import datetime as dt
import shutil
from pathlib import Path

import sqlalchemy as sa

from accounts.models import User
from challenge.custody.models import Custodian
from challenge.posting.models import Challenge, Programme
from challenge.states import C
from core import clock, files
from core.database import db
from talent.states import ExpertKind
from tests import custody, schema, world
from tests.challenge.notice.objections import scene as notices
from tests.conftest import NOW

STAFF = {
    "handler": ("officer",),
    "second officer": ("officer",),
    "leader": ("leader",),
    "second leader": ("leader",),
    "supervisor": ("supervisor",),
    "second supervisor": ("supervisor",),
    "officer and leader": ("officer", "leader"),
    "leader and expert": ("leader", "expert"),
}
CUSTODIANS = ("second officer", "second leader", "second supervisor")
TEAMS = tuple(f"team {number}" for number in range(4))
OBJECTORS = ("objector", "second objector", "team 0")
POOL = (*(ExpertKind.TECHNICAL,) * 5, *(ExpertKind.INDUSTRY,) * 2, *(ExpertKind.FINANCE,) * 2)


class Town:
    """One list in the pool and everybody who may have to do with it; `ids` are those of people by name."""

    def __init__(self, app, template, ticking):
        self.app, self.template, self.ticking = app, template, ticking
        self.kept = None
        self._found()

    def begin(self):
        """The world as it was in the beginning: a copy of the file, or on a server the people made again."""
        db.session.remove()
        db.engine.dispose()
        self.ticking.instant = NOW
        clock.keep_above(None)
        shutil.rmtree(files.root(), ignore_errors=True)
        if self.kept is None:
            self.template.copy(self.app.config["HOUSE"], "house")
            self._found()
        else:
            path = Path(db.engine.url.database)
            for left in ("-wal", "-shm"):
                Path(f"{path}{left}").unlink(missing_ok=True)
            shutil.copy(self.kept, path)

    def who(self, name):
        """The person of this name."""
        return db.session.get(User, self.ids[name])

    def the_list(self):
        """The list that everything is about."""
        return db.session.get(Challenge, self.list_id)

    def programme(self):
        """The batch in which it is published."""
        return db.session.get(Programme, self.programme_id)

    def custodian(self, name):
        """The enrolment of this person."""
        return db.session.scalars(
            sa.select(Custodian).filter_by(user_id=self.ids[name]).order_by(Custodian.id.desc())
        ).first()

    def _found(self):
        notices.calendar(2027)
        people = {name: world.user(*roles) for name, roles in STAFF.items() if name not in CUSTODIANS}
        people |= {name: custody.custodian(*STAFF[name]).user for name in CUSTODIANS}
        people |= {name: world.user("researcher") for name in (*TEAMS, "objector", "second objector")}
        for place, kind in enumerate(POOL):
            user = people["leader and expert"] if place == 0 else world.user("expert")
            people[f"expert {place}"] = user
            world.profile(f"库员{place}", kind=kind, unit=f"外地大学{place}", user_id=user.id)
        self.ids = {name: one.id for name, one in people.items()}
        self.names = {number: name for name, number in self.ids.items()}
        self.programme_id, self.list_id = world.programme().id, world.challenge(C.POOLED).id
        if isinstance(self.template, schema.SqliteTemplate):
            db.session.remove()
            db.engine.dispose()
            path = Path(db.engine.url.database)
            self.kept = shutil.copy(path, path.with_suffix(".kept"))

    def deadline(self):
        """The earliest that the rules allow, and a little."""
        return clock.now() + dt.timedelta(days=20, hours=2)
