"""Questions about people: which kind of person is this? No query, no web."""

from accounts.states import BUREAU, EXCLUSIVE, PRIVILEGED, SEALED_THREADS, OrganisationState, Role, UserState


def _has(*roles):
    def question(user):
        return user.is_authenticated and any(grant.role in roles for grant in user.grants)

    return question


def _named(name, *roles):
    question = _has(*roles)
    question.__name__ = name
    return question


is_enterprise = _named("is_enterprise", Role.ENTERPRISE)
is_researcher = _named("is_researcher", Role.RESEARCHER)
is_expert = _named("is_expert", Role.EXPERT)
is_officer = _named("is_officer", Role.OFFICER)
is_leader = _named("is_leader", Role.LEADER)
is_supervisor = _named("is_supervisor", Role.SUPERVISOR)
is_county = _named("is_county", Role.COUNTY)
is_finance = _named("is_finance", Role.FINANCE)
is_auditor = _named("is_auditor", Role.AUDITOR)
is_security = _named("is_security", Role.SECURITY)
is_admin = _named("is_admin", Role.ADMIN)
is_bureau = _named("is_bureau", *BUREAU)
is_privileged = _named("is_privileged", *PRIVILEGED)
administers_accounts = _named("administers_accounts", Role.OFFICER, Role.SECURITY, Role.ADMIN)
hands_over_codes = _named("hands_over_codes", Role.OFFICER, Role.SECURITY)

# Which roles the holder of a role may give and take. The three administrators (三员) appoint each other, never
# themselves; business roles are the officers' daily work.
GIVES = {
    Role.SECURITY: set(Role) - {Role.SECURITY},
    Role.ADMIN: {Role.SECURITY},
    Role.OFFICER: {Role.ENTERPRISE, Role.RESEARCHER, Role.EXPERT},
}


def holds_privilege(person):
    """The person, signed in or not, holds a role of the bureau or an administrator's."""
    return bool(person.roles & set(PRIVILEGED))


def leads_organisation(user):
    """The first account of its organisation: admits colleagues."""
    return user.is_authenticated and user.is_first_account


def is_self(user, person):
    """The own account."""
    return user.id == person.id


def leads_organisation_of(user, person):
    """The first account of the organisation that this person belongs to or wants to join."""
    return leads_organisation(user) and user.organisation_id == person.organisation_id


def administers(user, row):
    """Works with all accounts and organisations."""
    return administers_accounts(user)


def belongs_to(user, organisation):
    """Is of this organisation."""
    return user.organisation_id == organisation.id


def judges_organisation(user, organisation):
    """An officer of another organisation."""
    return is_officer(user) and not belongs_to(user, organisation)


def edits_organisation(user, organisation):
    """The system administrator, or an officer of another organisation."""
    return is_admin(user) or judges_organisation(user, organisation)


def leads_organisation_of_request(user, row):
    """The first account of the organisation that asks."""
    return leads_organisation(user) and user.organisation_id == row.organisation_id


def judges_request(user, row):
    """Whoever may change the data of this organisation."""
    return edits_organisation(user, row.organisation)


def applies_for(user, organisation):
    """A person whose own application is pending asks for the own organisation."""
    return belongs_to(user, organisation) and user.state is UserState.PENDING


def judges_person(user, person):
    """An officer or the first account of the same organisation, never on the own account."""
    return not is_self(user, person) and (is_officer(user) or leads_organisation_of(user, person))


def stops_person(user, person):
    """The system administrator; officers for accounts without privilege; never the own account."""
    mine = is_admin(user) or (is_officer(user) and not holds_privilege(person))
    return mine and not is_self(user, person)


def given_by(user):
    """The roles that this person may give and take."""
    return set().union(*(GIVES.get(role, set()) for role in user.roles))


def gives_roles(user, person):
    """May change roles of this person; nobody changes the own."""
    return bool(given_by(user)) and not is_self(user, person)


def organisation_is_approved(person):
    """The organisation must have been approved first."""
    if person.organisation is None or person.organisation.state is OrganisationState.APPROVED:
        return None
    return f"所在单位“{person.organisation.name}”{person.organisation.state.label}，请先办理单位审核。"


def obstacle_to_role(person, role):
    """Why this person cannot be given this role, or None (三员分立)."""
    if role in person.roles:
        return f"该账号已有“{role.label}”角色。"
    if person.state is not UserState.ACTIVE:
        return f"该账号{person.state.label}，不能授予角色。"
    both = person.roles | {role}
    if both & set(EXCLUSIVE) and len(both) > 1:
        return "系统管理员、安全管理员、审计管理员须由三人分任，且不得兼任其他角色。"
    if role is Role.COUNTY and not person.county:
        return "授予“县区推荐”角色前，请先填写该账号所属县区。"
    if role in {Role.ENTERPRISE, Role.RESEARCHER} and person.organisation_id is None:
        return "该账号没有所在单位，不能授予此角色。"
    return None


def sends_again(user, job):
    """The administrator may send a mail again, unless it belongs to a sealed affair: that is in no list."""
    return is_admin(user) and job.kind == "mail" and not job.thread.startswith(SEALED_THREADS)
