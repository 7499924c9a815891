"""“Then … is told that …” of the R&D log."""

from accounts.mailbox import members_of, tell
from accounts.states import Role


def path_of(project):
    """The page of the log."""
    return f"/desk/projects/{project.code}/research"


def tell_shared(entry):
    """The poster: the team shows an entry."""
    challenge = entry.project.challenge
    people = members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}
    subject = f"揭榜方向您提供研发记录：{entry.project.code} 第 {entry.number} 条"
    tell(people, subject, "", f"{path_of(entry.project)}/{entry.number}")


def tell_silent(project, days):
    """The team: nothing was written for so many days."""
    people = {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}
    body = (
        "研发记录是日后验收和容错评议时证明尽责的依据，应当随做随记；事后补写的会注明补记。"
        "没有进展的，也请记下原因。"
    )
    tell(people, f"已 {days} 天没有研发记录：{project.code}", body, path_of(project))
