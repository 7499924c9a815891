"""评审组 pages of the officer in charge."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.review import openness, parties, queries, recusal, rules
from challenge.review.batches import queries as batches
from challenge.review.batches import seating
from challenge.review.forms import Confirmation, ReasonForm
from challenge.review.models import Assignment
from challenge.review.views.blueprint import bp, crumbs_of, tabs_of
from challenge.states import A
from core import workflow
from core.gates import load, requires
from core.looks import record_look
from core.workflow import Refused
from talent.states import ExpertKind


@bp.get("/desk/challenges/<code>/reviewers")
@requires(is_officer)
def reviewers(code):
    """Who sits and who was asked, by number, and whether the panel is complete."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    return _panel_page(challenge, False)


@bp.post("/desk/challenges/<code>/reviewers/names")
@requires(is_officer)
def look_at_names(code):
    """The same page with the sealed names, once; who looked is kept."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    record_look(current_user, "reviewers", challenge)
    return _panel_page(challenge, True)


@bp.post("/desk/challenges/<code>/reviewers/invitations")
@requires(is_officer)
def invite_assigned(code):
    """Invite everybody whom a batch has assigned to the list."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    invited, refused = seating.invite_all(current_user, challenge)
    if invited:
        flash(f"已向 {invited} 位专家发出邀请。", "good")
    for sentence in refused:
        flash(f"未能邀请 {sentence}", "bad")
    return redirect(url_for("review.reviewers", code=code))


def _panel_page(challenge, names):
    panel = queries.panel(challenge)
    with parties.looked_up(challenge, [one.profile for one in panel]):
        members = [_member(challenge, one) for one in panel]
    return render_template(
        "challenge/review/reviewers.html",
        challenge=challenge,
        members=members,
        clocks={one.id: rules.clock_of(one) for one in panel},
        quotas=_quotas(challenge, panel),
        refusal=rules.committee_complete(challenge),
        names=names,
        public=openness.names_are_public(challenge),
        batch=batches.of_list(challenge),
        waiting=sum(one.state is A.PROPOSED and one.batch_id is not None for one in panel),
        tabs=tabs_of(challenge, "review.reviewers"),
        crumbs=crumbs_of(challenge, ("评审专家", None)),
    )


def _member(challenge, one):
    """Number, row, steps, and the ties as they stand."""
    ties = recusal.standing(one.profile, challenge) if one.state in rules.SITTING else ()
    return rules.number_of(one), one, workflow.available(current_user, one), ties


def _quotas(challenge, panel):
    seats = [one for one in panel if one.state in (A.INVITED, *rules.ACTIVE)]
    least = rulepack.value(challenge, "reviewers_min")
    rows = [("已邀请和已接受", f"{len(seats)} 人", f"须为不少于 {least} 人的单数", None)]
    for kind in ExpertKind:
        wanted = dict(rules.QUOTAS).get(kind)
        note = f"至少 {rulepack.value(challenge, wanted)} 人" if wanted else ""
        number = sum(one.profile.kind is kind for one in seats)
        rows.append((f"{kind.label}专家", f"{number} 人", note, None))
    return rows


@bp.route(
    "/desk/reviewers/<int(max=2147483647):id>/<any(remove, expire, reopen):action>", methods=["GET", "POST"]
)
@requires(is_officer)
def step_reviewer(id, action):
    """取消、逾期处理、退回修改: a page that says what will happen, with the reason."""
    assignment = load(Assignment, id, may.HANDLE_ASSIGNMENT)
    form = ReasonForm() if action != "expire" else Confirmation()
    if form.validate_on_submit():
        workflow.apply(current_user, assignment, action, reason=form.reason.data if "reason" in form else "")
        return redirect(url_for("review.reviewers", code=assignment.challenge.code))
    refusal = workflow.refusal(current_user, assignment, action)
    if refusal:
        raise Refused(refusal)
    return _step_page(assignment, action, form), 422 if form.errors else 200


SAID = {
    "remove": [
        "该专家退出本榜单评审，已保存的评分不计入。",
        "空出的席位按抽取记录的次序自动递补。",
        "此操作不能撤回。",
    ],
    "expire": [
        "邀请或任务按逾期结束，不计入评审组。",
        "该专家会收到站内信；空出的席位按抽取记录的次序自动递补。",
    ],
    "reopen": ["该专家可以修改已提交的评分，修改前的分数保留可查。", "该专家会收到站内信。"],
}


def _step_page(assignment, action, form):
    challenge = assignment.challenge
    label = next(row.label for row in workflow.steps_of(assignment) if row.action == action)
    return render_template(
        "challenge/review/step_reviewer.html",
        assignment=assignment,
        number=rules.number_of(assignment),
        label=label,
        said=SAID[action],
        danger=action != "reopen",
        form=form,
        back=url_for("review.reviewers", code=challenge.code),
        crumbs=crumbs_of(
            challenge, ("评审专家", url_for("review.reviewers", code=challenge.code)), (label, None)
        ),
    )
