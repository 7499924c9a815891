"""What moves with a project: it begins with the result, starts with the contract, ends with a reason."""

import datetime as dt

from challenge.delivery.acceptance.effects import end_acceptances, resume_acceptances
from challenge.delivery.closing.leaving import check, stays_because
from challenge.delivery.closing.states import BEFORE_DECISION
from challenge.delivery.contracts.rules import OPEN
from challenge.delivery.final_accounts.effects import begin as begin_final_account
from challenge.delivery.ledger import claims
from challenge.delivery.ledger import effects as ledger
from challenge.delivery.milestones.effects import cancel_milestones, resume_milestones
from challenge.delivery.models import Project
from challenge.delivery.panels.effects import resume_panels
from challenge.delivery.states import ENDED, P
from challenge.delivery.tolerance.effects import drop_open
from challenge.posting.codes import next_code
from challenge.review.effects import leaving_of
from challenge.states import B, C
from core import audit
from core.database import db

# At work before acceptance; a list waits for the last of these.
BEFORE = (P.SIGNING, P.ACTIVE, P.SUSPENDED)


def begin_projects(challenge, move):
    """Each winning bid that has none yet becomes a project that waits for its contract."""
    for bid in challenge.bids:
        if bid.state is B.WON and bid.project is None:
            row = Project(
                code=next_code("GG"),
                challenge=challenge,
                bid=bid,
                organisation=bid.organisation,
                leader=bid.leader,
                lane=bid.lane,
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


def take_list_along(project, move):
    """When no other project of the list is at work any more, the list is in acceptance too."""
    challenge = project.challenge
    if challenge.state is C.CONTRACTED and not any(one.state in BEFORE for one in challenge.projects):
        move.carry(challenge, "begin_acceptance")


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
    resume_acceptances(project, project.suspended_at, move.at)
    resume_panels(project, project.suspended_at, move.at)
    ledger.give_days_back(project, lost)
    project.suspended_from = project.suspended_at = None
    project.reason = ""


def note_end(project, move):
    """Why it ended; what was being signed is signed no more, what was not earned is not paid."""
    _close(project, move)
    ledger.settle(project, move)
    if project.state in claims.DRAWN_UP:
        project.accounts_closed_at = move.at
        claims.owe_unspent(project, move)


def note_passed(project, move):
    """What was promised is there: whatever is still planned of its money is due, milestones that nobody judged too."""
    _close(project, move)
    for number in {one.milestone for one in project.payments}:
        ledger.pass_milestone(project, number, move)
    begin_final_account(project, move)


def _close(project, move):
    project.reason = move.facts["reason"]
    project.reason_code = move.facts.get("reason_code") or ""
    for one in project.contracts:
        if one.state in OPEN:
            move.carry(one, "drop", reason=move.facts["reason"])
    cancel_milestones(project, move)
    end_acceptances(project, move)
    drop_open(project, move)
    for one in project.closures:
        if one.state in BEFORE_DECISION:
            move.carry(one, "drop", reason=f"项目{project.state.label}，终止申请不再办理。")


def end_project_of_winner(challenge, move):
    """Whoever leaves its place before the contract ends its project too; afterwards a closure has ended it."""
    leaving = leaving_of(challenge, move)
    check(stays_because(leaving))
    project = leaving.project
    if project is not None and project.state not in ENDED:
        move.carry(project, "abandon", reason=move.facts["reason"])
