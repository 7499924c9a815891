"""“Then … is told that …” of registrations."""

from accounts.mailbox import members_of, tell
from accounts.states import Role

LABELS = {"tech_contract": "技术合同登记", "achievement": "成果登记"}
PAGES = {"tech_contract": "contracts", "achievement": "results"}


def path_of(row):
    """The page of a registration."""
    return f"/desk/outcomes/{PAGES[row.__tablename__]}/{row.code}"


def called(row):
    """What it is, with its number."""
    return f"{LABELS[row.__tablename__]} {row.code}"


def _sides(project):
    poster = members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}
    return poster | {project.leader_id}


def tell_fillers(row, move):
    """Those who fill it in: it came back, or was registered."""
    people = {row.project.leader_id} if row.__tablename__ == "achievement" else _sides(row.project)
    reason = move.facts.get("reason")
    body = f"理由：{reason}" if reason else (f"登记编号 {row.number}。" if row.number else "")
    tell(people - {move.actor.id}, f"{called(row)}：{move.step.label}", body, path_of(row))


def tell_checker(row, move):
    """The officer in charge: it can be checked."""
    people = {row.project.challenge.handler_id} - {move.actor.id}
    tell(people, f"请核对{called(row)}", row.title, path_of(row))


def tell_to_fill(row, actor_id=None):
    """Those who fill it in: it waits for them."""
    people = {row.project.leader_id} if row.__tablename__ == "achievement" else _sides(row.project)
    body = "已按任务书和项目记录预填，请补齐后提交核对。"
    tell(people - {actor_id}, f"请填报{called(row)}", body, path_of(row))
