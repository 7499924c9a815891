"""The question at every gate: is a finding in force for one of these, which bars what is asked? One query."""

import dataclasses
import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accounts.models import User
from core import audit, clock
from core.database import db
from talent.integrity import levels, rules
from talent.integrity.models import IntegrityCase
from talent.integrity.states import ASK_CLEAN_RECORD, I, Purpose
from talent.models import Profile

YEAR = dt.timedelta(days=365)


@dataclasses.dataclass(frozen=True)
class Finding:
    """A finding that bars `purpose`; `years` is the clean record asked for when its own period has ended, else 0."""

    case: IntegrityCase
    purpose: Purpose
    years: int = 0

    def sentence(self, reader):
        """Clause, level and period for a reader who may know; a neutral sentence for everybody else."""
        return self.whole if rules.may_know(reader, self.case) else self.neutral

    @property
    def neutral(self):
        """That it is so, and where the person concerned learns why."""
        what = f"“{self.case.name}”目前不符合{self.purpose.label}的条件"
        return f"{what}，原因只告知本人或本单位，请其登录平台查看“我的诚信记录”。"

    @property
    def whole(self):
        """Clause, level and period, never the facts: for the bureau at a gate, and who it is about."""
        case, what = self.case, self.purpose.label
        found = f"{case.grade.label}，{case.period}"
        clause = levels.cite_level(case.grade, case.rules_version)
        if self.years:
            return f"“{case.name}”近 {self.years} 年内有科研失信认定（{found}，已期满），不能{what}{clause}。"
        return f"“{case.name}”在科研失信限制期内（{found}），不能{what}{clause}。"


def findings(purpose, *, users=(), profiles=(), organisations=(), years=0):
    """Findings that bar `purpose` for any of these ids; `years` of clean record where an application asks for them."""
    wanted = [
        column.in_(set(ids) - {None})
        for column, ids in (
            (IntegrityCase.user_id, users),
            (IntegrityCase.profile_id, profiles),
            (IntegrityCase.organisation_id, organisations),
        )
        if set(ids) - {None}
    ]
    if not wanted:
        return []
    loads = (
        joinedload(IntegrityCase.user).lazyload(User.grants),
        joinedload(IntegrityCase.organisation),
        joinedload(IntegrityCase.profile).lazyload(Profile.works),
    )
    rows = sa.select(IntegrityCase).where(IntegrityCase.state == I.FOUND, sa.or_(*wanted)).options(*loads)
    every = db.session.scalars(rows.order_by(IntegrityCase.id)).unique().all()
    return [found for found in (_bars(one, Purpose(purpose), years) for one in every) if found]


def _bars(case, purpose, years):
    if purpose.value not in case.grade.bars:
        return None
    if case.is_in_force:
        return Finding(case, purpose)
    asks = years and purpose in ASK_CLEAN_RECORD and case.grade.clean_record
    return Finding(case, purpose, years) if asks and case.since > clock.now() - years * YEAR else None


def of_profiles(purpose, profiles):
    """{profile id: Finding} of the barred ones among these experts: one query for all."""
    accounts = {one.user_id: one.id for one in profiles if one.user_id}
    found = findings(purpose, users=accounts, profiles=[one.id for one in profiles])
    return {one.case.profile_id or accounts[one.case.user_id]: one for one in found}


def payment_refusal(reader, *, users=(), organisations=(), years=0):
    """Why nothing is paid to these now, as a sentence for the reader, or None."""
    found = findings(Purpose.PAYMENT, users=users, organisations=organisations, years=years)
    return found[0].sentence(reader) if found else None


def clear_to_admit(profile):
    """No finding in force keeps the expert out of the pool."""
    found = of_profiles(Purpose.ADMIT, [profile])
    return found[profile.id].whole if found else None


def record(actor, subject, purpose, asked):
    """Evidence that the register was asked before a step was made: about how many, never about whom."""
    what = f"核对科研诚信记录：{Purpose(purpose).label}，{asked} 个主体，无限制"
    audit.record(actor, "integrity.check", subject, what, after={"purpose": str(purpose), "asked": asked})
