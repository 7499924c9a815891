"""What the library keeps about somebody who has a profile (see accounts/own_data.py)."""

import sqlalchemy as sa

from accounts.own_data import moment, rows_of, section
from talent.models import Consent, Employment, Profile, Relation, Work
from talent.rules import DECLARABLE

CONSENTS = {"recommendation": "推荐", "review": "评审"}


@section("专家档案", Profile, Work, Employment, Relation, Consent)
def _profile(user):
    return [_told(one) for one in rows_of(sa.select(Profile).filter_by(user_id=user.id))]


def _told(row):
    consents = rows_of(sa.select(Consent).filter_by(profile_id=row.id).order_by(Consent.id))
    return {
        "姓名": row.name,
        "单位": row.unit,
        "职称": row.title,
        "职务": row.position,
        "类型": row.kind.label,
        "人才库": row.pools,
        "与本市的关系": row.relation,
        "所在地": row.region,
        "产业领域": row.industries,
        "关键词": row.keywords,
        "研究方向": row.direction,
        "联系邮箱": row.email,
        "联系电话": row.phone,
        "状态": row.state.label,
        "确认时间": moment(row.confirmed_at),
        "代表成果": [
            {"类型": one.type.label, "题目": one.title, "年度": one.year, "摘要": one.abstract}
            | {"角色": one.role, "合作者": one.co_authors}
            for one in row.works
        ],
        "任职": [
            {"单位": one.unit, "开始年度": one.year_from, "结束年度": one.year_to} for one in row.employments
        ],
        "关系申报": [
            {"关系": DECLARABLE[one.kind], "姓名": one.name, "单位": one.unit} for one in row.relations
        ],
        "同意记录": [
            {"事项": CONSENTS.get(one.kind, one.kind), "同意": one.given, "时间": moment(one.at)}
            for one in consents
        ],
    }


def register(app):
    """The sections register themselves when this module is imported."""
