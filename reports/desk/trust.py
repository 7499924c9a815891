"""Duties about trust: contact reports to look into, integrity cases to handle, to confirm, to answer."""

import sqlalchemy as sa

from accounts.rules import is_supervisor
from challenge.review.contacts.models import ContactReport
from challenge.review.contacts.queries import visible_reports
from challenge.review.contacts.states import K
from core import clock
from core.database import db
from reports.desk.duty import Duty
from talent.integrity import queries, rules
from talent.integrity.models import IntegrityCase
from talent.integrity.states import I

LATEST = 100
WORK = {I.CLUE: "核查诚信线索", I.CHECKING: "核查诚信案件", I.HEARING: "申辩结束，提出认定"}


def contact_duties(user):
    """Reports nobody looks into yet, for supervisors; those entrusted to this person."""
    fresh = ContactReport.state == K.REPORTED if is_supervisor(user) else sa.false()
    mine = sa.and_(ContactReport.state == K.CHECKING, ContactReport.investigator_id == user.id)
    rows = visible_reports(user).where(sa.or_(fresh, mine)).order_by(ContactReport.id).limit(LATEST)
    for one in db.session.scalars(rows.options(sa.orm.lazyload("*"))):
        what = "核查接触报告" if one.state is K.CHECKING else "受理接触报告"
        path = f"/desk/contact-reports/{one.code}"
        yield Duty(what, "说情、施压或许诺", path, None, one.reported_at, one.code)


def case_duties(user):
    """Cases in charge or without anybody in charge; findings and appeals that wait for a second person."""
    waits = sa.or_(
        IntegrityCase.state != I.FOUND,
        sa.and_(IntegrityCase.appealed_at.is_not(None), IntegrityCase.appeal_settled_at.is_(None)),
    )
    open_ones = queries.visible_cases(user).where(waits, IntegrityCase.state.not_in((I.UNFOUNDED, I.REVOKED)))
    rows = db.session.scalars(open_ones.options(*queries.PEOPLE).order_by(IntegrityCase.id).limit(LATEST))
    for one in rows.unique():
        what = _work(user, one)
        if what:
            path, due = f"/desk/integrity/{one.code}", one.hearing_due if one.state is I.HEARING else None
            yield Duty(what, one.name, path, due, one.state_since, one.code)


def _work(user, case):
    if case.state is I.PENDING:
        return "复核诚信认定" if rules.confirms_case(user, case) else None
    if case.state is I.FOUND:
        return "处理诚信申诉" if rules.settles_appeal(user, case) else None
    if not rules.handles_case(user, case) or (case.state is I.HEARING and rules.hearing_over(case)):
        return None
    return WORK[case.state]


def own_case_duties(user):
    """The right to be heard, while its clock runs."""
    waiting = queries.own_cases(user).where(
        IntegrityCase.state == I.HEARING,
        IntegrityCase.answered_at.is_(None),
        IntegrityCase.hearing_due > clock.now(),
    )
    for one in db.session.scalars(waiting.options(*queries.PEOPLE)).unique():
        path = f"/desk/integrity/{one.code}"
        yield Duty("提交申辩意见", one.name, path, one.hearing_due, one.state_since, one.code)
