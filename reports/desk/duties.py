"""What a person must do today: duties with their clocks, one fixed number of queries per role."""

import dataclasses
import datetime as dt

import sqlalchemy as sa

from accounts.rules import (
    holds_privilege,
    is_admin,
    is_bureau,
    is_county,
    is_enterprise,
    is_expert,
    is_leader,
    is_officer,
    is_researcher,
    is_supervisor,
    leads_organisation,
)
from challenge import rulepack
from challenge.notice.models import Notice
from challenge.notice.objections.queries import lists_in_dispute
from challenge.notice.queries import remaining
from challenge.posting.models import Challenge, Programme, Question
from challenge.posting.queries.lists import posted_by
from challenge.posting.rules import current_opinions, may_post
from challenge.posting.succession import is_continued
from challenge.review.choosing.rules import poster_has_chosen
from challenge.review.models import Proposal
from challenge.states import C, G, N, Q
from core import clock
from core.database import db
from reports.desk import (
    acceptance,
    bidders,
    closing,
    envoys,
    final_accounts,
    liaisons,
    market,
    milestones,
    objections,
    outcomes,
    payments,
    people,
    projects,
    races,
    research,
    tolerance,
    trust,
)
from reports.desk.batches import batches
from reports.desk.draws import draws
from reports.desk.duty import Duty
from talent.rules import may_have_own_profile

SOON = dt.timedelta(days=7)
LATEST = 100


def _of(challenge, what, due=None, tail="", rule=None, runs=False):
    if rule is not None and challenge.state_since:
        start = challenge.deadline if rule == "opening_days" else challenge.state_since
        due = start + dt.timedelta(days=rulepack.value(challenge, rule))
    path = f"/desk/challenges/{challenge.code}{tail}"
    since = challenge.deadline if rule == "opening_days" else challenge.state_since
    since = since or challenge.created_at
    what = rulepack.mode_of(challenge).say(what)
    return Duty(what, challenge.title or "（未填题目）", path, due, since, challenge.code, runs)


def _challenges(*conditions, loads=()):
    # The clocks stand in the rule packs: all packs in one query, not one for each batch.
    packs = sa.orm.selectinload(Challenge.programme).undefer(Programme.rules)
    wanted = sa.select(Challenge).where(*conditions).order_by(Challenge.state_since).limit(LATEST)
    return db.session.scalars(wanted.options(packs, *loads)).unique()


OFFICER_DUTIES = {
    C.SUBMITTED: ("受理或退回需求", "", "accept_days"),
    C.APPRAISING: ("组织论证", "", "appraise_days"),
    C.POOLED: ("编入批次发布", "/publish", "batch_days"),
    C.OPENED: ("形式审查", "/checks", "check_days"),
    C.REVIEWING: ("组织评审", "/reviewers", "review_total_days"),
    C.AWARDED: ("生成并发布公示", "/notice", "notice_draft_days"),
    C.LAPSED: ("处理流榜", "/lapsed", "lapse_days"),
}


def _appraisal(challenge):
    given, least = len(current_opinions(challenge)), rulepack.value(challenge, "opinions_min")
    return "论证意见已齐，办理入库" if given >= least else f"组织论证（意见 {given} 份，至少 {least} 份）"


def _officer_duty(challenge):
    if challenge.state is C.OPEN:
        if challenge.is_past_deadline:
            return _of(challenge, "开标", tail="/opening", rule="opening_days")
        return _of(challenge, "揭榜即将截止", challenge.deadline, runs=True)
    what, tail, rule = OFFICER_DUTIES[challenge.state]
    if challenge.state is C.APPRAISING:
        what = _appraisal(challenge)
    return _of(challenge, what, tail=tail, rule=rule)


def officer_duties(user):
    """Everything an officer handles: own lists and those nobody handles yet."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    near = sa.and_(Challenge.state == C.OPEN, Challenge.deadline < clock.now() + SOON)
    waiting = sa.or_(Challenge.state.in_(OFFICER_DUTIES), near)
    other = Challenge.organisation_id != (user.organisation_id or 0)
    opinions = sa.orm.selectinload(Challenge.opinions)
    settled = sa.and_(Challenge.state == C.LAPSED, is_continued())
    yield from map(_officer_duty, _challenges(mine, waiting, other, sa.not_(settled), loads=(opinions,)))
    yield from _running_notices(mine)
    yield from _open_questions(mine)
    yield from people.registrations()
    yield from _choices_to_approve(user)


def _running_notices(mine):
    running = (
        sa.select(Notice)
        .join(Challenge)
        .options(sa.orm.contains_eager(Notice.challenge))
        .where(Notice.state == N.PUBLISHED, Challenge.state == C.NOTICED, mine)
    )
    rows = db.session.scalars(running).all()
    rest, disputed = remaining(rows), lists_in_dispute() if rows else set()
    for notice in rows:
        over, waits = clock.now() >= notice.ends_at, notice.challenge_id in disputed
        what = ("公示期满，等待异议办结" if waits else "公示期满，公布结果") if over else "公示中"
        end = None if over and waits else notice.ends_at
        duty = _of(notice.challenge, what, end, "/notice", runs=waits or not over)
        yield dataclasses.replace(duty, rest=rest.get(notice.id, ""))


def _open_questions(*conditions):
    rows = db.session.execute(
        sa.select(Challenge, sa.func.count(Question.id), sa.func.min(Question.asked_at))
        .join(Question)
        .where(Question.state == Q.ASKED, *conditions)
        .group_by(Challenge.id)
        .options(sa.orm.lazyload("*"))
        .limit(LATEST)
    )
    for challenge, number, oldest in rows:
        due = bidders.unless_suspended(challenge, challenge.questions_until)
        duty = _of(challenge, f"答复提问（{number} 条）", due, "/questions")
        yield dataclasses.replace(duty, since=oldest)


def appraiser_duties(user):
    """Demands that still need an opinion, and have none of this person."""
    other = Challenge.organisation_id != (user.organisation_id or 0)
    loads = (sa.orm.selectinload(Challenge.opinions),)
    for challenge in _challenges(Challenge.state == C.APPRAISING, other, loads=loads):
        given = current_opinions(challenge)
        if len(given) < rulepack.value(challenge, "opinions_min") and user.id not in {
            one.author_id for one in given
        }:
            yield _of(challenge, "填写论证意见", tail="/opinion", rule="appraise_days")


def _unseconded():
    """Ids of the lists whose choice against the ranking no second officer has looked at."""
    undecided = sa.select(Proposal.challenge_id).where(
        Proposal.decision == "", Proposal.override_reason != ""
    )
    return undecided.where(Proposal.second_by_id.is_(None))


def _choices_to_approve(user):
    """Choices against the ranking that wait for a second officer."""
    waiting = _unseconded().where(Proposal.proposed_by_id != user.id)
    other = Challenge.organisation_id != (user.organisation_id or 0)
    for challenge in _challenges(Challenge.state == C.PROPOSED, Challenge.id.in_(waiting), other):
        yield _of(challenge, "复核未按排名的推荐", tail="/decision", rule="decision_days")


def leader_duties(user):
    """Decisions that wait for a leader."""
    asked = sa.and_(Challenge.cancel_asked_by_id.is_not(None), Challenge.state != C.CANCELLED)
    waiting = sa.or_(Challenge.state.in_((C.PROPOSED, C.SUSPENDED)), asked)
    unseconded = set(db.session.scalars(_unseconded()))
    for challenge in _challenges(waiting):
        if challenge.id in unseconded and challenge.state is C.PROPOSED:
            yield _of(challenge, "等待另一名经办人复核", tail="/decision", rule="decision_days", runs=True)
        elif challenge.state is C.PROPOSED:
            yield _of(challenge, "审定拟立项方案", tail="/decision", rule="decision_days")
        else:
            yield _of(challenge, "决定是否恢复" if challenge.state is C.SUSPENDED else "审批撤榜申请")
    for programme in db.session.scalars(sa.select(Programme).where(Programme.state == G.DRAFT)):
        path = f"/desk/challenges/programmes/{programme.code}"
        yield Duty("启动项目批次", programme.name, path, None, programme.created_at, programme.code)


def supervisor_duties(user):
    """Openings that wait for a witness."""
    passed = sa.and_(Challenge.state == C.OPEN, Challenge.deadline <= clock.now())
    for challenge in _challenges(passed):
        yield _of(challenge, "监督开标", tail="/opening", rule="opening_days")


def county_duties(user):
    """Demands of the own county that wait for its recommendation."""
    for challenge in _challenges(Challenge.state == C.SCREENED, Challenge.county == user.county):
        yield _of(challenge, "县区初审", rule="county_days")


def poster_duties(user):
    """Drafts and questions of the own organisation."""
    own = posted_by(user)
    for challenge in _challenges(own, Challenge.state == C.DRAFT):
        yield _of(challenge, "按退回意见修改" if challenge.reason else "完成并提交需求")
    for challenge in _challenges(own, Challenge.state == C.REVIEWING):
        if poster_has_chosen(challenge):
            yield _of(challenge, "选定方案", tail="/choice", rule="review_total_days")
    yield from _open_questions(own)


SOURCES = (
    (is_officer, officer_duties),
    (is_leader, leader_duties),
    (is_supervisor, supervisor_duties),
    (objections.may_watch, objections.handler_duties),
    (is_leader, objections.leader_duties),
    (lambda user: not holds_privilege(user), objections.objector_duties),
    (lambda user: is_officer(user) or is_supervisor(user), draws),
    (lambda user: is_officer(user) or is_supervisor(user), batches),
    (is_county, county_duties),
    (is_admin, people.failed_mails),
    (may_post, poster_duties),
    (lambda user: is_researcher(user) or is_enterprise(user), bidders.bidder_duties),
    (lambda user: is_researcher(user) or is_enterprise(user), objections.bidder_rights),
    (is_expert, bidders.reviewer_duties),
    (lambda user: is_officer(user) or is_leader(user) or is_supervisor(user), appraiser_duties),
    (lambda user: leads_organisation(user) and user.organisation_id is not None, people.colleagues),
    (may_have_own_profile, people.own_profile_duties),
    (is_bureau, trust.contact_duties),
    (lambda user: is_supervisor(user) or is_leader(user), trust.case_duties),
    (lambda user: True, trust.own_case_duties),
    *liaisons.SOURCES,
    *projects.SOURCES,
    *closing.SOURCES,
    *milestones.SOURCES,
    *races.SOURCES,
    *payments.SOURCES,
    *final_accounts.SOURCES,
    *acceptance.SOURCES,
    *outcomes.SOURCES,
    *market.SOURCES,
    *research.SOURCES,
    *envoys.SOURCES,
    *tolerance.SOURCES,
)


def duties(user):
    """All duties of a person in all roles, nearest clock first."""
    found = {duty for question, source in SOURCES if question(user) for duty in source(user)}
    return sorted(found, key=lambda duty: duty.order)
