"""What a step leaves on the row besides the state, and whom it tells."""

from accounts.models import Message
from challenge.states import C
from core.database import db, transaction
from core.workflow import apply
from tests import world
from tests.challenge.review import scene


def step(actor, row, action, **facts):
    with transaction():
        apply(actor, row, action, **facts)
    return (row.reason, row.reason_code)


def letters(person):
    return [one.subject for one in db.session.query(Message).filter_by(user_id=person.id)]


def test_a_reason_is_forgotten_when_the_poster_has_answered_it(app):
    officer = world.user("officer")
    row = world.challenge(C.POOLED, handler_id=officer.id)
    assert step(officer, row, "return", reason="请改写揭榜条件。") == ("请改写揭榜条件。", "")
    assert step(row.author, row, "submit") == ("", "")


def test_a_suspended_list_shows_its_own_reason_until_it_is_resumed(app):
    leader, row = world.user("leader"), world.challenge(C.OPEN, reason="旧的退回意见")
    assert step(leader, row, "suspend", reason="核查线索。") == ("核查线索。", "")
    assert step(leader, row, "resume", reason="核查完毕。") == ("", "")


def test_a_cancellation_that_is_asked_for_leaves_the_public_reason_alone(app):
    officer, leader = world.user("officer"), world.user("leader")
    row = world.challenge(C.LAPSED, handler_id=officer.id, reason="没有有效方案。")
    assert step(officer, row, "ask_cancel", reason="企业停产。") == ("没有有效方案。", "")
    assert step(leader, row, "refuse_cancel", reason="继续张榜。") == ("没有有效方案。", "")


def test_a_relisted_list_no_longer_shows_why_it_lapsed(app):
    officer = world.user("officer")
    row = world.challenge(C.LAPSED, handler_id=officer.id, reason="没有有效方案。")
    assert step(officer, row, "relist", reason="延长揭榜期。") == ("", "")


def test_other_officers_hear_of_a_choice_against_the_ranking(app):
    other = world.user("officer")
    officer, challenge, _ = scene.proposed(place=1, override="转化条件更好。")
    assert letters(other) == [f"未按排名的推荐待复核：{challenge.title}"]
    assert letters(other)[0] not in letters(officer)


def test_a_choice_of_the_first_concerns_no_other_officer(app):
    other = world.user("officer")
    scene.proposed()
    assert letters(other) == []
