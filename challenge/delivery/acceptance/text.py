"""The notice of an acceptance: facts frozen into it, sentences made of them."""

from challenge import rulepack
from challenge.delivery.panels.pages import counted
from challenge.delivery.panels.states import SEATED
from challenge.delivery.states import Verdict
from core.formats import date_zh


def title_of(acceptance):
    """Headline of the notice."""
    return f"关于“{acceptance.challenge.title}”验收结论的公示"


def facts_of(acceptance, panel):
    """What the notice keeps; `said` are its sentences, `took_part` ids of those who must not handle an objection."""
    project, challenge = acceptance.project, acceptance.challenge
    return {
        "code": challenge.code,
        "title": challenge.title,
        "industry": challenge.industry,
        "county": challenge.county,
        "poster": challenge.organisation.name,
        "winner": project.organisation.name,
        "leader": project.leader.display_name,
        "reward_fen": challenge.reward_fen,
        "project": project.code,
        "conclusion": acceptance.conclusion_label,
        "said": _sentences(acceptance, panel),
        "reviewers": _names(acceptance, panel),
        "took_part": sorted(_took_part(acceptance, panel)),
        "address": rulepack.value(challenge, "objection_address"),
        "phone": rulepack.value(challenge, "objection_phone"),
        "clause": rulepack.cite(challenge, "acceptance_notice_workdays"),
    }


def _sentences(acceptance, panel):
    project, challenge = acceptance.project, acceptance.challenge
    say = rulepack.mode_of(challenge).say
    said = [
        (
            f"项目 {project.code}（榜单“{challenge.title}”，编号 {challenge.code}）由{project.organisation.name}承担，"
            f"经形式审查、第三方检测、专家评议和研究决定，拟定验收结论为“{acceptance.conclusion_label}”，现予公示。"
        ),
        (
            f"{say('发榜单位')}：{challenge.organisation.name}。项目负责人：{project.leader.display_name}。"
            f"执行期：{date_zh(project.starts_on)}至{date_zh(project.ends_on)}。"
        ),
        _verdicts(acceptance.table or []),
    ]
    if panel is not None and panel.result:
        votes = "，".join(f"{one.label} {number} 票" for one, number in counted(panel) if number)
        said.append(f"评议组 {sum(panel.result.values())} 人表决：{votes}。")
    if acceptance.satisfaction:
        said.append(f"{say('用户评价')}：{acceptance.satisfaction.label}。")
    said.append(f"结论依据：{acceptance.basis}")
    if acceptance.overrides:
        second = date_zh(acceptance.second_at)
        said.append(
            f"特别说明：{'；'.join(acceptance.overrides)}。理由：{acceptance.override_reason}"
            f"（另一名经办人于 {second} 复核同意）。"
        )
    return said


def _verdicts(rows):
    words = []
    for one in rows:
        verdict = Verdict(one["verdict"]).label if one["verdict"] else "没有测试结果"
        if one.get("is_before"):
            verdict += f"（{one['basis']}）"
        words.append(f"{one['name']}（{'必达' if one['is_must'] else '加分'}，约定 {one['due']}）：{verdict}")
    return f"指标判定：{'；'.join(words)}。"


def _names(acceptance, panel):
    """[[name, unit]] of the members, where the rule pack opens names."""
    if panel is None or not rulepack.value(acceptance, "names_open_at_notice"):
        return []
    units = rulepack.value(acceptance, "reviewer_units_open")
    people = [one.profile for one in panel.members if one.state in SEATED]
    told = [[one.name, one.unit if units else ""] for one in people]
    return sorted(told, key=lambda one: [words.encode("gb18030", "replace") for words in one])


def _took_part(acceptance, panel):
    people = {acceptance.proposed_by_id, acceptance.second_by_id, acceptance.decided_by_id}
    people |= {one.profile.user_id for one in (panel.members if panel else ())}
    return people - {None}
