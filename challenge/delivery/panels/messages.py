"""“Then … is told that …” of panels; what speaks of members stays out of registers until it is published."""

from accounts.mailbox import tell
from core.formats import moment


def path_of(panel):
    """The page of a panel."""
    return f"/desk/projects/{panel.project.code}/panels/{panel.purpose.value}"


def tell_member(member):
    """The expert: an invitation."""
    panel = member.panel
    body = f"请在 {moment(member.reply_due_at)} 前答复：先声明与双方没有利害关系，再查看材料。"
    subject = f"邀请您参加{panel.purpose.label}：{panel.project.code}"
    tell({member.profile.user_id}, subject, body, path_of(panel), thread=panel.thread)


def tell_handler(member, move):
    """The officer in charge: an expert has answered, voted or left."""
    panel = member.panel
    people = {panel.challenge.handler_id} - {getattr(move.actor, "id", None)}
    subject = f"{panel.purpose.label}：专家{move.step.label}（{panel.project.code}）"
    tell(people, subject, "", path_of(panel), thread=panel.thread)


def tell_left(member, move):
    """The expert whose seat was taken back."""
    panel = member.panel
    people = {member.profile.user_id} - {getattr(move.actor, "id", None)}
    subject = f"{panel.purpose.label}邀请已取消：{panel.project.code}"
    tell(people, subject, move.facts.get("reason") or "", path_of(panel), thread=panel.thread)


def tell_substituted(panel, left, member):
    """The officer in charge and the chair: who steps in in the order of the draw, by number; or that nobody is left."""
    numbers = {one.id: number for number, one in enumerate(panel.members, 1)}
    people = {panel.challenge.handler_id} | {one.profile.user_id for one in panel.members if one.is_chair}
    who, kind = f"{numbers[left.id]} 号专家离席", left.profile.kind.label
    body = f"{who}，{kind}专家的递补名单已经用完，请写明理由指定专家。"
    if member is not None:
        body = f"{who}，已按抽取次序邀请下一位{kind}专家（{numbers[member.id]} 号）。"
    subject = f"{panel.purpose.label}：{kind}专家递补（{panel.project.code}）"
    tell(people, subject, body, path_of(panel), thread=panel.thread)


def tell_to_vote(panel, move):
    """Members: votes are open."""
    people = {one.profile.user_id for one in panel.members if one.declared_at}
    subject = f"请表决：{panel.project.code} {panel.purpose.label}"
    tell(people, subject, f"请在 {moment(panel.vote_due_at)} 前表决。", path_of(panel), thread=panel.thread)


def tell_chair(panel, move):
    """The chair: the votes are counted."""
    people = {one.profile.user_id for one in panel.members if one.is_chair}
    subject = f"请写评议意见：{panel.project.code} {panel.purpose.label}"
    tell(people, subject, "表决已经结束，请按表决结果写出评议意见。", path_of(panel), thread=panel.thread)
