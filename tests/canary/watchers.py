"""Who asks for a page: one person for each question that a gate may ask, so that a crawl stays short."""

import os

# Everybody as everything: minutes instead of seconds.
IS_FULL = bool(os.environ.get("FULL_CRAWL"))
# Somebody for whom the gate's question is answered yes; a new question must say who that is.
STANDS_FOR = {
    "public": ("visitor", "researcher"),
    "is_signed_in": ("researcher", "officer", "enterprise"),
    "is_bureau": ("officer", "leader", "supervisor"),
    "is_officer": ("officer",),
    "is_leader": ("leader",),
    "is_supervisor": ("supervisor",),
    "is_finance": ("finance",),
    "is_county": ("county",),
    "is_researcher": ("researcher",),
    "is_expert": ("expert",),
    "is_security": ("security",),
    "is_enterprise": ("enterprise",),
    "is_auditor": ("auditor",),
    "is_admin": ("admin",),
    "administers_accounts": ("officer", "security"),
    "hands_over_codes": ("officer",),
    "leads_organisation": ("enterprise",),
    "may_bid": ("researcher",),
    "may_begin": ("enterprise",),
    "may_post": ("enterprise",),
    "may_have_own_profile": ("researcher", "expert"),
}
# Where the row decides and not the page: who else could be let in.
ALSO = {
    "/desk/bids": ("leader", "supervisor", "expert", "rival"),
    "/desk/reviews": ("expert",),
    "/desk/objections": ("supervisor",),
    "/desk/integrity": ("supervisor",),
    "/desk/contact-reports": ("supervisor",),
    "/desk/challenges": ("rival",),
}
FEW = 2


def chosen(gate, path, everybody):
    """Names of those who ask for a page behind this gate at this address."""
    if IS_FULL:
        return tuple(everybody)
    names = [name for one in gate.split(" | ") for name in STANDS_FOR[one]]
    if gate == "is_signed_in":
        names += [name for start, more in ALSO.items() if path.startswith(start) for name in more]
    return tuple(dict.fromkeys(names))
