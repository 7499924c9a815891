"""Who may be asked for an opinion on a milestone: an expert of the pool against whom the registers say nothing."""

import dataclasses

import sqlalchemy as sa

from accounts.models import User
from challenge.delivery.milestones import rules
from challenge.delivery.milestones.models import MilestoneReport
from challenge.delivery.panels.eligibility import why_not
from challenge.delivery.states import Source
from challenge.review.recommend import candidates as of_list
from challenge.review.yearly import counted_elsewhere
from core.database import db
from talent.models import Profile
from talent.queries import own_profile

TIED = "该专家与本项目的一方有关，或者是本项目经办人，请另请他人。"
NOT_OFFERED = "不在候选专家之列：评审过本榜单的方案，本轮已经邀请过，不在库或者不愿承担评审，或者是本榜单的经办人、开标人员。请从名单中另选。"


def candidates(milestone, k, name="", **narrowed):
    """`review.recommend.Candidate`s, best first, each with what forbids to ask; who reviewed the bids or was asked is left out."""
    asked = [one.user_id for one in rules.of_round(milestone, Source.EXPERT)]
    without = db.session.scalars(sa.select(Profile.id).where(Profile.user_id.in_(asked)))
    _ranked, found = of_list(milestone.challenge, k, name=name, without=list(without), **narrowed)
    people = sa.select(User).where(User.id.in_(one.profile.user_id for one in found))
    _kept = db.session.scalars(people).unique().all()  # read at once: each candidate asks for its account
    return [dataclasses.replace(one, refusal=one.refusal or _against(one, milestone)) for one in found]


def _against(candidate, milestone):
    if not rules.stands_between(candidate.profile.user, milestone.project):
        return TIED
    return why_not(candidate.profile, milestone, candidate.conflicts)


def refusal_of(expert, milestone):
    """Why this person cannot be asked now, as a sentence; None when the page offers them to be chosen."""
    profile = own_profile(expert)
    if profile is None:
        return "这位专家没有专家库档案，无法核查回避情形，请另请他人。"
    found = candidates(milestone, 1, ids=[profile.id], plain=True)
    if not found:
        return f"{profile.name}{NOT_OFFERED}"
    return f"{profile.name}不能评估：{found[0].refusal.rstrip('。')}。" if found[0].refusal else None


def must_decline(expert, milestone):
    """What the registers say against an expert who was asked, as a sentence; None when nothing."""
    profile = own_profile(expert)
    found = why_not(profile, milestone) if profile is not None else None
    return f"{found}。请谢绝本次评估。" if found else None


def opinions_since(first, profile_id=None):
    """{profile id: opinions on milestones that were asked for since this instant and not declined}."""
    rows = sa.select(Profile.id, sa.func.count()).join(
        MilestoneReport, MilestoneReport.user_id == Profile.user_id
    )
    rows = rows.where(
        MilestoneReport.source == Source.EXPERT,
        MilestoneReport.asked_at >= first,
        MilestoneReport.declined_at.is_(None),
    )
    if profile_id is not None:
        rows = rows.where(Profile.id == profile_id)
    return dict(db.session.execute(rows.group_by(Profile.id)).all())


counted_elsewhere.append(opinions_since)
