"""Pages of recommendation: solvers and reviewer candidates of a list, and the researcher's own ranked lists."""

import dataclasses

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_bureau, is_enterprise, is_officer
from challenge import recommend
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import summary
from core.gates import load, requires
from core.listing import Filter
from talent.models import Profile
from talent.queries import holds, own_profile
from talent.recommend import NotReady
from talent.rules import may_have_own_profile
from talent.states import POOLS, REGIONS

bp = Blueprint("recommend", __name__)
TOPS = (20, 50, 100)
PER_PAGE = 20


@dataclasses.dataclass
class Choice:
    """What the reader chose in the address: filters, number of rows, plain or ranked order."""

    filters: list
    top: int
    is_plain: bool

    @property
    def query(self):
        """Parameters in force."""
        kept = {one.name: one.value for one in self.filters if one.value}
        more = {"order": "plain" if self.is_plain else None, "top": self.top if self.top != TOPS[0] else None}
        return kept | {name: value for name, value in more.items() if value}

    @property
    def is_filtered(self):
        """Any filter narrows the candidates."""
        return any(one.value for one in self.filters)

    def narrow(self, statement):
        """Apply the filters."""
        for one in self.filters:
            statement = one.apply(statement, one.value) if one.value else statement
        return statement

    def url(self, **changes):
        """This page with other parameters; None removes one."""
        merged = {**request.view_args, **self.query, **changes}
        return url_for(request.endpoint, **{k: v for k, v in merged.items() if v is not None})


def _choice():
    filters = [
        Filter("pool", "人才池", lambda s, v: s.where(holds(Profile.pools, v)), tuple((p, p) for p in POOLS)),
        Filter("region", "地区", lambda s, v: s.where(Profile.region == v), tuple((r, r) for r in REGIONS)),
        Filter("unit", "单位", lambda s, v: s.where(Profile.unit.icontains(v, autoescape=True)), kind="text"),
    ]
    for one in filters:
        one.value = request.args.get(one.name, "").strip()[:100]
        if one.choices and one.value not in {value for value, _ in one.choices}:
            one.value = ""
    top = request.args.get("top", TOPS[0], type=int)
    return Choice(filters, top if top in TOPS else TOPS[0], request.args.get("order") == "plain")


def _page(challenge, title, lead, find):
    choice = _choice()
    try:
        rows, is_ready = find(choice), True
    except NotReady:
        rows, is_ready = [], False
    shown = {"challenge": challenge, "title": title, "lead": lead, "rows": rows, "is_ready": is_ready}
    officer = is_officer(current_user)
    return render_template(
        "challenge/recommend/experts.html", choice=choice, tops=TOPS, opens=officer, **shown
    )


@bp.get("/desk/challenges/<code>/solvers")
@requires(is_enterprise, is_bureau)
def solvers(code):
    """Experts who could solve it, for the poster and the bureau; no contact data."""
    challenge = load(Challenge, code, may.READ_SOLVERS, by="code")

    def find(choice):
        order = {"narrow": choice.narrow, "plain": choice.is_plain}
        return recommend.solvers_for(challenge, current_user, choice.top, **order)

    lead = "只列出已入库并同意推荐的专家。需要对接请联系市科技局，由经办人转达。"
    return _page(challenge, "推荐揭榜专家", lead, find)


@bp.get("/desk/challenges/<code>/candidates")
@requires(is_officer)
def candidates(code):
    """Experts who could review it, for the officer in charge only."""
    challenge = load(Challenge, code, may.READ_REVIEWER_CANDIDATES, by="code")

    def find(choice):
        return recommend.reviewers_for(challenge, choice.top, narrow=choice.narrow, plain=choice.is_plain)

    lead = "只列出愿意参加评审的在库专家。须回避的已标明；开标后同时核查全部揭榜单位和团队成员。"
    return _page(challenge, "评审专家候选", lead, find)


@bp.get("/desk/talent/challenges")
@requires(may_have_own_profile)
def own_list():
    """Open lists ranked for the own profile, with reasons; plain order one click away."""
    profile, choice = own_profile(current_user), _choice()
    lists, state = recommend.open_lists(current_user), "plain"
    rows = [(one, None, "") for one in lists]
    if not choice.is_plain:
        rows, state = _ranked(profile, lists, rows)
    page = Paged(rows, request.args.get("page", 1, type=int), choice)
    return render_template(
        "challenge/recommend/own_list.html", page=page, state=state, profile=profile, summary=summary
    )


def _ranked(profile, lists, plain):
    """(rows, state): ranked, or plain with the reason why: no profile, not in the pool, not ready."""
    if profile is None:
        return plain, "no_profile"
    try:
        found = recommend.challenges_for_profile(profile, current_user, lists, explain=len(lists))
    except NotReady:
        return plain, "not_ready"
    return (found, "ranked") if found or not lists else (plain, "not_admitted")


class Paged:
    """One page of rows that are already in order."""

    def __init__(self, rows, number, choice):
        self.total, self.choice = len(rows), choice
        self.pages = max(1, -(-self.total // PER_PAGE))
        self.page = min(max(1, number), self.pages)
        self.rows = rows[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    def url(self, **changes):
        """This page with other parameters."""
        return self.choice.url(**changes)
