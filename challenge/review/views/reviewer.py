"""The reviewer's own pages: tasks with clocks, invitation, declaration, recusal, submission."""

import collections

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.posting.models import Challenge
from challenge.posting.rules import list_not_suspended
from challenge.review import openness, parties, queries, rules
from challenge.review.actions import declaring, reviewing
from challenge.review.completeness import gaps
from challenge.review.forms import Confirmation, ReasonForm, declaration_form
from challenge.review.models import Assignment
from challenge.review.parties import sealed_only
from challenge.review.scoring import points
from challenge.review.states import Recommendation
from challenge.review.views.blueprint import bp
from challenge.states import A
from core import workflow
from core.gates import is_signed_in, load, requires
from core.listing import Filter, Listing, contains, equals
from core.workflow import Refused

STATES = [(one.value, one.label) for one in A if one is not A.PROPOSED]
COLUMNS = (
    ("榜单编号", lambda one: one.challenge.code),
    ("题目", lambda one: one.challenge.title),
    ("状态", lambda one: one.state.label),
    ("完成期限", lambda one: one.due_at),
)
SAID = {
    "decline": ["您不再参加本榜单评审，经办人会收到通知。", "谢绝不影响今后受邀。"],
    "recuse": ["您退出整个榜单的评审，已保存的评分不计入。", "评审材料对您关闭，此操作不能撤回。"],
}


def crumbs_to(assignment, *more):
    """The way to a page of one task."""
    here = url_for("review.task", id=assignment.id)
    return [
        ("工作台", "/desk"),
        ("我的评审", url_for("review.tasks")),
        (assignment.challenge.title, here),
        *more,
    ]


@bp.get("/desk/reviews")
@requires(is_signed_in)
def tasks():
    """My review tasks with their clocks."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    clocks = {one.id: rules.clock_of(one) for one in listing.rows}
    return render_template("challenge/review/tasks.html", listing=listing, clocks=clocks)


def _listing():
    return Listing(
        queries.my_assignments(current_user),
        sorts={
            "-invited": ("邀请时间", (Assignment.invited_at, Assignment.id)),
            "due": ("完成期限", (Assignment.due_at, Assignment.id)),
        },
        filters=[
            Filter("q", "题目", contains(Challenge.title), kind="text"),
            Filter("state", "状态", equals(Assignment.state, A), STATES),
        ],
        columns=COLUMNS,
        name="我的评审",
    )


@bp.route("/desk/reviews/<int(max=2147483647):id>", methods=["GET", "POST"])
@requires(is_signed_in)
def task(id):
    """The invitation with its declaration; once declared, the bids and how far each review is."""
    assignment = load(Assignment, id, may.READ_ASSIGNMENT)
    if assignment.state is not A.INVITED:
        return _overview(assignment)
    bids = [bid for bid in assignment.challenge.bids if bid.state in rules.IN_REVIEW]
    form = declaration_form(bids)
    if form.validate_on_submit():
        stays = declaring.declare(current_user, assignment, form.answers())
        flash(
            "声明已提交，评审材料已开放。" if stays else "您已回避本榜单评审，感谢如实声明。",
            "good" if stays else "wait",
        )
        return redirect(url_for("review.task", id=id))
    return _declaration(assignment, bids, form), 422 if form.errors else 200


def _declaration(assignment, bids, form):
    return render_template(
        "challenge/review/declaration.html",
        assignment=assignment,
        bids=bids,
        form=form,
        paused=list_not_suspended(assignment),
        people={bid.id: "、".join(_others(bid)) for bid in bids},
        until=rules.clock_of(assignment),
        names_open=openness.foretold(assignment.challenge),
        found=parties.ties_to_list(assignment.profile, assignment.challenge),
        crumbs=crumbs_to(assignment),
    )


def _others(bid):
    for one in bid.members:
        if one.user_id != bid.leader_id:
            yield f"{one.name}（{one.unit}）" if one.unit else one.name
    for name, unit in sealed_only(bid):
        yield f"{name}（{unit}）" if unit else name


def totals_of(assignment):
    """{bid id: own total as text}."""
    given = {one.bid_id: points(one.total, 1) for one in assignment.reviews}
    return collections.defaultdict(lambda: "—", given)


def _overview(assignment):
    challenge = assignment.challenge
    asked = rules.criteria_of(challenge), rules.gate_questions_of(challenge)
    bids = assignment.challenge.bids if assignment.state in rules.ACTIVE else ()
    readable = [bid for bid in bids if rules.reviews_it_and_declared(current_user, bid)]
    reviews = [(bid, reviewing.review_of(assignment, bid)) for bid in readable]
    return render_template(
        "challenge/review/task.html",
        assignment=assignment,
        rows=[(bid, one, gaps(one, *asked)) for bid, one in reviews],
        totals=totals_of(assignment),
        refusal=rules.every_score_given(assignment),
        can_write=assignment.state is A.ACCEPTED and list_not_suspended(assignment) is None,
        paused=list_not_suspended(assignment),
        clock=rules.clock_of(assignment),
        crumbs=crumbs_to(assignment),
    )


@bp.route("/desk/reviews/<int(max=2147483647):id>/submit", methods=["GET", "POST"])
@requires(is_signed_in)
def submit_task(id):
    """The confirmation page of the submission; nothing is asked but the click."""
    assignment, form = load(Assignment, id, may.READ_ASSIGNMENT), Confirmation()
    if form.validate_on_submit():
        reviewing.submit(current_user, assignment)
        flash("评审意见已提交，感谢您的工作。", "good")
        return redirect(url_for("review.task", id=id))
    _must_be_possible(assignment, "submit")
    return _summary(assignment, form)


def _must_be_possible(assignment, action):
    refusal = workflow.refusal(current_user, assignment, action)
    if refusal:
        raise Refused(refusal)


def _summary(assignment, form):
    return render_template(
        "challenge/review/submit_task.html",
        assignment=assignment,
        form=form,
        reviews=sorted(assignment.reviews, key=lambda one: -one.total),
        totals=totals_of(assignment),
        advice={one.value: one for one in Recommendation},
        crumbs=crumbs_to(assignment, ("提交", None)),
    )


@bp.route("/desk/reviews/<int(max=2147483647):id>/<any(decline, recuse):action>", methods=["GET", "POST"])
@requires(is_signed_in)
def leave_task(id, action):
    """谢绝 or 回避, with the reason."""
    assignment, form = load(Assignment, id, may.READ_ASSIGNMENT), ReasonForm()
    if form.validate_on_submit():
        workflow.apply(current_user, assignment, action, reason=form.reason.data)
        return redirect(url_for("review.task", id=id))
    _must_be_possible(assignment, action)
    return _leaving(assignment, action, form), 422 if form.errors else 200


def _leaving(assignment, action, form):
    label = "谢绝邀请" if action == "decline" else "申请回避"
    return render_template(
        "challenge/review/leave_task.html",
        assignment=assignment,
        form=form,
        label=label,
        said=SAID[action],
        danger=action == "recuse",
        crumbs=crumbs_to(assignment, (label, None)),
    )
