"""Questions about people: which kind of person is this? No query, no web."""

from accounts.states import BUREAU, PRIVILEGED, Role


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
