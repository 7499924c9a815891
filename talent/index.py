"""The recommendation index: the matcher over all admitted profiles, fresh at every question, saved on disk."""

import contextlib
import datetime as dt
import fcntl
import json
import threading
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from core import clock, outbox
from core.database import db
from core.outbox import Job
from talent.changes import UNCOMMITTED
from talent.models import PoolMark, Profile
from talent.states import P

SAVE_AFTER = dt.timedelta(seconds=30)
FEW = 500  # more changed profiles than this are read anew as a whole


class NotReady(Exception):
    """The index is not loaded yet; pages say 推荐正在准备."""


class Index:
    """One per application: `matcher`, and `mark`, the number of the newest change of the pool it contains.

    `phase`: cold, loading, ready or failed.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.matcher, self.mark, self.pool, self.phase = None, 0, "", "cold"
        self._lock = threading.RLock()

    def load(self, progress=None):
        """Take the saved index when it belongs to this database, else build it; then catch up."""
        with self._lock:
            self.phase = "loading"
            try:
                if not self._load_saved():
                    self._build(progress)
                    self.save()
                self.phase = "ready"
                self.refresh()
            except Exception:
                self.phase = "failed"
                raise

    def rebuild(self, progress=None):
        """Build from the profiles and save, whatever is there."""
        with self._lock:
            self._build(progress)
            self.save()
            self.phase = "ready"

    def fresh(self):
        """The matcher with every committed change in it; raises NotReady."""
        if self.phase != "ready":
            raise NotReady(self.phase)
        self.refresh()
        return self.matcher

    def refresh(self):
        """Take over changes committed since; one cheap query when there are none.

        A transaction that has changed profiles itself sees the pool as it was before: what it may yet take
        back must not enter the index.
        """
        if db.session.info.get(UNCOMMITTED):
            return
        number, pool = current_mark()
        if self._has(number, pool):
            return
        with self._lock:
            newer = sa.select(Profile).where(Profile.change > self.mark)
            if self._has(number, pool):
                return
            if pool != self.pool or _count(newer) > FEW:
                self._build()
                return
            for profile in db.session.scalars(newer):
                self._take(profile)
            self.mark = number

    def save(self):
        """Write the index; older files stay in force until the new ones are whole."""
        with self._lock, _file_lock(self.folder):
            mark = {"number": self.mark, "pool": self.pool, "experts": len(self.matcher)}
            self.matcher.save(self.folder / "pool")
            draft = self.folder / "mark.json.new"
            draft.write_text(json.dumps(mark), encoding="utf-8")
            draft.replace(self.folder / "mark.json")

    def saved_mark(self):
        """What the saved index says of itself: number, pool, experts; None when there is none."""
        try:
            return json.loads((self.folder / "mark.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _has(self, number, pool):
        # A smaller number is an older snapshot of the database in a transaction that began earlier.
        return pool == self.pool and number <= self.mark

    def _load_saved(self):
        from matching import Matcher, SnapshotError

        mark, (number, pool) = self.saved_mark(), current_mark()
        if mark is None or mark["pool"] != pool or mark["number"] > number:
            return False
        try:
            matcher = Matcher.load(self.folder / "pool")
        except SnapshotError:
            return False
        self.matcher, self.mark, self.pool = matcher, mark["number"], mark["pool"]
        return True

    def _build(self, progress=None):
        from matching import Matcher

        number, pool = current_mark()
        rows = db.session.scalars(admitted().order_by(Profile.id).execution_options(yield_per=500))
        experts = []
        for profile in rows:
            experts.append(expert_of(profile))
            if progress and len(experts) % 1000 == 0:
                progress(len(experts))
        self.matcher, self.mark, self.pool = Matcher().fit(experts), number, pool

    def _take(self, profile):
        if profile.state is P.ADMITTED:
            self.matcher.add(expert_of(profile))
        elif profile.id in self.matcher:
            self.matcher.remove(profile.id)


def of_app(app=None):
    """The index of this application."""
    app = app or current_app
    if "talent_index" not in app.extensions:
        app.extensions["talent_index"] = Index(app.config["INDEX_DIR"])
    return app.extensions["talent_index"]


def admitted():
    """Select of all profiles in the pool."""
    return sa.select(Profile).where(Profile.state == P.ADMITTED)


def current_mark():
    """(number of the newest change, name of the pool) as the database says."""
    row = db.session.execute(sa.select(PoolMark.number, PoolMark.pool)).first()
    return (row.number, row.pool) if row else (0, "")


def expert_of(profile):
    """The profile as the matcher takes it: texts only, no contact data."""
    return {
        "id": profile.id,
        "unit": profile.unit,
        "title": profile.title,
        "fields": [profile.direction],
        "keywords": profile.keywords,
        "works": [
            {"type": w.type.value, "title": w.title, "abstract": w.abstract, "keywords": w.keywords}
            for w in profile.works
        ],
    }


def order_saving():
    """Order one job that saves the index soon, unless one is waiting."""
    waiting = sa.select(Job.id).where(Job.kind == "index", Job.state == "waiting").limit(1)
    if db.session.scalar(waiting) is None:
        outbox.enqueue("index", {}, due_at=clock.now() + SAVE_AFTER)


@outbox.handler("index")
def keep(job):
    """Bring the index up to date and save it."""
    found = of_app()
    if found.phase != "ready":
        found.load()
    found.refresh()
    found.save()
    return {"experts": len(found.matcher), "mark": found.mark}


def _count(statement):
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.subquery()))


@contextlib.contextmanager
def _file_lock(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
