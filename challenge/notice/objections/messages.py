"""Who is told what of an objection; no message names the objector, nor says to others that there is one."""

from accounts.mailbox import holders, tell
from accounts.states import Role
from challenge.notice.objections import sealed
from challenge.states import O, Outcome

# Mails of this thread stand in no list of the outbox.
THREAD = "private:"
PLACE = "/desk/objections"


def tell_objector(objection, move):
    """The objector: something has happened. Neither subject nor address says what about: it is read in mails."""
    person = sealed.get(objection, "identity").get("user_id")
    body = "请登录揭榜台，在工作台查看。"
    tell([person], "您办理的事项有新的进展", body, PLACE, thread=THREAD)


def tell_handler(objection, move):
    """Who handles it, or the leaders when nobody does."""
    person = objection.second_id if objection.state is O.REVIEWING else objection.handler_id
    text = f"异议 {objection.code}：{move.step.label}"
    people = [person] if person else holders(Role.LEADER)
    tell(
        people, text if person else f"异议 {objection.code} 须指定承办人", "", _page(objection), thread=THREAD
    )


def tell_officer(objection, move):
    """The officer of the list: how far it is; result and contract wait for it."""
    path = f"/desk/challenges/{objection.challenge.code}/notice"
    tell(
        [objection.challenge.handler_id], f"异议 {objection.code}：{move.step.label}", "", path, thread=THREAD
    )


def tell_leaders_if_upheld(objection, move):
    """Leaders: the objection holds, the review is to be opened anew."""
    if Outcome.UPHELD in (objection.outcome, objection.second_outcome):
        path = f"/desk/challenges/{objection.challenge.code}"
        text = f"异议 {objection.code} 成立，请决定重新评审：{objection.challenge.title}"
        tell(holders(Role.LEADER), text, "", path, thread=THREAD)


def _page(objection):
    return f"{PLACE}/{objection.key}"
