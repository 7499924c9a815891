"""评审组 pages of the officer in charge."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.review import parties, queries, recommend, recusal, rules
from challenge.review.actions import committee
from challenge.review.forms import Confirmation, ReasonForm, SearchForm
from challenge.review.models import Assignment
from challenge.review.views.blueprint import bp, crumbs_of, note_look, tabs_of
from challenge.states import A, C
from core import workflow
from core.gates import load, requires
from core.workflow import Refusal, Refused
from talent.states import ExpertKind

SHOWN = 20
LARGEST = 2147483647
ALREADY = "所选专家的情况已有变化，没有需要办理的，请核对下面的名单。"


@bp.get("/desk/challenges/<code>/reviewers")
@requires(is_officer)
def reviewers(code):
    """Who sits, who was asked, the quotas, and the recommended candidates."""
    return _panel_page(load(Challenge, code, may.RUN_REVIEW, by="code"))


def _panel_page(challenge, missing=None):
    """The page; `missing` is the form that was sent with nothing ticked: choose or invite."""
    note_look(challenge)
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
        **_recommended(challenge),
        waiting=any(one.state is A.PROPOSED for one in panel),
        missing=missing,
        here=_here(challenge),
        tabs=tabs_of(challenge, "review.reviewers"),
        crumbs=crumbs_of(challenge, ("评审专家", None)),
    )


def _member(challenge, one):
    """Number, row, steps, and the ties as they stand."""
    ties = recusal.standing(one.profile, challenge) if one.state in rules.SITTING else ()
    return rules.number_of(one), one, workflow.available(current_user, one), ties


def _here(challenge):
    """Address of the page with the filters in force."""
    kept: dict = {name: request.args[name] for name in ("kind", "q") if request.args.get(name)}
    return url_for("review.reviewers", code=challenge.code, **kept)


def _recommended(challenge):
    if challenge.state is not C.REVIEWING:
        return {
            "is_reviewing": False,
            "is_ranked": True,
            "candidates": [],
            "chosen": SearchForm(formdata=None),
        }
    chosen = SearchForm(request.args)
    kind = ExpertKind(chosen.kind.data) if chosen.validate() and chosen.kind.data else None
    name = (chosen.q.data or "").strip()[:40]
    ranked, found = recommend.candidates(challenge, SHOWN, kind=kind, name=name)
    return {"is_reviewing": True, "is_ranked": ranked, "candidates": found, "chosen": chosen}


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


def _ticked(name):
    found = request.form.getlist(name, type=int)
    return {one for one in found if 0 < one <= LARGEST}


@bp.post("/desk/challenges/<code>/reviewers")
@requires(is_officer)
def choose_reviewers(code):
    """Selected candidates become 拟邀请."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    if challenge.state is not C.REVIEWING:
        raise Refused(Refusal("state", "评审未在进行，不能选择专家。"))
    wanted = _ticked("profile")
    if not wanted:
        return _panel_page(challenge, "choose"), 422
    _, chosen = recommend.candidates(challenge, len(wanted), ids=wanted)
    rows = committee.choose(current_user, challenge, chosen)
    said = f"已选入 {len(rows)} 位专家，请核对后发出邀请。" if rows else ALREADY
    flash(said, "good" if rows else "wait")
    return redirect(_here(challenge))


@bp.post("/desk/challenges/<code>/reviewers/invitations")
@requires(is_officer)
def invite_reviewers(code):
    """Invite the ticked ones among 拟邀请."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    wanted = _ticked("assignment")
    if not wanted:
        return _panel_page(challenge, "invite"), 422
    sent = committee.invite_chosen(current_user, challenge, wanted)
    flash(f"已发出 {sent} 份邀请。" if sent else ALREADY, "good" if sent else "wait")
    return redirect(url_for("review.reviewers", code=code))


@bp.post("/desk/challenges/<code>/reviewers/substitute")
@requires(is_officer)
def invite_substitute(code):
    """递补: the next of the chosen ones is invited."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    one = committee.invite_substitute(current_user, challenge)
    flash(f"已向候补专家{one.profile.name}发出邀请。", "good")
    return redirect(url_for("review.reviewers", code=code))


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
    "remove": ["该专家退出本榜单评审，已保存的评分不计入。", "该专家会收到站内信。", "此操作不能撤回。"],
    "expire": ["邀请或任务按逾期结束，不计入评审组。", "该专家会收到站内信；可再邀请候补专家。"],
    "reopen": ["该专家可以修改已提交的评分，修改前的分数保留可查。", "该专家会收到站内信。"],
}


def _step_page(assignment, action, form):
    challenge = assignment.challenge
    note_look(challenge)
    label = next(row.label for row in workflow.steps_of(assignment) if row.action == action)
    return render_template(
        "challenge/review/step_reviewer.html",
        assignment=assignment,
        label=label,
        said=SAID[action],
        danger=action != "reopen",
        form=form,
        back=url_for("review.reviewers", code=challenge.code),
        crumbs=crumbs_of(
            challenge, ("评审专家", url_for("review.reviewers", code=challenge.code)), (label, None)
        ),
    )
