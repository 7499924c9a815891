"""The clock ends an invitation nobody answered, the next of the draw steps in; seats count towards the yearly number."""

from accounts.models import Message
from challenge.delivery.panels import actions, no_shows
from challenge.delivery.panels.states import Origin, Purpose, Seat
from challenge.review import queries
from challenge.review import rules as reviews
from core import audit_walk, log_tree, outbox
from core.database import db, transaction
from core.workflow import apply
from talent.states import ExpertKind
from tests import world
from tests.challenge.delivery.panels import scene

WANTED = {ExpertKind.TECHNICAL: 3, ExpertKind.INDUSTRY: 1, ExpertKind.FINANCE: 1}


def drawn():
    """(officer, project, members who were just drawn); one more technical expert is left."""
    officer, project, panel = scene.formed()
    scene.experts((*scene.KINDS, ExpertKind.TECHNICAL))
    with transaction():
        actions.fix(officer, panel, WANTED)
    with transaction():
        log_tree.sign_head()
    with transaction():
        return officer, project, actions.draw(officer, panel)


def told(user):
    rows = db.session.query(Message).filter_by(user_id=user.id).filter(Message.subject.contains("递补"))
    return [one.body for one in rows.order_by(Message.id)]


def test_the_clock_ends_it_and_the_next_of_the_draw_is_asked(app, now):
    officer, _project, members = drawn()
    panel = members[0].panel
    silent = [one for one in members if one.profile.kind is ExpertKind.TECHNICAL][:1]
    silent += [one for one in members if one.profile.kind is ExpertKind.FINANCE]
    for one in members:
        if one not in silent:
            with transaction():
                assert actions.answer(one.profile.user, one, "none")
    now.instant = silent[0].reply_due_at
    now.forward(seconds=-1)
    outbox.run_due()
    assert {one.state for one in silent} == {Seat.INVITED}
    now.forward(seconds=1)
    for _ in range(2):  # however often the job runs
        outbox.run_due()
        with transaction():
            no_shows.order_lapse(silent[0])
    db.session.expire_all()
    assert {one.state for one in silent} == {Seat.EXPIRED}
    (joined,) = panel.members[5:]
    assert (joined.state, joined.origin, joined.profile.kind) == (
        Seat.INVITED,
        Origin.DRAWN,
        ExpertKind.TECHNICAL,
    )
    follows = panel.transcript["result"]["substitutes"]["technical"][0]
    assert joined.profile_id == panel.people[[one["id"] for one in panel.candidates].index(follows)][0]
    first, second = told(officer)
    assert ("已按抽取次序邀请下一位技术研发专家（6 号）" in first, "递补名单已经用完" in second) == (
        True,
        True,
    )
    assert audit_walk.first_broken() is None


def test_nothing_lapses_while_the_project_is_suspended(app, now):
    officer, project, panel = scene.formed()
    (one,) = scene.invited(officer, panel, scene.KINDS[:1])
    leader, due = world.user("leader"), one.reply_due_at
    with transaction():
        apply(leader, project, "suspend", reason="知识产权争议。")
    now.instant = due
    outbox.run_due()
    db.session.expire_all()
    assert one.state is Seat.INVITED
    with transaction():
        apply(leader, project, "resume", reason="争议解决。")
    outbox.run_due()
    assert (one.state, one.reply_due_at > due) == (Seat.INVITED, True)
    now.instant = one.reply_due_at
    outbox.run_due()
    db.session.expire_all()
    assert one.state is Seat.EXPIRED


def test_a_seat_counts_towards_the_yearly_number_of_reviews(app):
    officer, _project, panel = scene.formed(Purpose.TOLERANCE)
    (one, left) = scene.invited(officer, panel, scene.KINDS[:2])
    with transaction():
        actions.leave(left.profile.user, left, "decline", "出差。")
    assert [reviews.reviews_this_year(each.profile) for each in (one, left)] == [1, 0]
    counted = queries.reviews_by_profile()
    assert (counted.get(one.profile_id), counted.get(left.profile_id)) == (1, None)
    with transaction():
        one.profile.review_cap = 1
    challenge = world.challenge(reviews.C.REVIEWING)
    assert "已达 1 次上限" in reviews.below_yearly_cap(world.assignment(challenge, one.profile))
