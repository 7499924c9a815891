"""Registrations as rows, already filtered for a reader; columns in the order of the national form."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.states import CATEGORIES, FIELDS, KINDS, MATURITIES, R
from challenge.delivery.queries import visible_projects
from challenge.posting.models import Challenge
from challenge.states import INDUSTRIES
from core import formats
from core.listing import Filter, equals


def _choices(states):
    return tuple((one.value, one.label) for one in states)


def _of_projects(model, user):
    mine = visible_projects(user).with_only_columns(Project.id)
    joined = sa.select(model).join(Project, model.project_id == Project.id)
    return joined.join(Challenge, Project.challenge_id == Challenge.id).where(model.project_id.in_(mine))


def visible_contracts(user):
    """SELECT of the 技术合同登记 this person may read; twin of `permissions.READ_REGISTRATION`."""
    return _of_projects(TechContract, user)


def visible_results(user):
    """SELECT of the 成果登记 this person may read; twin of `permissions.READ_REGISTRATION`."""
    return _of_projects(Achievement, user)


def listed(statement, model):
    """With what a list or a duty shows."""
    project = contains_eager(model.project)
    return statement.options(
        project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
        project.contains_eager(Project.challenge).lazyload(Challenge.programme),
        project.joinedload(Project.leader).lazyload(User.grants),
    )


def _contains(*columns):
    def narrow(statement, words):
        return statement.where(sa.or_(*(one.icontains(words, autoescape=True) for one in columns)))

    return narrow


def _year(column):
    def narrow(statement, value):
        if not value.isdecimal() or len(value) != 4:
            return statement.where(sa.false())
        return statement.where(sa.extract("year", column) == int(value))

    return narrow


def _sorts(model, **more):
    """Of a list of registrations: by state, code, `more`, and day of registration."""
    first = {"-since": ("状态时间", (model.state_since, model.id)), "code": ("编号", model.code)}
    return first | more | {"registered": ("登记日期", (model.registered_on, model.id))}


def _first_filters(label, model, *columns):
    """By words in code, title, number and `columns`, and by state."""
    words = (model.code, model.title, model.number, *columns, Project.code)
    return (
        Filter("q", label, _contains(*words), kind="text"),
        Filter("state", "状态", equals(model.state), _choices(R)),
    )


CONTRACT_SORTS = _sorts(
    TechContract,
    amount=("成交金额", (TechContract.total_fen, TechContract.id)),
    signed=("签订日期", (TechContract.signed_on, TechContract.id)),
)
CONTRACT_FILTERS = (
    *_first_filters("编号、名称、单位或登记编号", TechContract, TechContract.buyer, TechContract.seller),
    Filter("category", "合同类别", equals(TechContract.category), tuple((one, one) for one in CATEGORIES)),
    Filter("field", "技术领域", equals(TechContract.field), tuple((one, one) for one in FIELDS)),
    Filter("year", "登记年度", _year(TechContract.registered_on), kind="number"),
)
# In the order of the 技术合同登记表.
CONTRACT_COLUMNS = (
    ("登记编号", lambda row: row.number),
    ("合同名称", lambda row: row.title),
    ("合同类别", lambda row: row.category),
    ("买方名称", lambda row: row.buyer),
    ("买方统一社会信用代码", lambda row: row.buyer_code),
    ("买方性质", lambda row: row.buyer_kind),
    ("买方所在地", lambda row: row.buyer_place),
    ("卖方名称", lambda row: row.seller),
    ("卖方统一社会信用代码", lambda row: row.seller_code),
    ("卖方性质", lambda row: row.seller_kind),
    ("卖方所在地", lambda row: row.seller_place),
    ("技术领域", lambda row: row.field),
    ("社会经济目标", lambda row: row.goal),
    ("合同成交金额（万元）", lambda row: row.total_fen / formats.FEN_PER_WAN),
    ("技术交易额（万元）", lambda row: row.technical_fen / formats.FEN_PER_WAN),
    ("支付方式", lambda row: row.payment),
    ("签订日期", lambda row: row.signed_on),
    ("有效期开始日期", lambda row: row.starts_on),
    ("有效期结束日期", lambda row: row.ends_on),
    ("知识产权", lambda row: row.rights),
    ("计划来源", lambda row: row.source),
    ("登记日期", lambda row: row.registered_on),
    ("平台编号", lambda row: row.code),
    ("攻关项目", lambda row: row.project.code),
    ("状态", lambda row: row.state.label),
)
RESULT_SORTS = _sorts(Achievement)
RESULT_FILTERS = (
    *_first_filters("编号、名称、单位、完成人或登记编号", Achievement, Achievement.units, Achievement.people),
    Filter("industry", "产业领域", equals(Achievement.industry), tuple((one, one) for one in INDUSTRIES)),
    Filter("category", "成果类别", equals(Achievement.kind), tuple((one, one) for one in KINDS)),
    Filter("maturity", "应用状态", equals(Achievement.maturity), tuple((one, one) for one in MATURITIES)),
)
RESULT_COLUMNS = (
    ("登记编号", lambda row: row.number),
    ("成果名称", lambda row: row.title),
    ("完成单位", lambda row: row.units.replace("\n", "；")),
    ("完成人", lambda row: row.people.replace("\n", "；")),
    ("成果类别", lambda row: row.kind),
    ("产业领域", lambda row: row.industry),
    ("知识产权", lambda row: row.rights.replace("\n", "；")),
    ("评价方式", lambda row: row.evaluation),
    ("评价日期", lambda row: row.evaluated_on),
    ("应用状态", lambda row: row.maturity),
    ("成果简介", lambda row: row.summary),
    ("推广前景", lambda row: row.prospects),
    ("登记日期", lambda row: row.registered_on),
    ("平台编号", lambda row: row.code),
    ("攻关项目", lambda row: row.project.code),
    ("状态", lambda row: row.state.label),
)


def contracts(user):
    """`visible_contracts` with what the list shows."""
    return listed(visible_contracts(user), TechContract)


def results(user):
    """`visible_results` with what the list shows."""
    return listed(visible_results(user), Achievement)
