"""“Then … is told that …” of contacts and agreements. No names: messages stand in clear in the database."""

from accounts.mailbox import members_of, tell
from accounts.states import Role


def _poster(challenge):
    return members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}


def _tell(people, liaison, text, body=""):
    path = f"/desk/liaisons/{liaison.code}"
    tell(people, f"{text}：{liaison.challenge.title}", body, path, thread=f"liaison:{liaison.id}")


def tell_poster_asked(liaison):
    """The demander: a team wants to get in contact."""
    _tell(_poster(liaison.challenge), liaison, "有团队请求对接", "请查看后答复是否同意对接。")


def tell_other_side(liaison, move):
    """The other side: the contact moved on."""
    people = ({liaison.person_id} | _poster(liaison.challenge)) - {move.actor.id}
    _tell(people, liaison, f"对接有新进展（{move.step.label}）")


def tell_drafted(agreement, actor):
    """The other side: an agreement waits for its confirmation."""
    liaison = agreement.liaison
    people = ({liaison.person_id} | _poster(liaison.challenge)) - {actor.id}
    _tell(people, liaison, "合作协议待您确认", "请逐项核对协议内容后确认；有不同意见的，可以修改后重新发出。")


def tell_agreement_sides(agreement, move):
    """Both sides but the one who acted: the agreement moved on."""
    liaison = agreement.liaison
    people = {liaison.person_id} | _poster(liaison.challenge)
    sealed = agreement.bid is not None and agreement.bid.agreement_digest not in ("", agreement.digest)
    body = "方案是按原来的协议密封的，请负责人在截止前替换方案并重新提交。" if sealed else ""
    # Whoever puts it into force by confirming reads it too: perhaps it is the team that has to seal anew.
    apart = set() if sealed else {getattr(move.actor, "id", None)}
    _tell(people - apart, liaison, f"合作协议有新进展（{move.step.label}）", body)
