"""Steps of a batch: deploy, withdraw, compute again, consent; each page says what will happen."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm

from accounts.rules import is_officer, is_supervisor
from challenge.review.batches import actions, queries
from challenge.review.batches.forms import SeenForm, WithdrawForm
from challenge.review.batches.views.blueprint import ID, batch_of, bp, crumbs_in
from challenge.review.forms import Confirmation, ReasonForm
from core import workflow
from core.gates import requires
from core.workflow import Refused

SAID = {
    "recompute": [
        "重新读取专家库、利益关系和各专家余量，在已有的指定和排除下重新求最优。",
        "人工调整的记录保留。",
    ],
    "withdraw": ["方案作废但保留记录，各榜单可以另行抽取或再次集中分派。"],
    "deploy": [
        "每项榜单的评审组成立，专家为“拟邀请”，由各榜单经办人发出邀请。",
        "有人谢绝、回避或逾期的，按方案中的候补次序自动递补。",
        "部署后不能再调整或撤销。",
    ],
    "consent": ["您已看过全部人工调整及理由，同意按现在的版本部署。", "方案再有调整，须重新征得同意。"],
    "object": ["现在的版本不能部署，经办人会收到您的理由。"],
}
FORMS: dict[str, type[FlaskForm]] = {
    "recompute": Confirmation,
    "withdraw": WithdrawForm,
    "deploy": SeenForm,
    "consent": SeenForm,
    "object": ReasonForm,
}
NEWER = "方案已有新的版本，请看过以后再决定。"


@bp.route(
    f"/{ID}/<any(recompute, withdraw, deploy, consent, object):action>",
    methods=["GET", "POST"],
)
@requires(is_officer, is_supervisor)
def step(key, action):
    """A page that says what will happen; facts that have changed are named and the proposal stays."""
    batch, form = batch_of(key), FORMS[action]()
    if form.validate_on_submit():
        return _made(batch, action, form)
    refusal = workflow.refusal(current_user, batch, action)
    if refusal:
        raise Refused(refusal)
    if "seen" in form and not form.is_submitted():
        form.seen.data = batch.current
    return _page(batch, action, form), 422 if form.errors else 200


def _made(batch, action, form):
    try:
        _make(batch, action, form)
    except actions.Stale:
        form.seen.raw_data, form.seen.data = None, batch.current
        return _page(batch, action, form, [NEWER]), 409
    except actions.Changed as error:
        return _page(batch, action, form, error.sentences), 409
    flash(f"已{workflow_label(batch, action)}。", "good")
    return redirect(url_for("batches.detail", key=batch.id))


def _make(batch, action, form):
    if action in ("deploy", "consent"):
        getattr(actions, action)(current_user, batch, form.seen.data)
    else:
        reason = form.reason.data if "reason" in form else ""
        workflow.apply(current_user, batch, action, reason=reason)


def workflow_label(batch, action):
    """The words of the button."""
    return next(row.label for row in workflow.steps_of(batch) if row.action == action)


def _page(batch, action, form, changes=()):
    label = workflow_label(batch, action)
    return render_template(
        "challenge/review/batches/step.html",
        batch=batch,
        action=action,
        label=label,
        said=SAID[action],
        form=form,
        changes=changes,
        edits=queries.edits(batch),
        back=url_for("batches.detail", key=batch.id),
        crumbs=crumbs_in(batch, (label, None)),
    )
