"""What the two sides of a draw are told."""

from accounts.mailbox import holders, tell
from accounts.states import Role


def tell_sides(challenge, text):
    """The officer in charge and the supervisors: the draw of this list waits for something."""
    people = holders(Role.SUPERVISOR) | {challenge.handler_id}
    tell(people, f"{text}：{challenge.title}", "", f"/desk/challenges/{challenge.code}/draw")


def tell_consent_wanted(draw, move):
    """Both sides: a new draw was asked for."""
    tell_sides(draw.challenge, "申请重新抽取专家，待监督人员决定")


def tell_decided(draw, move):
    """Both sides: the list of candidates stands, or somebody was drawn."""
    tell_sides(draw.challenge, f"专家抽取动态（{move.step.label}）")
