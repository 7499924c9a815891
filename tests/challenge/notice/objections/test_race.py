"""An objection in the last second against the announcement: one is first, and the other sees it."""

import datetime as dt
import itertools
import threading

from challenge.notice import actions as notices
from challenge.notice.models import Notice
from challenge.notice.objections import rules
from challenge.notice.objections.actions import writing
from challenge.notice.objections.models import Objection
from challenge.states import C
from core import clock
from core.database import db, transaction
from core.workflow import Refused
from tests import world
from tests.challenge.notice.objections import scene

ROUNDS = 10


def _submit(app, objector, key, done):
    with app.app_context():
        try:
            with transaction():
                row = db.session.scalar(db.select(Objection).filter_by(key=key))
                writing.submit(db.session.merge(objector), row)
        except Refused as refused:
            done.append(refused.refusal.sentence)


def _announce(app, officer, notice_id, done):
    with app.app_context():
        for _ in range(30):
            try:
                with transaction():
                    notice = db.session.get(Notice, notice_id)
                    assert len(notice.objections) == 1  # whoever looks before does not see less afterwards
                    notices.announce(db.session.merge(officer), notice.challenge)
                return
            except Refused as refused:
                done.append(refused.refusal.sentence)
                if "公示期未满" not in refused.refusal.sentence:
                    return


def test_in_the_last_second_one_of_the_two_is_first(app, now):
    scene.calendar()
    world.user("supervisor")
    ends = []
    for _ in range(ROUNDS):
        now.instant += dt.timedelta(days=30)
        officer, challenge, notice = scene.noticed()
        objector = world.user("researcher")
        row = scene.drafted(objector, notice)
        ids = challenge.id, row.id
        db.session.rollback()
        calls = itertools.count()
        start = notice.ends_at - dt.timedelta(milliseconds=400)
        clock.use(lambda: start + dt.timedelta(milliseconds=50) * next(calls))  # noqa: B023 used up within the round
        told = []
        threads = [
            threading.Thread(target=_submit, args=(app, objector, row.key, told)),
            threading.Thread(target=_announce, args=(app, officer, notice.id, told)),
        ]
        db.session.remove()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        now.instant = clock.now()
        clock.use(now)
        challenge, row = db.session.get(type(challenge), ids[0]), db.session.get(Objection, ids[1])
        ends.append((challenge.state is C.ANNOUNCED, rules.is_open(row)))
        db.session.rollback()
    assert all(announced != is_open for announced, is_open in ends), ends
