"""Who may sit on a panel: the candidates of the talent pool with what the conflict engine says of them."""

import dataclasses

import sqlalchemy as sa

from challenge import rulepack
from challenge.delivery.panels.models import Panel, PanelMember
from challenge.delivery.panels.states import SITTING, S
from challenge.review import recusal, standing
from challenge.review.parties import looked_up
from challenge.review.recommend import candidates as of_list
from challenge.review.rules import openers, reviews_this_year
from challenge.review.yearly import counted_elsewhere
from core.database import db


def candidates(panel, k=20, *, kind=None, name=""):
    """(is ranked, `review.recommend.Candidate`s, best first) of those not on the panel; who reviewed the bids is left out."""
    asked = {one.profile_id for one in panel.members}
    ranked, found = of_list(panel.challenge, k, kind=kind, name=name, without=asked)
    return ranked, [_weighed(panel, one) for one in found]


def _weighed(panel, candidate):
    said = candidate.refusal or why_not(candidate.profile, panel, candidate.conflicts)
    return dataclasses.replace(candidate, refusal=said)


def why_not(profile, panel, ties=None):
    """What the conflict engine finds against this expert, as a short reason; None when nothing stands in the way."""
    found = recusal.standing(profile, panel.challenge, ties)
    bid, clause = panel.project.bid_id, rulepack.cite(panel, "blocking_tie_scope")
    kept_off = [
        one.tie.path
        for one in found
        if one.grade == "block" or (one.grade == "exclude" and (one.is_of_list or bid in one.bids))
    ]
    if kept_off:
        return f"须回避：{'；'.join(dict.fromkeys(kept_off))}{clause}"
    unknown = [one.tie.path for one in found if one.grade == "verify"]
    return f"身份待核实：{'；'.join(unknown)}{clause}" if unknown else None


def refusal_of(profile, panel):
    """Why this expert cannot be invited now, as a sentence; None when nothing stands in the way."""
    challenge = panel.challenge
    if not profile.user_id:
        return "该专家尚未开通账号，请另选专家。"
    if profile.user_id in {challenge.handler_id, challenge.author_id, *openers(challenge)}:
        return "该专家是本榜单的经办人、发榜人或开标人员，请另选专家。"
    if any(one.profile_id == profile.id for one in challenge.assignments):
        return "该专家评审过本榜单的方案，不再评议自己的选择，请另选专家。"
    if found := standing.barred([profile]).get(profile.id) or why_not(profile, panel):
        return f"{profile.name}不能参加评议：{found}。"
    if reviews_this_year(profile) >= min(
        rulepack.value(panel, "expert_reviews_per_year"), profile.review_cap
    ):
        clause = rulepack.cite(panel, "expert_reviews_per_year")
        return f"该专家本年度评审已达上限{clause}，请另选专家。"
    return None


def must_leave(member):
    """Something on record forbids this member to sit: the only ground on which a seat is taken back."""
    if why_not(member.profile, member.panel) or not member.profile.user_id:
        return None
    return "只有出现须回避的情形才能取消席位；专家本人可以谢绝或者回避。"


def panel_unrelated(panel):
    """Nobody who sits has a tie that keeps away, as the registers stand now."""
    members = [one for one in panel.members if one.state in SITTING]
    with looked_up(panel.challenge, [one.profile for one in members]):
        tied = [
            number
            for number, one in enumerate(panel.members, 1)
            if one in members and why_not(one.profile, panel)
        ]
    who = "、".join(f"{number} 号" for number in tied)
    return f"评议专家 {who}存在须回避的情形，请先取消其席位。" if tied else None


def seats_since(first, profile_id=None):
    """{profile id: seats on panels that were asked for since this instant and not left}."""
    rows = sa.select(PanelMember.profile_id, sa.func.count()).join(Panel)
    rows = rows.where(
        PanelMember.state.in_(SITTING), PanelMember.invited_at >= first, Panel.state != S.DISSOLVED
    )
    if profile_id is not None:
        rows = rows.where(PanelMember.profile_id == profile_id)
    return dict(db.session.execute(rows.group_by(PanelMember.profile_id)).all())


# Reviewers of lists are asked within the same yearly number.
counted_elsewhere.append(seats_since)
