"""Whether the leader of a project is still there: what account and expert profile (专家档案), where there is one, tell."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from challenge.delivery import rules
from core.database import db
from core.spelling import plain
from talent.models import Profile
from talent.states import P


def profiles_of(users):
    """{id of a person: the profile}; a draft counts for nothing yet."""
    ids = [one.id for one in users]
    rows = sa.select(Profile).where(Profile.user_id.in_(ids), Profile.state != P.DRAFT)
    found = db.session.scalars(
        rows.options(selectinload(Profile.employments), sa.orm.lazyload(Profile.works))
    )
    return {one.user_id: one for one in found.unique()}


def leader_flags(project, profile=None):
    """What has happened to the leader during 攻关, as sentences: the bureau checks whether somebody else must lead."""
    if not rules.is_running(project):
        return []
    leader, unit = project.leader, project.organisation
    if not leader.is_active:
        return [f"项目负责人{leader.display_name}的账号已停用，请核实是否需要更换负责人。"]
    found = []
    if leader.organisation_id != unit.id:
        now_at = leader.organisation.name if leader.organisation else "未登记单位"
        found.append(
            f"项目负责人{leader.display_name}现登记的单位为“{now_at}”，不是牵头单位，请核实是否离任。"
        )
    elif profile is not None and not works_at(profile, unit):
        found.append(
            f"项目负责人{leader.display_name}的专家档案所载现任单位为“{_present(profile)}”，没有牵头单位，请核实是否离任。"
        )
    if profile is not None and profile.state is P.LEFT:
        found.append(f"项目负责人{leader.display_name}的专家档案已退库，请核实原因。")
    return found


def works_at(profile, organisation):
    """By the unit of the profile, or by a post that has no end."""
    places = [
        (profile.organisation_id, profile.unit),
        *((one.organisation_id, one.unit) for one in _posts(profile)),
    ]
    key = plain(organisation.name)
    return any(number == organisation.id or plain(name) == key for number, name in places)


def _posts(profile):
    return [one for one in profile.employments if one.year_to is None]


def _present(profile):
    return (
        "、".join(dict.fromkeys(one for one in (profile.unit, *(p.unit for p in _posts(profile))) if one))
        or "无"
    )
