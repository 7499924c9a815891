"""Questions about profiles: who stands how to one, and what must be true before a step."""

from accounts.rules import is_enterprise, is_leader, is_officer, is_supervisor, leads_organisation
from talent.states import P

WORKS_PER_TYPE = 5
KEYWORDS = 5
POSTS = 12
MOST_RELATIONS = 20
DECLARABLE = {"relative": "亲属", "teacher": "导师", "student": "学生", "adviser": "担任顾问"}
REQUIRED = {
    "name": "姓名",
    "unit": "工作单位",
    "title": "职称",
    "industries": "产业领域",
    "keywords": "关键词",
    "direction": "研究方向",
    "works": "代表成果（至少一项）",
}


def owns_profile(user, profile):
    """The person whom the profile describes."""
    return user.is_authenticated and profile.user_id is not None and profile.user_id == user.id


def handles_profile(user, profile):
    """An officer, for anything but the own profile and drafts that a person has not handed in."""
    is_private = profile.state is P.DRAFT and profile.user_id is not None
    return is_officer(user) and not owns_profile(user, profile) and not is_private


def oversees_profile(user, profile):
    """A leader or supervisor, once the profile has been handed in."""
    return (is_leader(user) or is_supervisor(user)) and profile.state is not P.DRAFT


def recommends_for_unit(user, profile):
    """The first account, or an enterprise account, of the person's organisation; never for oneself."""
    of_unit = user.is_authenticated and user.organisation_id is not None
    same = of_unit and user.organisation_id == profile.organisation_id and profile.user_id != user.id
    return same and (leads_organisation(user) or is_enterprise(user)) and profile.state is not P.DRAFT


def edits_for_person(user, profile):
    """An officer keeps profiles of people who have no account."""
    return handles_profile(user, profile) and profile.user_id is None


def owns_or_handles(user, profile):
    """The person, or an officer."""
    return owns_profile(user, profile) or handles_profile(user, profile)


def may_have_own_profile(user):
    """Researchers and experts keep a profile of their own."""
    return user.is_authenticated and any(grant.role in ("researcher", "expert") for grant in user.grants)


def profile_complete(profile):
    """Nothing of the form is missing."""
    missing = [label for name, label in REQUIRED.items() if not getattr(profile, name)]
    return f"档案还有必填内容未填写：{'、'.join(missing)}。请补充后再提交。" if missing else None


def works_within_limit(profile):
    """At most five works of a type."""
    types = [work.type for work in profile.works]
    over = [kind.label for kind in dict.fromkeys(types) if types.count(kind) > WORKS_PER_TYPE]
    return f"每类代表成果最多 {WORKS_PER_TYPE} 项，超出的类型：{'、'.join(over)}。" if over else None


def handed_in(profile):
    """A draft of a person with an account is handed in by that person."""
    if profile.state is P.DRAFT and profile.user_id is not None:
        return "本人尚未提交入库申请。"
    return None


def confirmation_due(profile, now):
    """The yearly confirmation is missing or older than a year."""
    last = profile.confirmed_at
    return profile.state is P.ADMITTED and (last is None or (now - last).days >= 365)
