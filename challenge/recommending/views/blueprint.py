"""The blueprint of recommendation, and what its two pages of experts are called."""

import dataclasses

from flask import Blueprint, url_for

import challenge.permissions as may
from talent.recommend import Purpose

bp = Blueprint("recommend", __name__)


@dataclasses.dataclass(frozen=True)
class Kind:
    """One page of experts: its endpoint, its words, and who may read it and judge on it."""

    endpoint: str
    purpose: Purpose
    title: str
    lead: str
    reads: tuple
    judges: tuple

    @property
    def name(self):
        """The page's own word, in addresses and as the kind of a look."""
        return self.endpoint.partition(".")[2]

    def url(self, challenge, **parameters):
        """Address of the page."""
        return url_for(self.endpoint, code=challenge.code, **parameters)


KINDS = {
    "solvers": Kind(
        "recommend.solvers",
        Purpose.SOLVERS,
        "推荐揭榜专家",
        "只列出已入库并同意推荐的专家。需要对接请联系市科技局，由经办人转达。",
        may.READ_SOLVERS,
        may.JUDGE_SOLVERS,
    ),
    "candidates": Kind(
        "recommend.candidates",
        Purpose.REVIEWERS,
        "评审专家候选",
        "只列出愿意参加评审的在库专家。须回避的已标明；开标后同时核查全部揭榜单位和团队成员。",
        may.READ_REVIEWER_CANDIDATES,
        may.JUDGE_REVIEWERS,
    ),
}
