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
FEW = 200  # more changed profiles than this (some tenths of a second) are taken over beside the questions
AT_A_TIME = 500
PATIENCE = 0.2  # seconds a question waits for what another one is taking over
MOST_BEHIND, MOST_BEHIND_SHARE = (
    100,
    0.05,
)  # changes, share of the pool: with more the saved index is written anew


class NotReady(Exception):
    """The index is not loaded yet; pages say 推荐正在准备."""


class Index:
    """One per application: `matcher`, and `mark`, the number of the newest change of the pool it contains.

    `phase`: cold, loading, ready or failed. Several processes may have one folder: whoever saves, the others take
    the newer file at their next question and apply only what was changed since.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.matcher, self.mark, self.pool, self.phase = None, 0, "", "cold"
        self._lock = threading.RLock()  # of whoever changes the four above
        self._beside: threading.Thread | None = None
        self._seen = None  # the saved index that is known here

    def load(self, progress=None):
        """Take the saved index when it belongs to this database, else build it; then catch up."""
        with self._lock:
            self.phase = "loading"
            try:
                if not self._load_saved(verify=True):
                    self._build(progress)
                    self.save()
                self.phase = "ready"
                self.refresh(at_once=True)
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
        """The matcher with every committed change in it, but for a mass of them just made; raises NotReady."""
        if self.phase != "ready":
            raise NotReady(self.phase)
        self.refresh()
        if self.phase != "ready":
            raise NotReady(self.phase)
        return self.matcher

    def refresh(self, *, at_once=False):
        """Take over changes committed since; one cheap query and a look at a file when there are none.

        Many changes are taken over by a thread, the questions meanwhile answered without them, unless they shall
        be here `at_once`. A transaction that has changed profiles itself sees the pool as it was before: what it
        may yet take back must not enter the index.
        """
        if db.session.info.get(UNCOMMITTED):
            return
        number, pool = current_mark()
        if self._has(number, pool) and not self._is_newer_saved():
            return
        if self._is_busy() or not self._lock.acquire(timeout=-1 if at_once else PATIENCE):
            return
        try:
            self._take_over(number, pool, at_once)
        finally:
            self._lock.release()

    def save(self):
        """Write the index, unless a newer one is there; older files stay in force until the new ones are whole."""
        # The number is read before the matcher: what is newer than it in the matcher is harmlessly taken again.
        mark, matcher = {"number": self.mark, "pool": self.pool}, self.matcher
        with _file_lock(self.folder):
            saved = self.saved_mark()
            if saved and saved["pool"] == mark["pool"] and saved["number"] > mark["number"]:
                return
            matcher.save(self.folder / "pool")
            draft = self.folder / "mark.json.new"
            draft.write_text(json.dumps(mark | {"experts": len(matcher)}), encoding="utf-8")
            draft.replace(self.folder / "mark.json")
            self._seen = self._signature()

    def saved_mark(self):
        """What the saved index says of itself: number, pool, experts; None when there is none."""
        try:
            return json.loads((self.folder / "mark.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def is_worth_saving(self):
        """Whether a process that begins would have much to catch up with."""
        saved = self.saved_mark()
        if saved is None or saved["pool"] != self.pool:
            return True
        behind = _count(sa.select(Profile.id).where(Profile.change > saved["number"]))
        return behind > min(MOST_BEHIND, MOST_BEHIND_SHARE * len(self.matcher))

    def _has(self, number, pool):
        # A smaller number is an older snapshot of the database in a transaction that began earlier.
        return pool == self.pool and number <= self.mark

    def _is_busy(self):
        return self._beside is not None and self._beside is not threading.current_thread()

    def _signature(self):
        try:
            found = (self.folder / "mark.json").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _is_newer_saved(self):
        return self._signature() != self._seen

    def _take_over(self, number, pool, at_once):
        if pool != self.pool and self.pool:
            self._begin_anew(at_once)
            return
        self.pool = pool
        if self._is_newer_saved() and number >= self.mark:
            self._load_saved(verify=False)
        if number <= self.mark:
            return
        newer = sa.select(Profile).where(Profile.change > self.mark)
        if at_once or _count(newer) <= FEW:
            self._take(newer, number)
        else:
            self._go_beside(lambda: self.refresh(at_once=True))

    def _begin_anew(self, at_once):
        """Another database stands where ours did: nothing known here is true any more."""
        self.phase = "loading"
        if at_once:
            self.load()
        else:
            self._go_beside(self.load)

    def _go_beside(self, work):
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the thread outlives the request

        def run():
            with app.app_context():
                try:
                    work()
                except Exception:  # the site must live without recommendations; the log says why
                    app.logger.exception("the recommendation index could not take over changes")
                finally:
                    self._beside = None
                    db.session.remove()

        self._beside = threading.Thread(target=run, name="index", daemon=True)
        self._beside.start()

    def _take(self, newer, number):
        """Take over the changed profiles; all of them anew when they are more than a quarter of the pool."""
        if _count(newer) > max(FEW, len(self.matcher) / 4):
            self._build()
            return
        rows = db.session.scalars(newer.order_by(Profile.id).execution_options(yield_per=AT_A_TIME))
        for part in rows.partitions():
            admitted_now = [expert_of(one) for one in part if one.state is P.ADMITTED]
            self.matcher.change(admitted_now, [one.id for one in part if one.state is not P.ADMITTED])
        self.mark = number

    def _load_saved(self, *, verify):
        from matching import Matcher, SnapshotError

        # Looked at in this order, what is read can only be newer than it is thought to be.
        seen, mark, (number, pool) = self._signature(), self.saved_mark(), current_mark()
        if mark is None or mark["number"] > number:
            return False
        self._seen = seen
        if mark["pool"] != pool:
            return False
        try:
            matcher = Matcher.load(self.folder / "pool", verify=verify)
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
    """Bring the index up to date, and save it when a process that begins would have much to read again."""
    return _keep  # outside of the transaction: a large pool takes seconds, and the database has one writer


def _keep():
    found = of_app()
    if found.phase != "ready":
        found.load()
    found.refresh(at_once=True)
    if found.is_worth_saving():
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
