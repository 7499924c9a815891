"""转交经办: which officers may take over a list, and the hand-over itself."""

import sqlalchemy as sa

from accounts.mailbox import holders
from accounts.models import User
from accounts.rules import is_officer
from accounts.states import Role
from challenge.bidding.rules import stands_apart
from challenge.posting.rules import is_other_officer
from challenge.review.rules import SITTING
from core import workflow
from core.database import db
from core.workflow import Refusal, Refused


def officers_of(challenge):
    """(officer, None or why not) of every active officer but the one in charge, by name."""
    others = sa.select(User).where(User.id.in_(holders(Role.OFFICER)), User.id != challenge.handler_id)
    found = db.session.scalars(others.order_by(User.display_name, User.id)).unique()
    return [(one, obstacle(one, challenge)) for one in found]


def obstacle(officer, challenge):
    """Why this person may not take over the list, or None."""
    if not officer.is_active or not is_officer(officer):
        return "不是在岗的经办人，请另选一位。"
    if officer.id == challenge.handler_id:
        return "已是本榜单的经办人，请另选一位。"
    if not is_other_officer(officer, challenge):
        return "属于发榜单位，须回避。"
    reviews = any(one.profile.user_id == officer.id and one.state in SITTING for one in challenge.assignments)
    # One sentence for both: who reviews is not for everybody who may hand a list over.
    if reviews or not stands_apart(officer, challenge):
        return "与本榜单的揭榜或评审有关联，须回避。"
    return None


def hand_over(actor, challenge, successor, reason):
    """Put another officer in charge, or raise Refused."""
    found = obstacle(successor, challenge)
    stopped = workflow.refusal(actor, challenge, "hand_over")
    if found and not stopped:
        stopped = Refusal("needs", f"{successor.display_name}不能接手：{found}")
    if stopped:
        raise Refused(stopped)
    return workflow.apply(actor, challenge, "hand_over", reason=reason, successor=successor)
