"""Lists whose reviewers are assigned together, for tests: people in the pool, opened lists, a computed batch."""

from challenge.review.batches import actions
from challenge.review.batches.models import Batch
from challenge.states import C
from core import outbox
from core.database import db, transaction
from talent.states import ExpertKind
from tests import world
from tests.challenge.review import drawn, scene

CONDITIONS = {
    "kinds": {"technical": 0, "industry": 1, "finance": 1, "other": 0},
    "most": 2,
    "least": 0,
    "floor": 20,
    "per_seat": 6,
}
POOL = (*(ExpertKind.TECHNICAL,) * 9, *(ExpertKind.INDUSTRY,) * 4, *(ExpertKind.FINANCE,) * 4)


def lists(number=2, state=C.REVIEWING):
    """(officer in charge of all, so many lists), opened with bids, experts in the pool."""
    drawn.pool(POOL)
    officer, first = scene.in_review() if state is C.REVIEWING else scene.opened()
    found = [first]
    for _ in range(number - 1):
        _, other = scene.in_review() if state is C.REVIEWING else scene.opened()
        with transaction():
            other.handler_id = officer.id
        found.append(other)
    return officer, found


def begun(number=2, **changes):
    """(officer, batch that waits for its computation, lists)."""
    officer, found = lists(number, changes.pop("state", C.REVIEWING))
    with transaction():
        seats = {one.id: 5 for one in found}
        batch = actions.begin(officer, "第一批", seats, CONDITIONS | changes)
    return officer, batch, found


def computed(number=2, **changes):
    """(officer, batch with a proposal, lists)."""
    officer, batch, found = begun(number, **changes)
    outbox.run_due()
    db.session.expire_all()
    return officer, db.session.get(Batch, batch.id), found


def deployed(number=2, **changes):
    """(officer, deployed batch, lists)."""
    officer, batch, found = computed(number, **changes)
    with transaction():
        actions.deploy(officer, batch, batch.current)
    return officer, batch, found


def supervisor():
    """Somebody who stands apart."""
    return world.user("supervisor")
