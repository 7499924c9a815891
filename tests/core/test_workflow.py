"""The engine: order of refusals, consequences, what is recorded."""

import pytest
import sqlalchemy as sa

from challenge.states import C
from core import audit, audit_walk, workflow
from core.database import db, transaction
from tests import world


def test_a_step_moves_the_row_and_writes_one_entry(app):
    poster = world.user("enterprise")
    demand = world.challenge(author=poster)
    with transaction():
        workflow.apply(poster, demand, "submit")
    assert demand.state is C.SUBMITTED
    entry = audit.head()
    assert (entry.action, entry.object_id, entry.before, entry.after) == (
        "challenge.submit",
        str(demand.id),
        {"state": "draft"},
        {"state": "submitted"},
    )


def test_state_is_asked_before_who_and_who_before_needs(app):
    stranger, demand = world.user("enterprise"), world.challenge(title="")
    assert workflow.refusal(stranger, demand, "submit").status == 403
    assert workflow.refusal(demand.author, demand, "submit").status == 422
    demand.title = "有题目"
    assert workflow.refusal(demand.author, demand, "submit") is None
    assert workflow.refusal(demand.author, demand, "take_back").status == 409


def test_a_refused_step_leaves_nothing(app):
    demand = world.challenge(pledged_at=None)
    before = db.session.scalar(sa.select(sa.func.count()).select_from(audit.AuditEntry))
    with pytest.raises(workflow.Refused), transaction():
        workflow.apply(demand.author, demand, "submit")
    assert demand.state is C.DRAFT
    assert db.session.scalar(sa.select(sa.func.count()).select_from(audit.AuditEntry)) == before


def test_a_fact_that_is_asked_must_be_given(app):
    officer, demand = world.user("officer"), world.challenge(C.SUBMITTED)
    with pytest.raises(workflow.Refused) as refused, transaction():
        workflow.apply(officer, demand, "return", reason="  ")
    assert refused.value.refusal.status == 422


def test_the_log_refuses_changes(app):
    poster = world.user("enterprise")
    with transaction():
        audit.record(poster, "test", audit.Subject("thing", 1))
    for statement in ("UPDATE audit_entry SET what = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(sa.exc.DBAPIError), transaction():
            db.session.execute(sa.text(statement))
    assert audit_walk.first_broken() is None
