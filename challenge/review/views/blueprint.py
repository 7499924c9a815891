"""The blueprint of review, and the tabs that its pages about one list share."""

from flask import Blueprint, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.posting.steps import page_of
from challenge.review.contacts.rules import contacts_weighed
from challenge.review.rules import proposal_written
from core import gates

bp = Blueprint("review", __name__)
TABS = (
    ("形式审查", "review.checks", may.RUN_REVIEW),
    ("专家抽取", "review.draw", may.RUN_DRAW),
    ("评审专家", "review.reviewers", may.RUN_REVIEW),
    ("排名", "review.ranking", may.READ_RANKING),
    ("拟立项", "review.propose", may.RUN_REVIEW),
    ("决定", "review.decision", may.READ_RANKING),
    ("公示", "notice.desk", may.EDIT_NOTICE),
)

page_of("start_review", "review.checks")
page_of("propose", "review.propose", [proposal_written])
page_of("award", "review.decision", [contacts_weighed])
page_of("return_proposal", "review.decision")
page_of("return_override", "review.decision")


def tabs_of(challenge, here):
    """Sub-pages of a list under review that this person may open, as the component `tabs` takes them."""
    return [
        (label, url_for(endpoint, code=challenge.code), endpoint == here)
        for label, endpoint, reasons in TABS
        if gates.may(current_user, challenge, reasons)
    ]


def crumbs_of(challenge, *more):
    """The way to a page about a list on the desk."""
    desk = url_for("review.checks", code=challenge.code).rsplit("/", 1)[0]
    return [("工作台", "/desk"), ("需求与榜单", url_for("posting.desk_list")), (challenge.code, desk), *more]
