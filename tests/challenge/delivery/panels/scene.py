"""Panels for tests: experts of every kind, seated and voting, in few steps."""

from challenge.delivery.panels import actions
from challenge.delivery.panels.states import Purpose, Vote
from core.database import transaction
from talent.states import ExpertKind
from tests import world
from tests.challenge.delivery import scene

KINDS = (
    ExpertKind.TECHNICAL,
    ExpertKind.TECHNICAL,
    ExpertKind.TECHNICAL,
    ExpertKind.INDUSTRY,
    ExpertKind.FINANCE,
)


def experts(kinds=KINDS):
    """Willing experts with accounts, each of a unit of its own."""
    found = []
    for kind in kinds:
        person = world.user("expert")
        found.append(world.profile(kind=kind, user_id=person.id, unit=f"外地大学{person.id}"))
    return found


def formed(purpose=Purpose.ACCEPTANCE, **facts):
    """(officer, project, panel without members)."""
    officer, project = scene.signed(**facts)
    with transaction():
        panel = actions.form(officer, project, purpose)
    return officer, project, panel


def invited(officer, panel, kinds=KINDS):
    """Members who were just invited by hand."""
    with transaction():
        return [actions.choose(officer, panel, one, "抽取不足。") for one in experts(kinds)]


def seated(officer, panel, kinds=KINDS):
    """Members who have declared; the first leads."""
    members = invited(officer, panel, kinds)
    for one in members:
        with transaction():
            assert actions.answer(one.profile.user, one, "none")
    with transaction():
        actions.name_chair(officer, panel, members[0])
    return members


def voting(officer, panel, kinds=KINDS):
    """Members of a panel whose votes are open."""
    members = seated(officer, panel, kinds)
    with transaction():
        actions.start(officer, panel)
    return members


def concluded(officer, panel, votes=(Vote.PASS,) * 5, text="评议组一致认为指标达到。"):
    """The panel has voted so, is counted, and its chair has written."""
    members = voting(officer, panel)
    for one, choice in zip(members, votes, strict=True):
        with transaction():
            actions.vote(one.profile.user, one, choice, "见材料。")
    with transaction():
        actions.close(officer, panel)
    with transaction():
        actions.write_opinion(members[0].profile.user, panel, text)
    return members
