"""Reported pressure reaches every supervisor, and nobody learns the name."""

from accounts.models import Message
from challenge.review.actions import reporting
from core import audit
from core.database import db, transaction
from tests import world
from tests.challenge.review import scene


def test_supervisors_are_told_without_the_name(app):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    watching = [world.user("supervisor"), world.user("supervisor")]
    with transaction():
        reporting.report_pressure(task.profile.user, task, "某人来电说情。")
    told = db.session.query(Message).filter(Message.subject.contains("被打招呼")).all()
    seen = {one.user_id for one in told}
    assert {one.id for one in watching} <= seen
    assert officer.id not in seen
    assert {one.body for one in told} == {f"榜单 {challenge.code}，专家 1 号报告：\n某人来电说情。"}
    entry = audit.head()
    assert (entry.action, entry.sealed, entry.after) == ("assignment.report", True, None)
