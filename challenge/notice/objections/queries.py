"""Objections as rows, already filtered for a reader; what the public is told of them; words for clocks and outcomes."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from accounts.models import User
from accounts.rules import is_leader, is_supervisor
from challenge import rulepack
from challenge.bidding.models import Bid, BidMember
from challenge.notice.models import Notice
from challenge.notice.objections import rules, sealed
from challenge.notice.objections.models import Objection
from challenge.posting.models import Challenge, Programme
from challenge.states import C, O, Outcome
from core import clock, formats, workdays
from core.database import UtcDateTime, db
from core.workflow import State
from talent.integrity.queries import ways_back
from talent.integrity.states import Origin


class Shown(State):
    """What the clock makes of a state; shown, never stored."""

    SETTLED = "settled", "终局", "good"
    TOO_LATE = "too_late", "已过期草稿", "quiet"


def visible_objections(user):
    """SELECT of the objections `may.READ_OBJECTION` shows to this person; its twin in SQL."""
    joined = sa.select(Objection).join(Notice, Objection.notice_id == Notice.id)
    joined = joined.join(Challenge, Notice.challenge_id == Challenge.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    reasons = [Objection.owner_mark == sealed.mark_of(user)]
    if is_supervisor(user) or is_leader(user):
        reasons += [Objection.handler_id == user.id, Objection.second_id == user.id]
        foreign = Challenge.organisation_id != (user.organisation_id or 0)
        apart = sa.and_(foreign, Challenge.id.not_in(_own_lists(user)))
        reasons.append(sa.and_(Objection.state != O.DRAFT, apart))
    return joined.where(sa.or_(*reasons))


def _own_lists(user):
    """Ids of the lists under objection in which this person takes part; without an objection no bid is asked for."""
    disputed = sa.select(Notice.challenge_id).join(Objection, Objection.notice_id == Notice.id)
    found = db.session.scalars(disputed.where(Objection.state != O.DRAFT).distinct()).all()
    if not found:
        return []
    member = sa.exists().where(
        BidMember.bid_id == Bid.id, BidMember.user_id == user.id, BidMember.confirmed_at.is_not(None)
    )
    sides = [Bid.leader_id == user.id, member]
    if user.organisation_id is not None:
        sides.append(Bid.organisation_id == user.organisation_id)
    mine = sa.select(Bid.challenge_id).where(Bid.challenge_id.in_(found), Bid.opened_at.is_not(None))
    return db.session.scalars(mine.where(sa.or_(*sides))).all()


def listed_objections(user):
    """`visible_objections` for a list page: with notice, list and people, without the ciphertexts."""
    lean = [defer(getattr(Objection, name)) for name in ("identity", "content", "record", "appeal")]
    whole = contains_eager(Objection.notice).contains_eager(Notice.challenge)
    packs = whole.selectinload(Challenge.programme).undefer(Programme.rules)
    people = [joinedload(one).lazyload(User.grants) for one in (Objection.handler, Objection.second)]
    return visible_objections(user).options(whole, packs, *lean, *people)


def searched(statement, words):
    """Narrow to those whose number, notice or list contains the words."""
    columns = (Objection.code, Notice.code, Notice.title, Challenge.code)
    return statement.where(sa.or_(*(one.icontains(words, autoescape=True) for one in columns)))


def _over_by_clock():
    """The SQL twin of `rules.time_is_up`."""
    now = sa.func.coalesce(Challenge.suspended_at, sa.literal(clock.now(), UtcDateTime))
    return sa.and_(Objection.due_at <= now, Objection.calendar_known.is_(True))


def by_phase(statement, value):
    """Narrow to one phase: what is at work, waits for the objector, is overdue, or has ended."""
    appealable = Objection.state.in_(rules.APPEALABLE)
    return statement.where(
        {
            "draft": Objection.state == O.DRAFT,
            "waiting": Objection.state == O.SUBMITTED,
            "investigating": Objection.state == O.INVESTIGATING,
            "reviewing": Objection.state == O.REVIEWING,
            "answered": sa.and_(appealable, ~_over_by_clock()),
            "overdue": sa.and_(Objection.state.in_(rules.AT_WORK), _over_by_clock()),
            "over": sa.or_(Objection.state.in_(rules.OVER), sa.and_(appealable, _over_by_clock())),
        }[value]
    )


def lists_in_dispute():
    """Ids of the lists to which an objection is open: the SQL twin of `rules.open_of`."""
    appealable = sa.and_(Objection.state.in_(rules.APPEALABLE), ~_over_by_clock())
    found = sa.select(Notice.challenge_id).join(Objection, Objection.notice_id == Notice.id)
    found = found.join(Challenge, Notice.challenge_id == Challenge.id)
    return set(db.session.scalars(found.where(sa.or_(Objection.state.in_(rules.AT_WORK), appealable))))


def by_part(user):
    """A filter by one's own part: what one handles, has written, or all the others."""
    mark = sealed.mark_of(user)
    given = sa.or_(Objection.handler_id == user.id, Objection.second_id == user.id)
    parts = {"mine": Objection.owner_mark == mark, "given": given, "others": sa.not_(given)}
    return lambda statement, value: statement.where(parts[value])


def phase_of(objection):
    """What a reader sees as the state."""
    if objection.state is O.DRAFT and rules.takes_objections(objection.notice) and not _paused(objection):
        return Shown.TOO_LATE
    if objection.state in rules.APPEALABLE and not rules.is_open(objection):
        return Shown.SETTLED
    return objection.state


def _paused(objection):
    return objection.challenge.state is C.SUSPENDED


def result_of(objection):
    """What it has come to, in words; '' while nobody knows."""
    if objection.state is O.WITHDRAWN:
        return "异议人撤回"
    if objection.state is O.ENDED:
        return "榜单撤销，终止办理"
    found = rules.verdict(objection)
    if found is not None:
        return found.label
    return "不予受理" if objection.inadmissible else ""


def rests(objections):
    """{objection id: the clock that runs now in words, '' when none does}, with one look at the holiday table."""
    running = [one for one in objections if _clock_runs(one)]
    last = max((workdays.last_day(one.due_at) for one in running), default=clock.today())
    ahead = workdays.days_between(clock.today(), last) if running else []
    return {one.id: _rest(one, ahead) if one in running else "" for one in objections}


def rest_of(objection):
    """The clock of one objection in words."""
    return rests([objection])[objection.id]


def _clock_runs(objection):
    settled = objection.state in rules.APPEALABLE and not rules.is_open(objection)
    return objection.due_at is not None and not settled


def _rest(objection, ahead):
    if _paused(objection):
        return "榜单暂停，停止计算"
    last = workdays.last_day(objection.due_at)
    if rules.is_overdue(objection):
        return f"已逾期（{formats.date_zh(last)} 到期）"
    unsure = "" if objection.calendar_known else "，该年节假日安排公布后核定"
    days = sum(day <= last for day in ahead)
    left = f"{formats.date_zh(last)} 到期，还剩 {days} 个工作日" if days else "今日 24:00 到期"
    return left + unsure


def label_of(subject, kind, key):
    """The label of a ground or of a code of inadmissibility, as the rule pack in force names it."""
    return next((one["label"] for one in rulepack.entries(subject, kind) if one["key"] == key), "")


def public_lines(notice):
    """[(number, about, ground, phase, outcome, measures, date)] of the submitted objections to a notice: no names."""
    rows = sa.select(Objection).where(Objection.notice_id == notice.id, Objection.state != O.DRAFT)
    hidden = [defer(getattr(Objection, name)) for name in ("identity", "content", "record", "appeal")]
    found = db.session.scalars(rows.order_by(Objection.code).options(*hidden)).all()
    return [
        {
            "code": one.code,
            "about": rules.ABOUT[one.about],
            "ground": label_of(one, "objection_grounds", one.ground),
            "received": one.submitted_at,
            "phase": phase_of(one),
            "result": result_of(one),
            "measures": one.second_measures or one.measures,
            "at": one.second_at or one.answered_at or (one.state_since if rules.is_over(one) else None),
        }
        for one in found
    ]


OUTCOMES = [(one.value, one.label) for one in Outcome]


def _way_back(reader, code):
    key = db.session.scalar(
        visible_objections(reader).with_only_columns(Objection.key).where(Objection.code == code)
    )
    return f"/desk/objections/{key}" if key else None


ways_back[Origin.OBJECTION] = _way_back
