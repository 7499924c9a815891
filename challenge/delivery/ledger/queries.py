"""Payments, transfers and expenses as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, undefer

from accounts.models import User
from accounts.queries import organisations_called
from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger import sides
from challenge.delivery.ledger.models import Expense, Payment, Transfer
from challenge.delivery.models import Project
from challenge.delivery.queries import visible_projects
from challenge.delivery.states import IN_WORK, UNPAID, WORKING, Account, K, P, Payer, Shown, Support, Y
from challenge.posting.models import Challenge, Programme
from core import clock, formats
from core.database import db
from core.listing import Filter, contains, equals
from talent.integrity.models import IntegrityCase
from talent.integrity.queries import ways_back
from talent.integrity.states import Origin


def _choices(states):
    return tuple((one.value, one.label) for one in states)


def visible_payments(user):
    """SELECT of the payments this person may read: those of the projects it may read."""
    mine = visible_projects(user).with_only_columns(Project.id)
    joined = sa.select(Payment).join(Project, Payment.project_id == Project.id)
    return joined.join(Challenge, Project.challenge_id == Challenge.id).where(Payment.project_id.in_(mine))


def listed_payments(user):
    """`visible_payments` with what a list or a duty shows."""
    project = contains_eager(Payment.project)
    return visible_payments(user).options(
        project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
        # The payer is called by the words of the mode.
        project.contains_eager(Project.challenge).selectinload(Challenge.programme).undefer(Programme.rules),
        project.joinedload(Project.leader).lazyload(User.grants),
        joinedload(Payment.requested_by).lazyload(User.grants),
        undefer(Payment.is_to_return),
    )


def reported(payments):
    """Codes of those of these payments about which there is a case in the integrity register, however it was decided."""
    codes = [one.code for one in payments]
    rows = sa.select(IntegrityCase.reference).where(
        IntegrityCase.origin == Origin.PAYMENT, IntegrityCase.reference.in_(codes)
    )
    return set(db.session.scalars(rows))


def _in_state(statement, value):
    is_back = value == Shown.TO_RETURN
    return statement.where(Payment.is_to_return if is_back else Payment.state == value)


def _standing(statement, value):
    late = sa.and_(Payment.state.in_(UNPAID), Payment.due_at < clock.now())
    return statement.where(
        late if value == "late" else sa.or_(Payment.state.in_(WORKING), Payment.is_to_return)
    )


def _found(statement, words):
    named = [
        one.icontains(words, autoescape=True) for one in (Project.code, Challenge.title, Payment.voucher)
    ]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


SORTS = {
    "-since": ("状态时间", (Payment.state_since, Payment.id)),
    "code": ("编号", (Project.code, Payment.number)),
    "amount": ("金额", (Payment.amount_fen, Payment.id)),
    "due": ("付款期限", (Payment.due_at, Payment.id)),
}
SORTS_OF_ONE = {"code": SORTS["code"]} | SORTS
OF_ONE = (
    Filter("state", "状态", _in_state, (*_choices(Y), *_choices(Shown))),
    Filter("payer", "出资方", equals(Payment.payer), _choices(Payer)),
)
FILTERS = (
    Filter("q", "编号、题目、单位或凭证号", _found, kind="text"),
    Filter("standing", "进展", _standing, (("open", "待办理"), ("late", "已逾期"))),
    *OF_ONE,
    Filter("kind", "支持方式", equals(Payment.kind), _choices(Support)),
)
COLUMNS = (
    ("编号", lambda row: row.code),
    ("题目", lambda row: row.project.challenge.title),
    ("发榜单位", lambda row: row.project.challenge.organisation.name),
    ("揭榜单位", lambda row: row.project.organisation.name),
    ("收款方", sides.receiver_name),
    ("里程碑", lambda row: row.milestone_text),
    ("出资方", lambda row: row.payer_text),
    ("支持方式", lambda row: row.kind.label),
    ("金额（元）", lambda row: row.amount_fen / 100),
    ("状态", lambda row: row.shown_state.label),
    ("付款期限", lambda row: formats.moment(row.due_at)),
    ("付款日期", lambda row: formats.date_zh(row.paid_on)),
    ("凭证号", lambda row: row.voucher),
)


def payments_of(user, project):
    """SELECT of the payments of one project."""
    return listed_payments(user).where(Payment.project_id == project.id)


def transfers_of(project):
    """SELECT of the transfers of one project."""
    loads = (
        joinedload(Transfer.by).lazyload(User.grants),
        joinedload(Transfer.payment).lazyload(Payment.project),
    )
    return sa.select(Transfer).where(Transfer.project_id == project.id).options(*loads)


TRANSFER_SORTS = {"-at": ("时间", Transfer.id), "amount": ("金额", (Transfer.amount_fen, Transfer.id))}
TRANSFER_FILTERS = (
    Filter("q", "摘要", contains(Transfer.text), kind="text"),
    Filter("payer", "出资方", equals(Transfer.payer), _choices(Payer)),
    Filter("from", "转出科目", equals(Transfer.from_account), _choices(Account)),
    Filter("to", "转入科目", equals(Transfer.to_account), _choices(Account)),
)
TRANSFER_COLUMNS = (
    ("序号", lambda row: row.id),
    ("时间", lambda row: formats.moment(row.at)),
    ("出资方", lambda row: row.payer.label),
    ("转出科目", lambda row: row.from_account.label),
    ("转入科目", lambda row: row.to_account.label),
    ("金额（元）", lambda row: row.amount_fen / 100),
    ("摘要", lambda row: row.text),
    ("经手", lambda row: row.by.display_name if row.by else "系统"),
)


def expenses_of(project, payers):
    """SELECT of the expenses of one project from the money of these payers."""
    loads = joinedload(Expense.by).lazyload(User.grants)
    return (
        sa.select(Expense).where(Expense.project_id == project.id, Expense.payer.in_(payers)).options(loads)
    )


def _struck(statement, value):
    is_struck = Expense.struck_at.is_not(None)
    return statement.where(is_struck if value == "yes" else sa.not_(is_struck))


def _spent_for(statement, words):
    texts = (Expense.text, Expense.voucher, Expense.line)
    return statement.where(sa.or_(*(one.icontains(words, autoescape=True) for one in texts)))


EXPENSE_SORTS = {
    "-spent": ("支出日期", (Expense.spent_on, Expense.id)),
    "amount": ("金额", (Expense.amount_fen, Expense.id)),
}
EXPENSE_FILTERS = (
    Filter("q", "用途、科目或凭证号", _spent_for, kind="text"),
    Filter("payer", "资金来源", equals(Expense.payer), _choices(Payer)),
    Filter("struck", "是否冲销", _struck, (("no", "未冲销"), ("yes", "已冲销"))),
)
EXPENSE_COLUMNS = (
    ("支出日期", lambda row: formats.date_zh(row.spent_on)),
    ("资金来源", lambda row: row.payer.label),
    ("科目", lambda row: row.line),
    ("用途", lambda row: row.text),
    ("金额（元）", lambda row: row.amount_fen / 100),
    ("凭证号", lambda row: row.voucher),
    ("登记人", lambda row: row.by.display_name),
    ("冲销理由", lambda row: row.struck_reason),
)


def by_line(project, budget):
    """Rows (line, budget, spent, what it is over its budget) in 分 of a project whose money has lines."""
    mine = sa.and_(Expense.project_id == project.id, Expense.struck_at.is_(None))
    sums = sa.select(Expense.line, sa.func.sum(Expense.amount_fen)).where(mine).group_by(Expense.line)
    spent = {name: int(fen) for name, fen in db.session.execute(sums)}
    rows = [(name, fen, spent.pop(name, 0)) for name, fen in budget]
    rows += [(name or "未列科目", 0, fen) for name, fen in sorted(spent.items())]
    return [(name, fen, used, max(used - fen, 0)) for name, fen, used in rows]


def without_payments():
    """Projects at work whose contract in force has not one payment in the ledger."""
    signed = sa.exists().where(Contract.project_id == Project.id, Contract.state == K.IN_FORCE)
    paid = sa.exists().where(Payment.project_id == Project.id)
    rows = sa.select(Project).where(Project.state.in_((*IN_WORK, P.SUSPENDED)), signed, ~paid)
    return db.session.scalars(rows.order_by(Project.id)).unique().all()


def _way_back(reader, reference):
    code, _, number = reference.rpartition("-")
    wanted = visible_payments(reader).where(
        Project.code == code, Payment.number == (int(number) if number.isdigit() else 0)
    )
    found = db.session.scalar(wanted.with_only_columns(Payment.number))
    return f"/desk/projects/{code}/payments/{found}" if found else None


ways_back[Origin.PAYMENT] = _way_back
