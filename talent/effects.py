"""What follows a step of a profile: messages, the date of confirmation, the order to keep the index."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from talent import index


def _path(profile):
    return f"/desk/talent/{profile.id}"


def _why(move):
    reason = move.facts.get("reason")
    return f"理由：{reason}" if reason else ""


def tell_unit(profile, move):
    """The organisation: one of its people asks for its recommendation."""
    if profile.organisation_id:
        people = members_of(profile.organisation_id, Role.ENTERPRISE) - {profile.user_id}
        tell(people, f"专家入库待单位推荐：{profile.name}", "", _path(profile))


def tell_officers(profile, move):
    """Officers: a profile waits for admission."""
    tell(holders(Role.OFFICER) - {profile.user_id}, f"专家档案待入库：{profile.name}", "", _path(profile))


def tell_owner(profile, move):
    """The person: the profile moved on."""
    actor = getattr(move.actor, "id", None)
    if profile.user_id != actor:
        tell([profile.user_id], f"您的专家档案已办理：{move.step.label}", _why(move), "/desk/talent/mine")


def confirm(profile, move):
    """Handing in and admission confirm what the profile says."""
    profile.confirmed_at = move.at


def keep_index(profile, move):
    """The recommendation index is saved again soon."""
    index.order_saving()
