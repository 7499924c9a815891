"""Questions about everything that comes of a project: who stands for a side, who checks, who reads."""

from challenge.delivery import rules


def stands_for_a_side(user, row):
    """Who acts for the team, or the side whose demand it answers."""
    return rules.acts_for_team(user, row.project) or rules.posts_project(user, row.project)


def checks(user, row):
    """The officer in charge, who belongs to neither side."""
    return rules.handles_project(user, row.project)


def reads(user, row):
    """Whoever may read the project."""
    project = row.project
    team = rules.is_on_team(user, project) or rules.leads_its_unit(user, project)
    return team or rules.posts_project(user, project) or rules.oversees_project(user, project)
