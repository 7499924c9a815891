"""Lists whose reviewers are drawn, for tests: people in the pool, both sides, commitments, the draw."""

import datetime as dt

from challenge.review.draw import actions, rules
from challenge.states import C
from core import clock, log_tree
from core.database import db, transaction
from talent.states import ExpertKind
from tests import world
from tests.challenge.review import scene

PHRASES = {"officer": "雁门关外有人家朝穿皮袄午穿纱", "supervisor": "桑干河畔柳色新春风又绿两岸人"}
POOL = (
    *(ExpertKind.TECHNICAL,) * 6,
    *(ExpertKind.INDUSTRY,) * 3,
    *(ExpertKind.FINANCE,) * 3,
)


FORM = {
    "seats_technical": "3",
    "seats_industry": "1",
    "seats_finance": "1",
    "seats_other": "0",
    **{f"outside_{kind.value}": "0" for kind in ExpertKind},
    "unit_max": "1",
}


def wanted(**changes):
    """The usual conditions of a panel of five."""
    seats = {"technical": 3, "industry": 1, "finance": 1} | changes.pop("seats", {})
    outside = changes.pop("outside", {})
    strata = [
        {"kind": kind, "seats": number, "outside": outside.get(kind, 0), "substitutes": 2 * number}
        for kind, number in seats.items()
    ]
    facts = {"unit_max": 1, "industries": [], "excluded": [], "per_seat": 6, "pack": "2026-1"}
    return {"strata": strata} | facts | changes


def pool(kinds=POOL, town="外地大学", **facts):
    """Experts with accounts, each of another unit."""
    return [
        world.profile(
            f"库员{place}" if town == "外地大学" else f"{town}库员{place}",
            kind=kind,
            unit=f"{town}{place}",
            user_id=world.user("expert").id,
            **facts,
        )
        for place, kind in enumerate(kinds)
    ]


def commit(officer, supervisor, challenge, reason="", phrases=PHRASES):
    """Both sides commit."""
    with transaction():
        actions.commit_seed(officer, challenge, phrases["officer"], reason)
        actions.commit_seed(supervisor, challenge, phrases["supervisor"], reason)
    return rules.current(challenge)


def committed(now, bids=2, conditions=None):
    """(officer, supervisor, list in review), both seeds committed before the deadline, with `conditions` if given."""
    officer, challenge = scene.in_review(bids)
    supervisor = world.user("supervisor")
    with transaction():
        challenge.deadline = clock.now() + dt.timedelta(hours=1)
        challenge.published_at = clock.now() - dt.timedelta(days=45)
        db.session.execute(db.update(type(challenge)).values(state=C.OPEN))
    db.session.expire_all()
    commit(officer, supervisor, challenge)
    if conditions is not None:
        with transaction():
            actions.set_conditions(officer, challenge, conditions)
    now.forward(hours=2)
    with transaction():
        db.session.execute(db.update(type(challenge)).values(state=C.REVIEWING))
    db.session.expire_all()
    sign_head()
    return officer, supervisor, challenge


def fixed(now, kinds=POOL, **conditions):
    """(officer, supervisor, round) with the list fixed."""
    pool(kinds)
    officer, supervisor, challenge = committed(now)
    with transaction():
        draw = actions.fix(officer, rules.current(challenge), wanted(**conditions))
    return officer, supervisor, draw


def drawn(now, kinds=POOL, **conditions):
    """(officer, supervisor, round) after the draw."""
    officer, supervisor, draw = fixed(now, kinds, **conditions)
    with transaction():
        actions.hold(officer, draw, PHRASES)
    return officer, supervisor, draw


def sign_head():
    """The platform publishes the head of its log."""
    with transaction():
        return log_tree.sign_head()
