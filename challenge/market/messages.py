"""“Then … is told that …” of offers and inquiries."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role


def path_of(offer):
    """The page of an offer on the desk."""
    return f"/desk/market/{offer.code}"


def _path(inquiry):
    return f"/desk/market/inquiries/{inquiry.code}"


def _said(move):
    reason = move.facts.get("reason")
    return f"理由：{reason}" if reason else ""


def _owners(offer):
    return members_of(offer.organisation_id, Role.ENTERPRISE) | {offer.author_id}


def tell_owner(offer, move):
    """Whoever offers it: it moved on."""
    people = _owners(offer) - {move.actor.id}
    tell(people, f"成果“{offer.title}”：{move.step.label}", _said(move), path_of(offer))


def tell_officers(offer, move):
    """Officers: an offer waits to be checked."""
    people = holders(Role.OFFICER) - {move.actor.id}
    tell(people, f"成果待审核：{offer.title}", f"提供单位：{offer.organisation.name}", path_of(offer))


def ask_owner(offer, project, organisation_id):
    """Another owner of the same result: it is to be offered, with your consent."""
    people = members_of(organisation_id, Role.ENTERPRISE)
    people |= (
        {project.leader_id} if organisation_id == project.organisation_id else {project.challenge.author_id}
    )
    body = "该成果由双方共有，须经贵方同意后才能在成果市场展示。"
    tell(people, f"请确认是否同意上架：{offer.title}", body, path_of(offer))


def _asking(inquiry):
    return members_of(inquiry.organisation_id, Role.ENTERPRISE) | {inquiry.author_id}


def tell_of_inquiry(inquiry):
    """Whoever offers it: somebody would like to meet."""
    body = f"{inquiry.organisation.name}希望就“{inquiry.offer.title}”与您对接，请查看留言并决定是否接受。"
    tell(_owners(inquiry.offer), f"新的对接意向：{inquiry.offer.title}", body, _path(inquiry))


def tell_asking(inquiry, move):
    """Whoever asked: it was answered, or is over."""
    people = _asking(inquiry) - {move.actor.id}
    tell(people, f"对接意向 {inquiry.code}：{move.step.label}", _said(move), _path(inquiry))


def tell_answering(inquiry, move):
    """Whoever offers: it was taken back, or is over."""
    people = _owners(inquiry.offer) - {move.actor.id}
    tell(people, f"对接意向 {inquiry.code}：{move.step.label}", _said(move), _path(inquiry))
