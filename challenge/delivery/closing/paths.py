"""Paths (情形) by which a project ends before its time: rows `endings` of the rule pack."""

from challenge import rulepack

# How a project ends after 不予认定尽责: nobody asks for it, a decision on tolerance starts it.
BY_TOLERANCE = "tolerance_refused"
# How much of a payer's money comes back.
UNSPENT, ALL = "unspent", "all"


def paths(project):
    """{key: path} in force: who may start it, what is asked, what becomes of the money."""
    return {one["key"]: one for one in rulepack.entries(project, "endings")}


def path_named(project, key):
    """The path of this key; a copy frozen before there was such a path is answered by the pack in force."""
    own = paths(project).get(key)
    return own or next(one for one in rulepack.load()["endings"] if one["key"] == key)
