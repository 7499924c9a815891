"""拟立项 and 定榜 pages."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.review import queries, ranked, recusal, rules, seconding, standing
from challenge.review.actions import deciding
from challenge.review.batches import queries as batches
from challenge.review.choosing import rules as choosing
from challenge.review.contacts import rules as contacts
from challenge.review.forms import Confirmation
from challenge.review.proposal_forms import DecisionForm, SecondForm, proposal_form
from challenge.review.states import Decision
from challenge.review.views.blueprint import bp, crumbs_of, tabs_of
from challenge.review.views.ranking import facts
from core import workflow
from core.gates import load, requires
from core.workflow import Refusal


@bp.route("/desk/challenges/<code>/propose", methods=["GET", "POST"])
@requires(is_officer)
def propose(code):
    """Choose a bid, or several for a race; others than the first need a reason and a second officer."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    refusal = _refusal(challenge)
    if refusal:
        return _propose_page(
            challenge, refusal, [], Confirmation()
        ), refusal.status if request.method == "POST" else 200
    ranking = ranked.frozen_ranking(challenge)
    form = _form_of(challenge, ranking)
    if not form.validate_on_submit():
        return _propose_page(challenge, None, ranking, form), 422 if form.errors else 200
    override = form.override_reason.data or "" if "override_reason" in form else ""
    made = deciding.propose(current_user, challenge, form.chosen(), form.reason.data, override)
    waits = "须另一名经办人复核后，由局领导决定。" if made.override_reason else "等待局领导决定。"
    flash(f"拟立项方案已提出，{waits}", "good")
    return redirect(url_for("review.decision", code=code))


def _form_of(challenge, ranking):
    """What may be proposed: every place of the ranking, or what the poster has chosen."""
    form = proposal_form(choosing.may_be_proposed(challenge, ranking), *rulepack.mode_of(challenge).winners)
    if rulepack.mode_of(challenge).poster_picks:
        del form.override_reason  # the poster decides who it is, not the officer against the ranking
    return form


def _propose_page(challenge, refusal, ranking, form):
    return render_template(
        "challenge/review/propose.html",
        challenge=challenge,
        choice=choosing.choice_of(challenge),
        refusal=refusal,
        ranking=ranking,
        form=form,
        tabs=tabs_of(challenge, "review.propose"),
        crumbs=crumbs_of(challenge, ("拟立项", None)),
    )


def _refusal(challenge):
    """Why no proposal can be made now; the choice itself is made on this page."""
    found = workflow.refusal(current_user, challenge, "propose")
    if found and found.kind == "needs":
        needs = (rules.committee_complete, rules.every_review_in, choosing.poster_has_chosen)
        sentence = next(filter(None, (need(challenge) for need in needs)), None)
        return Refusal("needs", sentence) if sentence else None
    return found


@bp.get("/desk/challenges/<code>/decision")
@requires(is_officer, is_leader, is_supervisor)
def decision(code):
    """The proposal with everything that speaks for and against it; the decision form for who decides."""
    challenge = load(Challenge, code, may.READ_RANKING, by="code")
    show = stepped_up(_decision_page) if rules.decides(current_user, challenge) else _decision_page
    return show(challenge, DecisionForm())


@bp.post("/desk/challenges/<code>/decision")
@requires(is_leader)
@stepped_up
def decide(code):
    """定榜 or 退回."""
    challenge = load(Challenge, code, may.READ_RANKING, by="code")
    form = DecisionForm()
    if not form.validate() or not _possible(challenge, form) or not _acknowledged(challenge, form):
        return _decision_page(challenge, form), 422
    _decide(challenge, form)
    return redirect(url_for("review.decision", code=code))


def _possible(challenge, form):
    """Told at the field, so that what was typed stays; the step itself refuses all the same."""
    if form.decision.data == "award" and rules.decides(current_user, challenge):
        barred = seconding.proposal_seconded(challenge) or standing.winner_clear(challenge)
        form.decision.errors = [barred] if barred else []
    return not form.decision.errors


def _acknowledged(challenge, form):
    missing = form.decision.data == "award" and contacts.acknowledgement_due(challenge)
    if missing and not (form.contact_note.data or "").strip():
        form.contact_note.errors = [f"{contacts.in_words(challenge)}，定榜须写明已知悉及理由。"]
        return False
    return True


def _decide(challenge, form):
    if form.decision.data == "award":
        deciding.award(
            current_user, challenge, form.proposal_id(), form.reason.data, form.contact_note.data or ""
        )
        flash("已定榜。", "good")
    else:
        deciding.send_back(current_user, challenge, form.proposal_id(), form.reason.data)
        flash("已退回重新研究。", "good")


@bp.post("/desk/challenges/<code>/second")
@requires(is_officer)
def second(code):
    """A second officer agrees with the choice against the ranking, or sends it back."""
    challenge = load(Challenge, code, may.SECOND_PROPOSAL, by="code")
    form = SecondForm()
    if not form.validate():
        return _decision_page(challenge, DecisionForm(), form), 422
    if form.second.data == "agree":
        deciding.second(current_user, challenge, form.proposal_id())
        flash("已复核同意，等待局领导决定。", "good")
    else:
        deciding.dissent(current_user, challenge, form.proposal_id(), form.dissent.data)
        flash("已退回重新研究，提出人和局领导会收到您的理由。", "good")
    return redirect(url_for("review.decision", code=code))


def _weighs():
    """Leaders and supervisors learn that something is looked into; officers do not."""
    return is_leader(current_user) or is_supervisor(current_user)


def _decision_page(challenge, form, second_form=None):
    proposals = queries.proposals(challenge)
    latest = proposals[-1] if proposals else None
    second_form = second_form or SecondForm(formdata=None)
    for one in (form, second_form):
        if latest is not None and not one.proposal.data:
            one.proposal.data = latest.id
    return render_template(
        "challenge/review/decision.html",
        **facts(challenge, latest.ranking if latest else []),
        proposal=latest,
        batch=batches.of_list(challenge),
        former=list(reversed(proposals[:-1])),
        form=form,
        second_form=second_form,
        contacts=contacts.in_words(challenge) if _weighs() else "",
        contact_notes=_weighs(),
        acknowledging=contacts.acknowledgement_due(challenge),
        barred=standing.winner_clear(challenge)
        if latest and rules.decides(current_user, challenge)
        else None,
        choices=[one for one in workflow.available(current_user, challenge) if one.action == "award"],
        seconds=seconding.seconds_proposal(current_user, challenge),
        dissent_public=rulepack.value(challenge, "dissent_published"),
        staff=recusal.staff_ties(current_user, challenge),
        decisions={one.value: one for one in Decision},
        tabs=tabs_of(challenge, "review.decision"),
        crumbs=crumbs_of(challenge, ("决定", None)),
    )
