"""A split, a revision and a re-publication of one list at the same moment: one of them is made."""

import threading

from challenge.posting.models import Challenge
from challenge.states import C
from core import clock
from core.database import db
from tests import world

ROUNDS = 3


def post(browser, path, data, answers):
    answers.append((path.rpartition("/")[2], browser.post(path, data=data).status_code))


def test_a_lapsed_list_goes_on_one_way_only(app, client_of):
    for _ in range(ROUNDS):
        row = world.challenge(C.LAPSED, handler_id=None)
        base, (one, other) = f"/desk/challenges/{row.code}", row.indicators
        split = {
            "first": "甲题",
            "second": "乙题",
            "reason": "分开",
            f"of_{one.id}": "1",
            f"of_{other.id}": "2",
        }
        deadline = clock.beijing(clock.now()).replace(month=12).strftime("%Y-%m-%dT%H:%M")
        relist = {"programme": str(row.programme_id), "deadline": deadline, "reason": "再征集"}
        ways = [("split", split)] * 2 + [("steps/revise", {"reason": "调低"})] * 2 + [("relist", relist)]
        browsers, key, answers = [client_of(world.user("officer")) for _ in ways], row.id, []
        pairs = zip(browsers, ways, strict=True)
        threads = [
            threading.Thread(target=post, args=(browser, f"{base}/{way}", data, answers))
            for browser, (way, data) in pairs
        ]
        db.session.remove()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made = [way for way, status in answers if status == 302]
        assert (len(made), {status for _, status in answers} <= {302, 409, 422}) == (1, True), answers
        drafts = db.session.scalars(db.select(Challenge.id).filter_by(lineage_id=key)).all()
        assert len(drafts) == {"split": 2, "revise": 1, "relist": 0}[made[0]]
