"""Duties about objections: what one handles or reviews, whom to name, what holds, what one has written oneself."""

import sqlalchemy as sa

from accounts.rules import is_leader, is_supervisor
from challenge.bidding.models import Bid
from challenge.notice.models import Notice
from challenge.notice.objections import queries, rules
from challenge.notice.objections.models import Objection
from challenge.notice.objections.sealed import mark_of
from challenge.notice.queries import remaining
from challenge.posting.models import Challenge
from challenge.states import B, C, N, O
from core import clock
from core.database import db
from reports.desk.duty import Duty

WHAT = {
    O.SUBMITTED: "审查异议是否受理",
    O.INVESTIGATING: "调查并答复异议",
    O.REVIEWING: "复核异议",
}


def _duty(objection, what, *, runs=False):
    due = None if objection.challenge.state is C.SUSPENDED else objection.due_at
    path = f"/desk/objections/{objection.key}"
    since = objection.state_since or objection.created_at
    rest = "" if rules.is_overdue(objection) else queries.rest_of(objection)
    return Duty(what, objection.notice.title, path, due, since, objection.code or "", runs, rest)


def handler_duties(user):
    """What one handles or reviews; and of all one watches, what nobody handles."""
    of_mine = sa.or_(
        sa.and_(Objection.handler_id == user.id, Objection.state.in_(rules.WITH_FIRST)),
        sa.and_(Objection.second_id == user.id, Objection.state == O.REVIEWING),
    )
    watched = queries.listed_objections(user).where(Objection.state.in_(rules.AT_WORK))
    for one in db.session.scalars(watched.where(of_mine)).unique():
        yield _duty(one, WHAT[one.state])
    nobody = sa.or_(
        sa.and_(Objection.handler_id.is_(None), Objection.state.in_(rules.WITH_FIRST)),
        sa.and_(Objection.second_id.is_(None), Objection.state == O.REVIEWING),
    )
    for one in db.session.scalars(watched.where(nobody)).unique():
        yield _duty(one, "指定异议承办人")


def leader_duties(user):
    """Overdue objections, and lists whose notice an objection has upset."""
    watched = queries.listed_objections(user)
    others = sa.and_(
        sa.func.coalesce(Objection.handler_id, 0) != user.id,
        sa.func.coalesce(Objection.second_id, 0) != user.id,
    )
    for one in db.session.scalars(queries.by_phase(watched, "overdue").where(others)).unique():
        yield _duty(one, "异议办理已逾期，请督促或另行指定")
    decided = sa.func.coalesce(Objection.second_outcome, Objection.outcome) == "upheld"
    held = watched.where(decided, Notice.state == N.PUBLISHED, Challenge.state == C.NOTICED)
    for one in db.session.scalars(held).unique():
        path = f"/desk/challenges/{one.challenge.code}"
        yield Duty(
            "异议成立，决定重新评审", one.challenge.title, path, None, one.state_since, one.challenge.code
        )


def objector_duties(user):
    """Own drafts that can still be handed in, and answers one may ask to review."""
    mine = queries.listed_objections(user).where(Objection.owner_mark == mark_of(user))
    wanted = mine.where(Objection.state.in_((O.DRAFT, *rules.APPEALABLE)))
    for one in db.session.scalars(wanted).unique():
        if one.state is O.DRAFT:
            if rules.takes_objections(one.notice) is None:
                path = f"/desk/objections/{one.key}/edit"
                yield Duty("完成并提交异议", one.notice.title, path, one.notice.ends_at, one.created_at)
        elif rules.is_open(one):
            yield _duty(one, "异议已答复，可以申请复核", runs=True)


def bidder_rights(user):
    """While a notice runs: whose bid was not chosen reads the scores and may object until its end."""
    lost = (B.RESERVE, B.UNSELECTED, B.UNQUALIFIED)
    rows = db.session.execute(
        sa.select(Bid, Notice)
        .join(Notice, Notice.challenge_id == Bid.challenge_id)
        .join(Challenge, Challenge.id == Bid.challenge_id)
        .options(sa.orm.joinedload(Notice.challenge))
        .where(Bid.leader_id == user.id, Bid.state.in_(lost))
        .where(Notice.state == N.PUBLISHED, Challenge.state == C.NOTICED, Notice.ends_at > clock.now())
    ).all()
    rest = remaining([notice for _, notice in rows])
    for bid, notice in rows:
        path, what = f"/desk/bids/{bid.code}/feedback", "看评审得分与意见，公示期内可提出异议"
        yield Duty(
            what,
            notice.challenge.title,
            path,
            notice.ends_at,
            notice.published_at,
            bid.code,
            True,
            rest[notice.id],
        )


def may_watch(user):
    """Supervisors and leaders."""
    return is_supervisor(user) or is_leader(user)
