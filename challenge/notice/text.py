"""The text of a notice, generated from data: the facts that are frozen into it and the sentences made of them."""

import datetime as dt

from challenge import rulepack
from challenge.review.choosing.rules import chosen_reason
from challenge.review.recusal import admitted
from challenge.review.rules import ACTIVE
from challenge.review.states import Decision
from challenge.states import B
from core import clock
from core.formats import date_zh, wan
from talent.states import ExpertKind

# What the sentences of a notice call its sides and sums; each notice keeps them in the words of its list's mode.
WORDS = {
    "poster": "发榜单位",
    "reward": "悬赏金额",
    "cycle": "攻关周期",
    "plan": "拟揭榜方案",
    "reserve": "候补揭榜方",
    "result": "揭榜结果",
    "take": "揭榜",
}


def word_of(facts, key):
    """How a notice calls something; notices from before they kept it speak in the common words."""
    return facts.get("words", WORDS)[key]


def facts_of(challenge):
    """Facts of the notice on the decided proposal of a list, as a plain dict."""
    proposal, mode = challenge.proposals[-1], rulepack.mode_of(challenge)
    runners = [_runner(one, proposal) for one in proposal.places]
    reserves = [one.organisation.name for one in challenge.bids if one.state is B.RESERVE]
    return {
        "code": challenge.code,
        "title": challenge.title,
        "industry": challenge.industry,
        "county": challenge.county,
        "poster": challenge.organisation.name,
        **runners[0],
        "winner": "、".join(one["winner"] for one in runners),
        "runners": runners,
        "reward_fen": challenge.reward_fen,
        "cycle_months": challenge.cycle_months,
        "reserves": reserves,
        "panel": _panel(challenge),
        "reviewed": len(proposal.ranking),
        "admitted": admitted(challenge),
        "override_reason": proposal.override_reason,
        "chosen": chosen_reason(challenge),
        "words": {key: mode.say(text) for key, text in WORDS.items()} | {"take": mode.word("take")},
        "second": _second(challenge, proposal),
        "dissents": _dissents(challenge, proposal),
        "decision_reason": proposal.decision_reason,
        "address": rulepack.value(challenge, "objection_address"),
        "phone": rulepack.value(challenge, "objection_phone"),
        "clause": rulepack.cite(challenge, "notice_workdays"),
    }


def _runner(place, proposal):
    bid, row = place.bid, next(row for row in proposal.ranking if row["bid"] == place.bid_id)
    return {
        "lane": place.lane,
        "winner": bid.organisation.name,
        "leader": bid.leader.display_name,
        "partners": [one.name for one in bid.partners],
        "rank": row["rank"],
        "figure": row["figure"],
    }


def runners_of(facts):
    """The winners of a notice, each with winner, leader, partners, rank and figure; a race has several."""
    return facts.get("runners") or [facts]  # notices from before there were races tell of one alone


def _second(challenge, proposal):
    """Who else approved a choice against the ranking: the role, the day, the name where the rule pack says so."""
    if not proposal.override_reason or proposal.second_by_id is None:
        return ""
    named = proposal.second_by.display_name if rulepack.value(challenge, "second_named") else ""
    return f"另一名经办人{named}于 {date_zh(proposal.second_at)} 复核同意"


def _dissents(challenge, proposal):
    """Why second officers refused earlier choices against the ranking, where this one departs from it again."""
    if not proposal.override_reason or not rulepack.value(challenge, "dissent_published"):
        return []
    refused = [one for one in challenge.proposals if one.decision == Decision.NOT_SECONDED]
    return [f"{date_zh(one.decided_at)}：{one.decision_reason}" for one in refused]


def dissents_of(facts):
    """The sentence about earlier refusals; '' where there were none, and in notices from before this."""
    told = facts.get("dissents")
    return f"此前未按排名的推荐曾有 {len(told)} 次经复核退回，理由：{'；'.join(told)}" if told else ""


def second_of(facts):
    """The sentence about the second person; '' in notices from before it was published."""
    return facts.get("second", "")


def _panel(challenge):
    members = [one.profile.kind for one in challenge.assignments if one.state in ACTIVE]
    return [[kind.label, members.count(kind)] for kind in ExpertKind if kind in members]


def title_of(facts):
    """Headline of the notice."""
    return f"关于“{facts['title']}”{word_of(facts, 'result')}的公示"


def basis_of(facts):
    """Why this bid: panel, ranking, and the published reason when the ranking was not followed."""
    number = sum(count for _, count in facts["panel"])
    kinds = "、".join(f"{label} {count} 人" for label, count in facts["panel"])
    said = [
        f"经形式审查，{facts['reviewed']} 份方案进入评审，由 {number} 名专家（{kinds}）独立评分。",
        *(
            f"{_lane(facts, one, word_of(facts, 'plan'))}综合得分 {one['figure']} 分，排名第 {one['rank']}。"
            for one in runners_of(facts)
        ),
    ]
    reasons = facts.get("admitted")  # notices from before there was this have none
    if reasons:
        said.append(f"评审组中有专家经研究例外准入 {len(reasons)} 项，均已声明，理由：{'；'.join(reasons)}")
    if facts.get("chosen"):
        said.append(f"{facts['chosen']}")
    if facts["override_reason"]:
        passed_over = "排名" if len(runners_of(facts)) > 1 else "排名第 1 的方案"
        said.append(f"本榜未按{passed_over}推荐，理由：{facts['override_reason']}")
        said += [f"该推荐已由{second_of(facts)}。"] if second_of(facts) else []
        said += filter(None, [dissents_of(facts)])
    return said


def _lane(facts, runner, alone):
    """How a runner is called among several; `alone` where there is one."""
    return f"赛道 {runner['lane']}（{runner['winner']}）" if len(runners_of(facts)) > 1 else alone


def last_day_of(notice):
    """The last day of the period, on which it ends at 24:00."""
    return _day_before(notice.ends_at)


def _day_before(end):
    return clock.beijing(end - dt.timedelta(seconds=1)).date()


def moved(moves):
    """How the page tells the postponements (from, to, why) of a period, in order; None when there was none."""
    if not moves:
        return None
    said = "，又".join(f"因{why}顺延至 {_midnight(to)}" for _, to, why in moves)
    return f"截止时间原为 {_midnight(moves[0][0])}，{said}。已公布的截止时间只会顺延，不会提前。"


def _midnight(end):
    return f"{date_zh(_day_before(end))} 24:00"


def paragraphs(notice):
    """The notice as paragraphs, for page and preview; a notice of another room has brought its own sentences."""
    facts = notice.facts
    if "said" in facts:
        return [*facts["said"], period_of(notice), objection_of(facts)]
    said = [
        (
            f"榜单“{facts['title']}”（编号 {facts['code']}）经公开张榜、开标、形式审查、专家评审和研究决定，"
            f"拟由{_who(facts)}，现予公示。"
        ),
        (
            f"{word_of(facts, 'poster')}：{facts['poster']}。{word_of(facts, 'reward')}：{wan(facts['reward_fen'])}。"
            f"{word_of(facts, 'cycle')}：{facts['cycle_months']} 个月。"
        ),
        *basis_of(facts),
        f"决定理由：{facts['decision_reason']}",
    ]
    if facts["reserves"]:
        said.append(f"{word_of(facts, 'reserve')}：{'、'.join(facts['reserves'])}。")
    said += facts.get("gone", ())
    return [*said, period_of(notice), objection_of(facts)]


def _who(facts):
    runners = runners_of(facts)
    if len(runners) == 1:
        return f"{_team(facts)}{word_of(facts, 'take')}{_partners(facts)}"
    told = "；".join(f"赛道 {one['lane']}：{_team(one)}{_partners(one)}" for one in runners)
    return f"下列 {len(runners)} 个团队并行攻关，按关口共同测试逐步择优（{told}）"


def _team(runner):
    return f"{runner['winner']}（项目负责人：{runner['leader']}）"


def _partners(runner):
    return f"，合作单位：{'、'.join(runner['partners'])}" if runner["partners"] else ""


def period_of(notice):
    """How long the notice runs."""
    clause = notice.facts["clause"]
    if notice.published_at is None:
        return f"公示期 {notice.workdays} 个工作日，自发布次日起算{clause}。"
    start, end = date_zh(notice.published_at), date_zh(last_day_of(notice))
    return f"公示期 {notice.workdays} 个工作日，自 {start} 发布次日起，至 {end} 24:00 止{clause}。"


def objection_of(facts):
    """How to object."""
    return (
        "对公示结果有异议的，请在公示期内实名提出（在本页面或者书面），写明具体事实和依据，并附证明材料。"
        f"书面异议受理地点：{facts['address']}；联系电话：{facts['phone']}。"
    )
