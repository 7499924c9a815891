"""The main pages: under which name, at which address, for whom; the addresses are looked up in the seeded world."""

import dataclasses

import sqlalchemy as sa

from accounts.models import User
from challenge.bidding.models import Bid, Opening
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.states import M, P
from challenge.notice.models import Notice
from challenge.posting.models import Challenge, Programme
from challenge.review.models import Assignment
from challenge.states import A, B, C, N
from core import clock
from core.database import db


@dataclasses.dataclass(frozen=True)
class Page:
    """One page: name of its picture, address, user name of its reader (None: nobody signed in), caption."""

    name: str
    path: str
    reader: str | None
    caption: str


def _first(statement):
    return db.session.scalars(statement).unique().first()


def _challenge(*conditions):
    found = sa.select(Challenge).where(*conditions).order_by(Challenge.code)
    return _first(found)


def _username(user_id):
    return db.session.get(User, user_id).username


def public_pages():
    """What everybody may read."""
    now = clock.now()
    taking = _challenge(Challenge.state == C.OPEN, Challenge.deadline > now)
    noticed = _challenge(Challenge.state == C.NOTICED)
    reviewing = _challenge(Challenge.state == C.REVIEWING)
    notice = _first(sa.select(Notice).where(Notice.state == N.PUBLISHED))
    return [
        Page("home", "/", None, "首页"),
        Page("challenges", "/challenges", None, "榜单列表"),
        Page("challenge", f"/challenges/{taking.code}", None, "榜单"),
        Page("timeline", f"/challenges/{noticed.code}/timeline", None, "时间线"),
        Page("notices", "/notices", None, "公示列表"),
        Page("notice", f"/notices/{notice.code}", None, "公示"),
        Page("results", "/results", None, "结果"),
        Page("opening-public", f"/challenges/{noticed.code}/opening", None, "公开的开标信息"),
        Page("draw-public", f"/challenges/{reviewing.code}/draw", None, "公开的抽取说明"),
        Page("sign-in", "/auth/sign-in", None, "登录"),
        Page("register", "/auth/register", None, "注册"),
    ]


def poster_pages():
    """What an enterprise works on."""
    draft = _challenge(Challenge.state == C.DRAFT)
    author = _username(draft.author_id)
    here = f"/desk/challenges/{draft.code}"
    return [
        Page("desk-enterprise", "/desk", author, "企业的工作台"),
        Page("challenge-form", f"{here}/edit/2", author, "填写难点与指标"),
        Page("demand-check", here, author, "榜单体检"),
    ]


def bidder_pages():
    """What a team works on."""
    draft = _first(sa.select(Bid).join(Challenge).where(Bid.state == B.DRAFT, Challenge.state == C.OPEN))
    sealed = _first(sa.select(Bid).join(Challenge).where(Bid.state == B.SEALED, Challenge.state == C.OPEN))
    leader = _username(draft.leader_id)
    return [
        Page("recommended", "/desk/talent/challenges", leader, "推荐榜单"),
        Page("bid-promises", f"/desk/bids/{draft.code}/edit/promises", leader, "指标承诺"),
        Page("bid-check", f"/desk/bids/{draft.code}/submit", leader, "检查并提交"),
        Page("bid-coverage", f"/desk/bids/{draft.code}/coverage", leader, "能力覆盖"),
        Page("receipt", f"/desk/bids/{sealed.code}/receipts/1", _username(sealed.leader_id), "回执"),
        Page("profile", "/desk/talent/mine", leader, "专家档案"),
    ]


def officer_pages():
    """What an officer works on."""
    appraising = _challenge(Challenge.state == C.APPRAISING)
    checking = _challenge(Challenge.state == C.OPENED)
    reviewing = _challenge(Challenge.state == C.REVIEWING)
    closed = _challenge(Challenge.state == C.OPEN, Challenge.deadline <= clock.now())
    opened = _first(sa.select(Bid).where(Bid.challenge_id == checking.id).order_by(Bid.state, Bid.id))
    programme = _first(sa.select(Programme).order_by(Programme.id.desc()))
    checker, handler = _username(checking.handler_id), _username(reviewing.handler_id)
    return [
        Page("desk-officer", "/desk", "officer", "经办的工作台"),
        Page("challenge-desk", f"/desk/challenges/{appraising.code}", "officer", "需求页面"),
        Page("suggested-team", f"/desk/challenges/{checking.code}/teams", "officer", "推荐组队"),
        Page("programme", f"/desk/challenges/programmes/{programme.code}", "officer", "项目批次"),
        Page("opening-begin", f"/desk/challenges/{closed.code}/opening", "officer", "发起开标"),
        Page("formal-check", f"/desk/bids/{opened.code}/check", checker, "形式审查"),
        Page("draw", f"/desk/challenges/{reviewing.code}/draw", handler, "专家抽取"),
        Page("reviewers", f"/desk/challenges/{reviewing.code}/reviewers", handler, "评审专家"),
        Page("solvers", f"/desk/challenges/{appraising.code}/solvers", "officer", "推荐专家"),
        Page("candidates", f"/desk/challenges/{reviewing.code}/candidates", handler, "评审人选"),
        Page("evaluation", "/desk/recommendations", "officer", "推荐成效"),
        Page("talent", "/desk/talent", "officer", "人才库"),
        Page("accounts", "/desk/accounts", "officer", "账号审核"),
    ]


def judging_pages():
    """What supervisors, experts and leaders work on."""
    opened = _first(sa.select(Opening).where(Opening.second_id.is_not(None)).order_by(Opening.id.desc()))
    invited = _first(sa.select(Assignment).where(Assignment.state == A.INVITED))
    in_review = sa.select(Assignment).join(Challenge).where(Challenge.state == C.REVIEWING)
    scoring = _first(in_review.where(Assignment.state == A.ACCEPTED))
    bid = next(one for one in scoring.challenge.bids if one.state is B.REVIEWING)
    proposed = _challenge(Challenge.state == C.PROPOSED)
    waiting = _challenge(Challenge.state == C.OPEN, Challenge.draws.any(), Challenge.deadline > clock.now())
    return [
        Page("draw-seed", f"/desk/challenges/{waiting.code}/draw", "supervisor", "种子承诺"),
        Page("opening", f"/desk/challenges/{opened.challenge.code}/opening", "supervisor", "开标记录"),
        Page(
            "declaration", f"/desk/reviews/{invited.id}", _username(invited.profile.user_id), "利益关系声明"
        ),
        Page(
            "review",
            f"/desk/reviews/{scoring.id}/bids/{bid.code}",
            _username(scoring.profile.user_id),
            "评分",
        ),
        Page("ranking", f"/desk/challenges/{proposed.code}/ranking", "leader", "排名"),
        Page("decision", f"/desk/challenges/{proposed.code}/decision", "leader", "决定"),
        Page("messages", "/account/messages", "officer", "站内信"),
        Page("account", "/account", "officer", "账户与安全"),
        Page("log", "/desk/log", "auditor", "日志"),
    ]


def _project(*conditions):
    return _first(sa.select(Project).join(Challenge).where(*conditions).order_by(Project.code))


def project_pages():
    """What follows the award."""
    rectified = _first(
        sa.select(Project).join(ProjectMilestone).where(ProjectMilestone.state == M.RECTIFYING)
    )
    running = _project(Project.expenses.any(), Project.state == P.ACTIVE)
    passed = _project(Project.state == P.PASSED)
    tolerated = _project(Project.state == P.DILIGENT)
    race = _challenge(Challenge.gates.any(), Challenge.state == C.CONTRACTED)
    here, leader = f"/desk/projects/{running.code}", _username(running.leader_id)
    return [
        Page("project", here, leader, "攻关项目"),
        Page("contract", f"{here}/contract", leader, "任务书"),
        Page("ledger", f"{here}/ledger", "finance", "经费台账"),
        Page("indicators", f"/desk/projects/{rectified.code}/indicators", "officer", "指标链"),
        Page("acceptance", f"/desk/projects/{passed.code}/acceptance", "leader", "验收"),
        Page("tolerance", f"/desk/projects/{tolerated.code}/tolerance", "leader", "容错评议"),
        Page("race", f"/challenges/{race.code}/race", None, "赛马"),
    ]


def pages():
    """All main pages; the database must hold the demonstration world."""
    parts = (public_pages, poster_pages, bidder_pages, officer_pages, judging_pages, project_pages)
    return [page for part in parts for page in part()]
