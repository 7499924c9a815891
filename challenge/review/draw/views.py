"""Pages of the draw: the desk of both sides, the public page that explains it, the transcript."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts import attempts
from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge.posting.models import Challenge
from challenge.review import openness
from challenge.review.batches import queries as batches
from challenge.review.draw import actions, algorithm, heads, pool, queries, rules, seeds
from challenge.review.draw.forms import CeremonyForm, CommitmentForm, LateCommitmentForm, conditions_form
from challenge.review.draw.models import Draw
from challenge.review.draw.revealing import carried_out
from challenge.review.draw.states import Round
from challenge.review.forms import Confirmation, ReasonForm
from challenge.review.views.blueprint import bp, crumbs_of, tabs_of
from core import settings, workflow
from core.gates import load, public, requires
from core.gates import may as allowed
from core.workflow import Refused
from talent.states import ExpertKind

SIDES = (is_officer, is_supervisor)
PAGE = "/desk/challenges/<code>/draw"


@bp.get(PAGE)
@requires(*SIDES)
def draw(code):
    """Where the draw of a list stands, and what this side may do now."""
    return _page(load(Challenge, code, may.RUN_DRAW, by="code"))


def _page(challenge, **forms):
    now, side = rules.current(challenge), rules.side_of(current_user, challenge)
    stage = rules.stage_of(challenge)
    blank = {"phrase": _phrase_form(challenge, now, formdata=None), "ceremony": CeremonyForm(formdata=None)}
    sets_early = rules.sets_early(challenge, now)
    lacking = actions.shortages_of_early(now) if stage == "fix" else []
    if side is rules.Side.OFFICER and (stage == "fix" or sets_early):
        blank["conditions"] = _conditions_form(challenge, now, formdata=None)
    shown = blank | forms
    return render_template(
        "challenge/review/draw.html",
        challenge=challenge,
        now=now,
        side=side,
        stage=stage,
        held=rules.held_by(challenge),
        given=rules.given(now) if now else {},
        missing=rules.missing_sides(now) if now else list(rules.Side),
        is_late=rules.is_late(challenge, now),
        head_waits=stage in ("fix", "draw") and heads.head_for(now) is None,
        offered=seeds.offered(),
        demo_phrases=settings.get("demo_phrases") if current_app.config["DEMO"] else None,
        rounds=queries.rounds(challenge),
        steps=_steps(now),
        sets_early=sets_early,
        lacking=actions.said(lacking),
        is_supplement=now is not None and now.round is Round.SUPPLEMENT,
        transcript_of=lambda number: url_for("review.transcript", code=challenge.code, number=number),
        counted=_counted(challenge, shown.get("conditions")),
        forms=shown,
        kinds=list(ExpertKind),
        gaps=rules.gaps(challenge),
        tabs=tabs_of(challenge, "review.draw"),
        crumbs=crumbs_of(challenge, ("专家抽取", None)),
    )


def _phrase_form(challenge, now, **how):
    asks_why = rules.is_late(challenge, now) and (now is None or now.round is Round.FIRST)
    return (LateCommitmentForm if asks_why else CommitmentForm)(**how)


def _conditions_form(challenge, now, **how):
    """Nothing can be typed where conditions stand: those of the panel, or fixed before the deadline and to be met."""
    if rules.sets_early(challenge, now):
        return conditions_form(challenge)(**how)
    eased = bool(actions.shortages_of_early(now))
    if now.round is Round.SUPPLEMENT or (now.is_early and not eased):
        return Confirmation(**how)
    return conditions_form(challenge, eased=eased)(**how)


def _steps(now):
    asked = ("ask_again", "consent", "refuse_again")
    return [one for one in workflow.available(current_user, now) if one.action in asked] if now else []


def _counted(challenge, form):
    """[(kind, seats, how many, from other cities, units)] of the list as the conditions typed would make it."""
    if form is None or "excluded" not in form or any(field.errors for field in form):
        return []
    wanted = form.wanted()
    seats = {row["kind"]: row for row in wanted["strata"]}
    rows = pool.counts(challenge, wanted).items()
    return [(ExpertKind(kind).label, seats[kind]["seats"], *numbers) for kind, numbers in rows]


@bp.post(PAGE + "/commitment")
@requires(*SIDES)
def commit_seed(code):
    """Only the hash of the phrase is kept."""
    challenge = load(Challenge, code, may.RUN_DRAW, by="code")
    form = _phrase_form(challenge, rules.current(challenge))
    if not form.validate() or not _is_fit(form.phrase):
        return _page(challenge, phrase=form), 422
    reason = form.reason.data if "reason" in form else ""
    actions.commit_seed(current_user, challenge, form.phrase.data, reason)
    flash("种子承诺已记入日志。请记好口令，抽取时要用。", "good")
    return redirect(url_for("review.draw", code=code))


def _is_fit(phrase):
    fault = actions.fault_of_phrase(current_user, phrase.data)
    phrase.errors = [*phrase.errors, *([fault] if fault else [])]
    return fault is None


@bp.post(PAGE + "/conditions")
@requires(is_officer)
def fix_draw(code):
    """Conditions before the deadline, the list of candidates after it; with `preview` they are only counted."""
    challenge = load(Challenge, code, may.RUN_DRAW, by="code")
    now = rules.current(challenge)
    if now is None and not rules.sets_early(challenge):
        abort(404)
    form = _conditions_form(challenge, now)
    if not form.validate() or not _names_known(form):
        return _page(challenge, conditions=form), 422
    if "preview" in request.form:
        return _page(challenge, conditions=form)
    return _fixed(challenge, now, form)


def _names_known(form):
    unknown = queries.unknown(form.wanted()["excluded"]) if "excluded" in form else []
    if unknown:
        form.excluded.errors = [f"专家库中没有“{unknown[0]}”，请写姓名或单位全称。"]
    return not unknown


def _fixed(challenge, now, form):
    wanted = form.wanted() if "excluded" in form else None
    if rules.sets_early(challenge, now):
        actions.set_conditions(current_user, challenge, wanted)
        flash("抽取条件已在揭榜截止前固定并记入日志；候选名单在启动评审后按它生成。", "good")
        return redirect(url_for("review.draw", code=challenge.code))
    try:
        actions.fix(current_user, now, wanted, form.why.data if "why" in form else "")
    except algorithm.Infeasible as error:
        sentences = actions.said(error.shortages)
        form.form_errors.append(
            f"按这些条件抽不出评审组：{'；'.join(sentences)}。请放宽条件或请更多专家入库。"
        )
        return _page(challenge, conditions=form), 422
    flash("抽取条件和候选名单已固定，可以当场公开口令进行抽取。", "good")
    return redirect(url_for("review.draw", code=challenge.code))


@bp.post(PAGE + "/ceremony")
@requires(is_officer)
@stepped_up
def hold_draw(code):
    """Both phrases are revealed in one request; the drawn are invited at once."""
    challenge = load(Challenge, code, may.RUN_DRAW, by="code")
    now, form = rules.current(challenge) or abort(404), CeremonyForm()
    if not form.validate():
        return _page(challenge, ceremony=form), 422
    done, wait = carried_out(form, now, lambda: actions.hold(current_user, now, form.data))
    if not done:
        page = _page(challenge, ceremony=form)
        return attempts.answer(page, wait) if wait else (page, 422)
    flash("抽取完成，邀请已经发出。", "good")
    return redirect(url_for("review.draw", code=code))


@bp.route(PAGE + "/<any(ask_again, consent, refuse_again):action>", methods=["GET", "POST"])
@requires(*SIDES)
def step_draw(code, action):
    """申请重新抽取, 同意, 不同意: a page that says what will happen."""
    challenge = load(Challenge, code, may.RUN_DRAW, by="code")
    now = rules.current(challenge) or abort(404)
    form = Confirmation() if action == "consent" else ReasonForm()
    if form.validate_on_submit():
        workflow.apply(current_user, now, action, reason=form.reason.data if "reason" in form else "")
        return redirect(url_for("review.draw", code=code))
    refusal = workflow.refusal(current_user, now, action)
    if refusal:
        raise Refused(refusal)
    return _step_page(challenge, now, action, form), 422 if form.errors else 200


SAID = {
    "ask_again": [
        "须监督人员同意；同意后本轮作废，但条件、名单、口令和结果都保留并公开。",
        "申请的理由会公开。",
    ],
    "consent": ["本轮作废并保留记录，已邀请的专家任务取消。", "双方另作新的种子承诺，条件重新固定。"],
    "refuse_again": ["本轮抽取结果不变。"],
}


def _step_page(challenge, now, action, form):
    label = next(row.label for row in workflow.steps_of(now) if row.action == action)
    back = url_for("review.draw", code=challenge.code)
    crumbs = crumbs_of(challenge, ("专家抽取", back), (label, None))
    page = {"label": label, "said": SAID[action], "form": form, "back": back, "danger": action == "ask_again"}
    return render_template("challenge/review/step_draw.html", challenge=challenge, crumbs=crumbs, **page)


@bp.get(PAGE + "/<int(max=2147483647):number>.json")
@requires(is_officer, is_supervisor, is_leader, is_auditor)
def transcript(code, number):
    """The transcript, byte for byte as it was kept."""
    challenge = load(Challenge, code, may.AUDIT_DRAW, by="code")
    row: Draw | None = next((one for one in challenge.draws if one.number == number), None)
    if row is None or row.transcript is None:
        abort(404)
    name = f"attachment; filename=draw-{challenge.code}-{number}.json"
    return Response(row.transcript.body, mimetype="application/json", headers={"Content-Disposition": name})


@bp.get("/challenges/<code>/draw")
@public
def public_draw(code):
    """How the reviewers of a list were drawn, and how anybody can check it; no names."""
    challenge = load(Challenge, code, may.READ_PUBLIC_LIST, by="code")
    now = rules.current(challenge)
    return render_template(
        "challenge/review/public_draw.html",
        challenge=challenge,
        batch=batches.of_list(challenge),
        rounds=queries.rounds(challenge),
        missing=rules.missing_sides(now) if now else list(rules.Side),
        names_open=openness.foretold(challenge),
        transcripts=_transcripts(challenge),
        crumbs=[("榜单", "/challenges"), (challenge.title, f"/challenges/{code}"), ("专家抽取", None)],
    )


def _transcripts(challenge):
    """(label, address) of the transcripts, for those who may download them."""
    kinds = (is_officer, is_supervisor, is_leader, is_auditor)
    if not any(kind(current_user) for kind in kinds) or not allowed(current_user, challenge, may.AUDIT_DRAW):
        return []
    drawn = [one for one in challenge.draws if one.transcript is not None]
    numbers = [(one.number, f"第 {one.number} 轮抽取记录（JSON）") for one in drawn]
    return [(label, url_for("review.transcript", code=challenge.code, number=n)) for n, label in numbers]
