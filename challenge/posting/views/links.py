"""Links from a list to the pages that other rooms keep about it, for those who may open them."""

from flask import url_for

import challenge.permissions as may
from accounts.rules import is_bureau, is_leader, is_officer, is_supervisor
from challenge import rulepack
from challenge.posting import progress
from challenge.posting.rules import may_post, owns_challenge
from challenge.posting.succession import predecessor_of, successors_of
from challenge.states import SETTLED, C
from core.gates import may as allowed

_ANY = tuple(C)
_LISTED = (C.OPEN, C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, *SETTLED)
_DECIDED = (C.PROPOSED, C.AWARDED, C.NOTICED, *SETTLED)
_OPENED = tuple(state for state in _LISTED if state is not C.OPEN)
# label, endpoint, who may open the page, who may see the row, states
_DESK = (
    ("流榜分析与处理", "lapsed.analysis", (may_post, is_bureau), may.READ_LAPSE, (C.LAPSED,)),
    ("推荐揭榜专家", "recommend.solvers", (may_post, is_bureau), may.READ_SOLVERS, _ANY),
    ("评审专家候选", "recommend.candidates", (is_officer,), may.READ_REVIEWER_CANDIDATES, _LISTED),
    ("开标记录", "bidding.opening", (is_officer, is_leader, is_supervisor), may.READ_OPENING, _OPENED),
    ("形式审查", "review.checks", (is_officer,), may.RUN_REVIEW, _OPENED),
    ("专家抽取", "review.draw", (is_officer, is_supervisor), may.RUN_DRAW, _LISTED),
    ("评审专家", "review.reviewers", (is_officer,), may.RUN_REVIEW, _OPENED),
    ("评审排名", "review.ranking", (is_officer, is_leader, is_supervisor), may.READ_RANKING, _OPENED),
    ("拟立项与决定", "review.decision", (is_officer, is_leader, is_supervisor), may.READ_RANKING, _DECIDED),
    ("公示", "notice.desk", (is_officer,), may.EDIT_NOTICE, (C.AWARDED, C.NOTICED, *SETTLED)),
    ("选定方案", "review.show_choice", (may_post,), may.CHOOSE_BID, _OPENED),
    ("攻关项目", "delivery.of_list", (is_bureau, may_post), may.READ_CHALLENGE, SETTLED),
    (
        "赛马关口（编入赛马批次的须定义）",
        "race.gates",
        (is_officer,),
        may.DEFINE_GATES,
        (C.APPRAISING, C.POOLED, C.LAPSED),
    ),
    ("赛马进展", "race.overview", (is_bureau, may_post), may.READ_RACE, SETTLED),
    ("我被打招呼（接触报告）", "review.report_contact", (is_bureau,), may.REPORT_CONTACT, _ANY),
)


def desk_links(user, challenge):
    """(label, address) of pages about this list on the desk."""
    kin = _kin(user, challenge, may.READ_CHALLENGE, "posting.desk_detail")
    return [*kin, *_contacts(user, challenge), *_of_envoys(user, challenge)] + [
        (label, url_for(endpoint, code=challenge.code))
        for label, endpoint, kinds, reasons, states in _DESK
        if challenge.state in states
        and any(kind(user) for kind in kinds)
        and allowed(user, challenge, reasons)
    ]


def desk_due(user, challenge):
    """(label, address) of what waits for this person and is no step of the list: the poster's choice; else None."""
    if not progress.choice_is_due(challenge) or not allowed(user, challenge, may.CHOOSE_BID):
        return None
    return "选定方案", url_for("review.show_choice", code=challenge.code)


def _contacts(user, challenge):
    """Where an agreement comes before a joint bid: the contacts of the poster's own list."""
    is_asked = rulepack.mode_of(challenge).agreement_first and challenge.state in _LISTED
    if not is_asked or not owns_challenge(user, challenge):
        return []
    return [("对接与协议", url_for("liaison.desk_list", q=challenge.code))]


def _of_envoys(user, challenge):
    """The visit on which its problem was found, and the missions that follow it up."""
    found = [
        (
            f"来自服务记录 {one.visit.mission.code} 第 {one.visit.number} 次",
            url_for("envoys.visit", code=one.visit.mission.code, number=one.visit.number),
        )
        for one in challenge.found_as[-1:]
        if allowed(user, one.visit.mission, may.READ_MISSION)
    ]
    return found + [
        (f"科技特派员跟进 {one.code}（{one.state.label}）", url_for("envoys.mission", code=one.code))
        for one in challenge.missions
        if allowed(user, one, may.READ_MISSION)
    ]


def _kin(user, challenge, reasons, endpoint):
    """The lapsed list that this one continues, and those that continue it, as far as the reader may open them."""
    later = successors_of(challenge) if challenge.state in (C.LAPSED, C.CANCELLED) else []
    pairs = [("调整前的流榜榜单", predecessor_of(challenge)), *(("调整后的榜单", one) for one in later)]
    return [
        (f"{label} {one.code}", url_for(endpoint, code=one.code))
        for label, one in pairs
        if one is not None and allowed(user, one, reasons)
    ]


def public_links(user, challenge):
    """(label, address) of public pages about this list."""
    found = [("公开时间线", url_for("posting.timeline", code=challenge.code))]
    found += _kin(user, challenge, may.READ_PUBLIC_LIST, "posting.public_detail")
    if rulepack.mode_of(challenge).gates:
        found.append(("赛马关口与进展", url_for("race.public_race", code=challenge.code)))
    if challenge.published_at:
        found.append(("专家抽取", url_for("review.public_draw", code=challenge.code)))
    if challenge.published_at and (challenge.is_past_deadline or challenge.state in _OPENED):
        found.append(("开标信息", url_for("bidding.public_opening", code=challenge.code)))
    if challenge.state in _DECIDED:
        published = [row for row in challenge.notices if allowed(user, row, may.READ_NOTICE)]
        found += [(f"公示 {row.code}", url_for("notice.notice", code=row.code)) for row in published]
    if allowed(user, challenge, may.READ_RESULT):
        found.append(("揭榜结果", url_for("notice.result", code=challenge.code)))
    return found
