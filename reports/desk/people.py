"""Duties about people: registrations, the own organisation's colleagues, the own expert profile."""

import datetime as dt

import sqlalchemy as sa

from accounts.corrections import Correction
from accounts.models import Organisation, User
from accounts.queries import mails
from accounts.rules import (
    administers_accounts,
    is_auditor,
    is_county,
    is_enterprise,
    is_expert,
    is_leader,
    is_officer,
    is_researcher,
    is_supervisor,
)
from accounts.states import CorrectionState, OrganisationState, UserState
from challenge import rulepack
from core import clock
from core.database import db
from core.outbox import Job
from reports.desk.duty import Duty
from talent.models import Profile
from talent.queries import own_profile
from talent.rules import confirmation_due
from talent.states import P

MINE = "/desk/talent/mine"
LISTS = ("看需求与榜单", "/desk/challenges")
# question, label, path: where somebody without duties begins
STARTS = (
    (is_enterprise, "提出新需求", "/desk/challenges/new"),
    (is_researcher, "看推荐榜单", "/desk/talent/challenges"),
    (is_expert, "看我的评审", "/desk/reviews"),
    (lambda user: is_officer(user) or is_leader(user) or is_supervisor(user), *LISTS),
    (is_county, *LISTS),
    (is_auditor, "查阅日志", "/desk/log"),
    (administers_accounts, "看账号与单位", "/desk/accounts"),
)
PENDING = (
    (User, (UserState.PENDING,), "审核注册账号", "个账号待审核", "/desk/accounts?state=pending"),
    (
        Organisation,
        (OrganisationState.PENDING,),
        "审核注册单位",
        "家单位待审核",
        "/desk/accounts/organisations?state=pending",
    ),
    (
        Correction,
        (CorrectionState.WAITING,),
        "核对单位资料更正申请",
        "份申请待核对",
        "/desk/accounts/organisations?asked=yes",
    ),
    (Profile, (P.APPLIED, P.RECOMMENDED), "专家入库审核", "份专家档案待审核", "/desk/talent?state=applied"),
)


def start_of(user):
    """(label, path) of a good place to begin when nothing waits."""
    found = ((label, path) for question, label, path in STARTS if question(user))
    return next(found, ("看看榜单", "/challenges"))


def _within_days():
    return dt.timedelta(days=rulepack.load()["rules"]["register_days"]["value"])


def registrations():
    """What officers admit: accounts, organisations, experts."""
    days = _within_days()
    for model, states, what, many, path in PENDING:
        counted, oldest = db.session.execute(
            sa.select(sa.func.count(), sa.func.min(model.created_at)).where(model.state.in_(states))
        ).one()
        if counted:
            yield Duty(what, f"{counted} {many}", path, oldest + days, oldest)


def failed_mails(user):
    """Mails that five attempts did not bring out; those of sealed affairs are not counted."""
    failed = mails().where(Job.state == "failed").subquery()
    counted, oldest = db.session.execute(
        sa.select(sa.func.count(), sa.func.min(failed.c.created_at)).select_from(failed)
    ).one()
    if counted:
        path = "/desk/accounts/mails?state=failed"
        yield Duty("补发发送失败的邮件", f"{counted} 封邮件未能发出", path, None, oldest)


def colleagues(user):
    """What the first account of an organisation decides: who joins, whom it recommends as an expert."""
    days, mine = _within_days(), user.organisation_id
    joining = sa.select(User).where(User.organisation_id == mine, User.state == UserState.PENDING)
    for one in db.session.scalars(joining.order_by(User.id)):
        due = one.created_at + days
        yield Duty("审核同事的加入申请", one.display_name, "/account/organisation", due, one.created_at)
    applied = sa.select(Profile).where(
        Profile.organisation_id == mine, Profile.state == P.APPLIED, Profile.user_id.is_distinct_from(user.id)
    )
    for one in db.session.scalars(applied.order_by(Profile.id)):
        since = one.state_since or one.updated_at
        yield Duty("推荐本单位专家入库", one.name, f"/desk/talent/{one.id}", since + days, since)


def own_profile_duties(user):
    """The own expert profile: to be made, to be handed in, to be confirmed once a year."""
    row = own_profile(user)
    if row is None:
        yield Duty("建立专家档案", "有了档案，才能收到榜单推荐和评审邀请", MINE)
    elif row.state is P.DRAFT:
        yield Duty("完善专家档案并申请入库", row.name, MINE, None, row.state_since or row.created_at)
    elif confirmation_due(row, clock.now()):
        yield Duty("确认专家档案（每年一次）", row.name, MINE, None, row.confirmed_at)
