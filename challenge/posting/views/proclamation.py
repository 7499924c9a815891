"""What the public page of a list shows to its reader."""

import dataclasses

from flask import url_for

from accounts.rules import is_bureau, is_enterprise, is_researcher
from challenge import rulepack
from challenge.posting import progress, rules, succession
from challenge.posting.actions.drafting import attachments_of
from challenge.posting.actions.questions import is_following
from challenge.posting.content import demand_text
from challenge.posting.queries import access, history, similar
from challenge.posting.standing import notes_of
from challenge.posting.views.links import public_links
from challenge.states import BIDDER_NEEDS, SECTIONS, C, Secrecy
from core.formats import ended_sentence, moment, time_left

SEALS = {
    "closed": "截止",
    "lapsed": "流榜",
    "cancelled": "撤榜",
    "suspended": "暂停",
    "noticed": "公示",
    "announced": "已揭",
}


@dataclasses.dataclass(frozen=True)
class Action:
    """The one action of a list; see templates/components/challenge_card.html."""

    label: str
    url: str
    refusal: str | None


def action_of(user, challenge):
    """我要揭榜, or why this person cannot; None once the list is past bidding."""
    if challenge.state is not C.OPEN:
        return None
    if rulepack.mode_of(challenge).agreement_first:
        return Action("我要对接", url_for("liaison.ask", code=challenge.code), _why_not(user, challenge))
    return Action("我要揭榜", url_for("bidding.new", code=challenge.code), _why_not(user, challenge))


def _why_not(user, challenge):
    if challenge.is_past_deadline:
        return "揭榜已截止。"
    if not user.is_authenticated:
        return None
    if rules.owns_challenge(user, challenge):
        return "这是本单位发布的榜单，不能由本单位揭榜。"
    if is_bureau(user):
        return "科技局工作人员不参加揭榜。"
    if not (is_researcher(user) or is_enterprise(user)):
        return "揭榜须使用科研人员或企业账号。"
    return None


def veil(user, challenge, section):
    """Why a section is not shown to this person: its level, and what they can do."""
    level = rules.section_level(challenge, section)
    directed = level is Secrecy.DIRECTED and user.is_authenticated and access.is_invited(user, challenge)
    return {"level": level, "can_pledge": directed or (user.is_authenticated and level is Secrecy.SIGNED)}


def _seal(challenge):
    """What is stamped on it: for an open list what its mode calls to."""
    if challenge.public_state.value == "open":
        return rulepack.mode_of(challenge).word("take")
    return SEALS.get(challenge.public_state.value, "张榜")


def _questions_until(challenge):
    left = time_left(challenge.questions_until, challenge.suspended_at)
    return moment(challenge.questions_until) if left is None or left.runs or left.past else left.text


def note_of(challenge):
    """Why the list stands where it is, for one that is not on its way; None for one that is."""
    if challenge.state not in (C.CANCELLED, C.SUSPENDED, C.LAPSED):
        return None
    what, told = progress.ended(challenge), ""
    if challenge.suspended_at:
        what = f"本榜单自{moment(challenge.suspended_at)}起暂停"
        told = "" if challenge.is_past_deadline else "揭榜截止时间在恢复后另行公布。"
    later = succession.successors_of(challenge) if challenge.state is C.LAPSED else []
    if later:
        how = f"拆分为 {len(later)} 份需求，由发榜单位" if len(later) > 1 else "退回发榜单位"
        told = f"流榜后已{how}调整，本页保留流榜时的内容。"
    return ended_sentence(f"{what}：{challenge.reason}" if challenge.reason else what) + told


def facts_of(challenge):
    """Facts beside the text."""
    mode = rulepack.mode_of(challenge)
    # What is asked for and how it is organised may bear the same name: it is said once.
    kind = [] if challenge.kind == mode.label else [(mode.label_of("kind", "需求类型"), challenge.kind)]
    return [
        ("发榜单位", challenge.organisation.name),
        ("单位性质", challenge.organisation.nature.label),
        ("统一社会信用代码", challenge.organisation.credit_code),
        *kind,
        ("组织方式", mode.label),
        (
            mode.label_of("cycle_months", "攻关周期"),
            f"{challenge.cycle_months} 个月" if challenge.cycle_months else None,
        ),
        ("发布时间", moment(challenge.published_at)),
        ("提问截止", _questions_until(challenge)),
        ("当前版本", f"第 {challenge.content_version} 版"),
    ]


def page(user, challenge):
    """Everything the public page needs."""
    sections = access.readable_sections(user, challenge)
    return {
        "challenge": challenge,
        "sections": sections,
        "veil": lambda section: veil(user, challenge, section),
        "demand_text": demand_text,
        "needs": BIDDER_NEEDS,
        "action": action_of(user, challenge),
        "seal_text": _seal(challenge),
        "deadline": challenge.time_left,
        "facts_list": facts_of(challenge),
        "stages": progress.public_stages(challenge),
        "here": progress.here(challenge),
        "ended": progress.ended(challenge) or progress.work_over(challenge),
        "notes": [one for one in (note_of(challenge), *notes_of(challenge)) if one],
        "attachments": attachments_of(challenge) if "attachments" in sections else [],
        "questions": history.answered_questions(challenge),
        "can_ask": rules.may_ask(user, challenge) and rules.questions_open(challenge) is None,
        "asks_closed": rules.questions_open(challenge),
        "versions": [one for one in history.versions(challenge) if one.number > 1][:3],
        "shown_changes": history.shown_changes,
        "links": public_links(user, challenge),
        "similar": similar.similar_lists(challenge),
        "follows": is_following(user, challenge),
        "must_pledge": any(
            veil(user, challenge, name)["can_pledge"] for name in SECTIONS if name not in sections
        ),
    }
