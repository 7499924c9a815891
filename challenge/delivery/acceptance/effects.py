"""What moves with an acceptance: project and panel, clocks, the notice, and what follows from a conclusion."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.acceptance import clocks, tables, text
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import OPEN, Conclusion, V
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import LIVE, Purpose, S
from challenge.delivery.states import P
from challenge.delivery.tolerance.recording import record_acceptance
from challenge.delivery.tolerance.states import Cause
from challenge.notice.actions import next_code
from challenge.notice.models import Notice
from challenge.states import About, N
from core import audit, clock
from core.database import db

ENDS = {Conclusion.PASS: "pass", Conclusion.DILIGENT: "end_diligent", Conclusion.FAIL: "fail"}


def hand_in(acceptance, move):
    """The accounts are kept as they are now, the poster's time runs, the project is in acceptance."""
    project = acceptance.project
    acceptance.accounts, acceptance.reason = tables.accounts(project), ""
    acceptance.remind_on = None
    if acceptance.certified_at is None:
        days = rulepack.value(acceptance, "acceptance_certificate_days")
        acceptance.certificate_due_at = clock.after_days(move.at, days)
    if project.state is not P.ACCEPTING:
        move.carry(project, "begin_acceptance")


def send_back_to_team(acceptance, move):
    """Why it went back, and until when it is to be mended."""
    acceptance.reason = move.facts["reason"]
    last = clock.today() + dt.timedelta(days=rulepack.value(acceptance, "acceptance_supplement_days"))
    acceptance.due_on = max(last, acceptance.due_on or last)
    clocks.remind(acceptance)


def note_second(acceptance, move):
    """Who agreed to the departure."""
    acceptance.second_by_id, acceptance.second_at = move.actor.id, move.at


def forget_proposal(acceptance, move):
    """It is proposed anew, perhaps otherwise; the log keeps what was."""
    acceptance.reason = f"{move.step.label}（{move.actor.display_name}）：{move.facts['reason']}"
    acceptance.second_by_id = acceptance.second_at = None


def conclude_round(acceptance, move):
    """A rectification begins at once; everything else is published first."""
    if acceptance.conclusion is Conclusion.RECTIFY:
        move.carry(acceptance, "rectify")


def begin_rectification(acceptance, move):
    """The second and last round, until the day that was set."""
    project = acceptance.project
    row = Acceptance(
        project=project,
        round=2,
        state=V.DRAFT,
        state_since=move.at,
        due_on=acceptance.rectify_until,
        summary="",
        created_at=move.at,
    )
    db.session.add(row)
    clocks.remind(row)
    move.carry(project, "rectify")


def publish_notice(acceptance, move):
    """The text is made from data and published with the names of the panel."""
    panel = panels.panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round)
    facts = text.facts_of(acceptance, panel)
    notice = Notice(
        code=next_code(),
        kind=About.ACCEPTANCE,
        challenge_id=acceptance.project.challenge_id,
        bid_id=acceptance.project.bid_id,
        state=N.DRAFT,
        state_since=move.at,
        title=text.title_of(acceptance),
        facts=facts,
        workdays=rulepack.value(acceptance, "acceptance_notice_workdays"),
        author_id=move.actor.id,
    )
    db.session.add(notice)
    db.session.flush()
    acceptance.notice = notice
    move.carry(notice, "publish")
    if panel is not None:
        audit.unseal(panel.thread)


def take_notice_back(acceptance, move):
    """The notice is void; the panel is made up anew."""
    acceptance.reason = move.facts["reason"]
    move.carry(acceptance.notice, "revoke", reason=move.facts["reason"])
    acceptance.notice = None
    acceptance.second_by_id = acceptance.second_at = None
    for one in acceptance.project.panels:
        if one.purpose is Purpose.ACCEPTANCE and one.state is S.CLOSED:
            move.carry(one, "void", reason=move.facts["reason"])


def end_project(acceptance, move):
    """The notice is closed and the project comes to the end that was concluded; money follows."""
    move.carry(acceptance.notice, "close")
    reason = f"{acceptance.conclusion_label}：{acceptance.basis}"
    if acceptance.conclusion is Conclusion.DILIGENT:
        _record_diligence(acceptance, move)
    move.carry(acceptance.project, ENDS[acceptance.conclusion], reason=reason)


def _record_diligence(acceptance, move):
    """Dossier, settlement and, by the officer's hand, a precedent: as after a case of tolerance of its own."""
    said = acceptance.certified_by, acceptance.certified_at, acceptance.certificate
    record_acceptance(
        acceptance.project,
        move,
        cause=acceptance.cause or Cause.OTHER,
        panel=panels.panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round),
        asked=(acceptance.submitted_by, acceptance.submitted_at, acceptance.summary),
        said=said if acceptance.certified_at else None,
        decided=(acceptance.decided_by_id, acceptance.decided_at),
        reason=acceptance.basis,
    )


def end_acceptances(project, move):
    """The project has ended otherwise: nothing is awaited any more."""
    for one in project.acceptances:
        if one.state in OPEN:
            move.carry(one, "end", reason=move.facts["reason"])
    for panel in project.panels:
        if panel.state in LIVE:
            move.carry(panel, "dissolve", reason=move.facts["reason"])


def end_quietly(acceptance, move):
    """Why it ended."""
    acceptance.reason, acceptance.remind_on = move.facts["reason"], None
    if acceptance.notice is not None:
        move.carry(acceptance.notice, "revoke", reason=move.facts["reason"])


def resume_acceptances(project, since, at):
    """The days of a suspension are given back to whatever was still ahead."""
    for one in project.acceptances:
        if one.state in OPEN:
            clocks.move(one, since, at)


def resolved(acceptance):
    """退回评议，或者退回整改准备、补充材料"""
    if acceptance.submitted_at is None:
        return V.DRAFT
    was_admitted = panels.panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round) is not None
    return V.REVIEWING if was_admitted else V.RETURNED
