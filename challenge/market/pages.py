"""What the public page of an offer shows besides its own words: the project it comes from and what was measured there."""

from types import SimpleNamespace

from flask import url_for

import challenge.permissions as may
from challenge.delivery.outcomes.registering.prefilled import is_open
from challenge.market import rules
from challenge.market.states import W
from core.gates import may as allowed


def origin(offer, user):
    """.number of the registration, .chains with measured values, .links (label, address); None of what was posted directly."""
    found = offer.achievement
    if found is None:
        return None
    return SimpleNamespace(
        number=found.number,
        chains=[one for one in found.chains if one["value"]] if is_open(found.project) else [],
        links=list(_links(found.project, user)),
    )


def _links(project, user):
    challenge = project.challenge
    if allowed(user, challenge, may.READ_RESULT):
        yield "揭榜结果", url_for("notice.result", code=challenge.code)
    for one in project.acceptances:
        if one.is_public and one.notice is not None:
            yield "验收公示", url_for("notice.notice", code=one.notice.code)
    if user.is_authenticated and allowed(user, project, may.READ_PROJECT):
        yield "指标链", url_for("delivery.indicators", code=project.code)


def next_of(inquiry, user):
    """What comes next and whose turn it is, for who reads the inquiry; None when it is over."""
    if inquiry.state is W.ACCEPTED:
        return "双方已互告联系方式，请直接联系商谈。谈成的，由提供单位登记达成合作；没有谈成的，任何一方都可以登记。"
    if inquiry.state is not W.SENT:
        return None
    if rules.answers_inquiry(user, inquiry):
        return "轮到贵单位答复：接受的，双方互告联系方式；不接受的，请写明原因。"
    return "等待提供单位答复是否接受；答复后意向单位会收到站内信。"
