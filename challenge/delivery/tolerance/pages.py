"""What the page of a case shows, by who reads it."""

from challenge.delivery import rules as projects
from challenge.delivery.panels import pages as panel_pages
from challenge.delivery.states import Payer
from challenge.delivery.tolerance import dossier, rules
from challenge.delivery.tolerance.states import Side, T
from core.formats import moment

SIDES = {Side.TEAM: rules.assembles_team, Side.OFFICE: rules.assembles_office}


def parts(content):
    """[(label of the side, groups of findings)] of a frozen dossier."""
    return [(one.label, dossier.grouped(content["criteria"], content["findings"][one.value])) for one in Side]


def live(project, side):
    """The groups of findings about one side as they are now."""
    return dossier.grouped(dossier.criteria(project), dossier.part(project, side))


def sides_of(user, project):
    """Sides whose evidence this person may assemble."""
    return [one for one, may in SIDES.items() if may(user, project)]


def statements(case, user):
    """Statements this person may read: the own at once, the other side's when the time to state is over, the office and
    who sits on the panel all; whoever is invited to it and has not declared yet, none."""
    project = case.project
    oversees = rules.assembles_office(user, project) or rules.sits_on_case(user, project)
    takes_part = projects.is_on_team(user, project) or projects.posts_project(user, project)
    is_told = case.state is not T.STATING and (takes_part or projects.oversees_project(user, project))
    own = rules.party_of(user, case)
    return [one for one in case.statements if oversees or is_told or one.party is own]


def settled(case, user):
    """Rows of the settlement with the payer in words; whoever does not read expenses sees the poster's money alone."""
    rows = named(case.settlement or ())
    whole = projects.is_on_team(user, case.project) or projects.oversees_project(user, case.project)
    return rows if whole else [one for one in rows if one["payer"] is Payer.DEMANDER]


def named(rows):
    """The same rows with payers as states."""
    return [row | {"payer": Payer(row["payer"])} for row in rows]


def votes(case, user):
    """[(vote, number)] of the panel for whoever reads its opinion."""
    if case.panel is None or not case.panel.opinion or not rules.reads_opinion(user, case):
        return []
    return panel_pages.counted(case.panel)


def former_panels(case):
    """Panels of this project that deliberated before the present one."""
    return [
        one
        for one in case.project.panels
        if one.purpose.value == "tolerance" and one is not case.panel and one.opinion
    ]


def waits_for(case):
    """What comes next and whom it waits for, as a sentence; None when it was decided."""
    if case.state is T.STATING:
        missing = "、".join(one.label for one in rules.awaited(case))
        return (
            f"等待{missing}在{moment(case.due_at)}前陈述。"
            if missing
            else "双方已陈述，等待经办人固定证据材料。"
        )
    if case.state is T.REVIEWING:
        if case.panel is None:
            return "已退回，等待经办人另组评议组。"
        return (
            "等待评议组评议。"
            if rules.panel_has_concluded(case)
            else "评议组已有意见，等待经办人送交团队听取意见。"
        )
    if case.state is T.HEARING:
        late = "期限已过，经办人可以转入决定。" if rules.is_late(case) else ""
        return f"等待团队在{moment(case.due_at)}前答复评议意见。{late}"
    return f"等待局领导在{moment(case.due_at)}前决定。" if case.state is T.DECIDING else None


def awaits_statement(case, user):
    """It is this person's turn to state."""
    return case.state is T.STATING and rules.party_of(user, case) in rules.awaited(case)
