"""What moves with a project: it begins with the result, starts with the contract, ends with a reason."""

import datetime as dt

from challenge.delivery.contracts.rules import OPEN
from challenge.delivery.ledger import effects as ledger
from challenge.delivery.milestones.effects import cancel_milestones, resume_milestones
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, P
from challenge.posting.codes import next_code
from challenge.states import B, C
from core import audit
from core.database import db


def begin_projects(challenge, move):
    """Each winning bid that has none yet becomes a project that waits for its contract."""
    for bid in challenge.bids:
        if bid.state is B.WON and bid.project is None:
            lane = 1 + sum(one.state not in ENDED for one in challenge.projects)
            row = Project(
                code=next_code("GG"),
                challenge=challenge,
                bid=bid,
                organisation=bid.organisation,
                leader=bid.leader,
                lane=lane,
                state=P.SIGNING,
                state_since=move.at,
                created_at=move.at,
            )
            db.session.add(row)
            db.session.flush()
            audit.record(move.actor, "project.create", row, f"建立攻关项目 {row.code}", public=True)


def note_contracted(project, move):
    """The first project that is signed takes the list along."""
    if project.challenge.state is C.ANNOUNCED:
        move.carry(project.challenge, "contract")


def note_suspension(project, move):
    """Remember where to resume, and since when no clock runs."""
    project.suspended_from, project.suspended_at = move.before, move.at
    project.reason = move.facts["reason"]


def resume_clocks(project, move):
    """The days that were lost are given back to whatever was still ahead."""
    lost = (move.at - project.suspended_at).days
    if project.ends_on is not None and lost:
        project.ends_on = project.ends_on + dt.timedelta(days=lost)
    resume_milestones(project, project.suspended_at, move.at)
    ledger.give_days_back(project, lost)
    project.suspended_from = project.suspended_at = None
    project.reason = ""


def note_end(project, move):
    """Why it ended; what was being signed is signed no more."""
    project.reason = move.facts["reason"]
    project.reason_code = move.facts.get("reason_code") or ""
    for one in project.contracts:
        if one.state in OPEN:
            move.carry(one, "drop", reason=move.facts["reason"])
    cancel_milestones(project, move)
    ledger.settle(project, move)


def end_projects_of_winner(challenge, move):
    """Whoever gives up as the winner ends its project too."""
    for one in challenge.projects:
        if one.bid.state is B.WON and one.state not in ENDED:
            move.carry(one, "abandon", reason=move.facts["reason"])
