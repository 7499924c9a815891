"""评议组: candidates are fixed, the next head of the log draws, the drawn declare, vote and write an opinion."""

from challenge.delivery.panels import actions, rules
from challenge.delivery.panels.states import SEATED, Purpose, Seat, Vote
from talent.states import ExpertKind

SEATS = {ExpertKind.TECHNICAL: 3, ExpertKind.INDUSTRY: 1, ExpertKind.FINANCE: 1}


def _panel(scene):
    return rules.panel_of(scene.project, Purpose(scene.event["panel"]), scene.event.get("round", 1))


def _fix(scene):
    actions.fix(scene.person("officer"), _panel(scene), SEATS)


def _draw(scene):
    actions.draw(scene.person("officer"), _panel(scene))


def _declare(scene):
    """Everybody who was drawn takes the seat; the first leads, and the votes are opened."""
    panel, officer = _panel(scene), scene.person("officer")
    for one in panel.members:
        if one.state is Seat.INVITED:
            actions.answer(one.profile.user, one, "none")
    actions.name_chair(officer, panel, _seated(panel)[0])
    actions.start(officer, panel)


def _vote(scene):
    """Each votes as the text says; the votes are closed, and the chair writes."""
    panel, told = _panel(scene), scene.event
    for one, choice in zip(_seated(panel), told["votes"], strict=True):
        actions.vote(one.profile.user, one, Vote(choice), told["note"])
    actions.close(scene.person("officer"), panel)
    actions.write_opinion(_seated(panel)[0].profile.user, panel, told["text"])


def _first_votes(scene):
    """Some have voted, the others have it before them."""
    told = scene.event
    for one, choice in zip(_seated(_panel(scene)), told["votes"], strict=False):
        actions.vote(one.profile.user, one, Vote(choice), told["note"])


def _seated(panel):
    return [one for one in panel.members if one.state in SEATED]


VERBS = {
    "panel_fix": _fix,
    "panel_draw": _draw,
    "panel_declare": _declare,
    "panel_first_votes": _first_votes,
    "panel_vote": _vote,
}
