"""“Then … is told that …” of talent records."""

from accounts.mailbox import members_of, tell
from accounts.states import Role

PRIVATE = "private:talent"


def path_of(row):
    """The page of a talent record."""
    return f"/desk/outcomes/talents/{row.code}"


def ask(row):
    """The person: would you like to come?"""
    body = "您和团队自市外揭榜成功。是否愿意进入人才引进计划由您决定，同意之前平台不为此收集您的任何信息。"
    tell(
        {row.user_id}, f"人才引进意向征询：{row.project.challenge.title}", body, path_of(row), thread=PRIVATE
    )


def tell_person(row, move):
    """The person: it moved on."""
    reason = move.facts.get("reason")
    body = f"说明：{reason}" if reason else ""
    tell(
        {row.user_id} - {move.actor.id},
        f"人才引进 {row.code}：{move.step.label}",
        body,
        path_of(row),
        thread=PRIVATE,
    )


def tell_handler(row, move):
    """The officer in charge: the person has answered."""
    people = {row.project.challenge.handler_id} - {move.actor.id}
    tell(people, f"人才引进 {row.code}：{move.step.label}", "", path_of(row), thread=PRIVATE)


def tell_unit(row, move):
    """The unit that was found: somebody may come."""
    people = members_of(row.unit_id, Role.ENTERPRISE)
    body = "市科技局为贵单位推荐了一位揭榜成功的市外专家，请查看其意向并安排对接。"
    tell(people, f"人才对接：{row.code}", body, path_of(row), thread=PRIVATE)
