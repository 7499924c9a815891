"""The dossier (容错证据材料): findings under the criteria of the rule pack, assembled at any time, frozen for the panel."""

from challenge import rulepack
from challenge.delivery.tolerance import diligence, office
from challenge.delivery.tolerance.rules import awaited
from challenge.delivery.tolerance.states import Result, Side
from challenge.delivery.tolerance.traces import traces_of
from core import clock
from core.canonical import utc_text

FORMAT = 1
FINDERS = {Side.TEAM: diligence.findings, Side.OFFICE: office.findings}


def part(project, side, traces=None):
    """The findings about one side as JSON values: [{criterion, question, source, said, against, result}]."""
    return [one.content() for one in FINDERS[side](traces or traces_of(project))]


def whole(case):
    """The content that is frozen: who asked why, both statements, criteria, findings about both sides."""
    project, traces = case.project, traces_of(case.project)
    return {
        "format": FORMAT,
        "case": case.code,
        "project": project.code,
        "title": project.challenge.title,
        "at": utc_text(clock.now()),
        "occasion": case.occasion.value,
        "cause": case.cause.value,
        "request": {
            "by": case.requested_by.display_name,
            "at": utc_text(case.requested_at),
            "text": case.request,
        },
        "statements": [_statement(one) for one in case.statements],
        "silent": [one.value for one in awaited(case)],
        "criteria": criteria(project),
        "rules": rulepack.pack_of(project)["version"],
        "findings": {side.value: part(project, side, traces) for side in Side},
    }


def _statement(one):
    said = {"party": one.party.value, "by": one.by.display_name, "at": utc_text(one.at), "text": one.text}
    return said | {"files": [{"id": each.id, "name": each.name, "sha256": each.sha256} for each in one.files]}


def criteria(project):
    """[{key, label}] by which diligence is judged."""
    return [
        {"key": one["key"], "label": one["label"]} for one in rulepack.entries(project, "tolerance_criteria")
    ]


def grouped(criteria, findings):
    """[(label of the criterion, findings with their `Result`)] of those that have any, in the order of the rule pack."""
    found = []
    for one in criteria:
        mine = [row | {"result": Result(row["result"])} for row in findings if row["criterion"] == one["key"]]
        if mine:
            found.append((one["label"], mine))
    return found
