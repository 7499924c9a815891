"""Edits of a proposal: replace, lock, exclude, release one expert on one list, or take the last edit back."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.review.batches import actions, keeping, queries
from challenge.review.batches.forms import EditForm, replace_form
from challenge.review.batches.states import Edit, F
from challenge.review.batches.told import expert
from challenge.review.batches.views.blueprint import ID, batch_of, bp, crumbs_in, list_of
from core.errors import Conflict
from core.gates import requires

SAID = {
    Edit.REPLACE: ["该席位改由所选专家承担，原专家不再安排到这项榜单。"],
    Edit.LOCK: ["以后的调整和重新计算都保留这位专家在这项榜单上。"],
    Edit.EXCLUDE: ["这位专家不再安排到这项榜单，空出的席位由系统选定。"],
    Edit.RELEASE: ["不再指定或排除这位专家，由系统决定。"],
    Edit.UNDO: ["方案恢复到上一步调整之前；这一步和撤回都留在分派记录里。"],
}
ALWAYS = ["其余席位在所有指定、排除和回避条件下重新求最优。", "理由写入分派记录；部署前须监督人员同意。"]


@bp.route(
    f"/{ID}/lists/<code>/<any(replace, lock, exclude, release):kind>/<int(max=2147483647):number>",
    methods=["GET", "POST"],
)
@requires(is_officer)
def edit(key, code, kind, number):
    """One edit, with its reason."""
    batch = batch_of(key, may.EDIT_BATCH)
    list_of(batch, code)
    return _answer(batch, Edit(kind), (code, number))


@bp.route(f"/{ID}/undo", methods=["GET", "POST"])
@requires(is_officer)
def undo(key):
    """Take the last edit back."""
    return _answer(batch_of(key, may.EDIT_BATCH), Edit.UNDO, None)


def _answer(batch, kind, pair):
    if batch.state not in (F.PROPOSED, F.ADJUSTED):
        raise Conflict(f"方案当前为“{batch.state.label}”，不能调整。请刷新页面查看。")
    form = _form(batch, kind, pair)
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.seen.data = batch.current
        return _page(batch, kind, pair, form), 422 if form.errors else 200
    into = int(form.into.data) if kind is Edit.REPLACE else None
    try:
        actions.edit(current_user, batch, form.seen.data, kind, form.reason.data, pair, into)
    except actions.Stale:
        return _stale(batch, kind, pair, form), 409
    except actions.Impossible as error:
        form.form_errors.extend(error.sentences)
        return _page(batch, kind, pair, form), 422
    flash("已调整，其余席位已重新计算。", "good")
    return redirect(_back(batch, pair))


def _form(batch, kind, pair):
    if kind is not Edit.REPLACE:
        return EditForm()
    body, known = queries.body_of(batch), keeping.facts_of(batch)
    if str(pair[1]) not in known["people"]:
        abort(404)
    return replace_form(queries.choices(body, known, *pair))()


def _stale(batch, kind, pair, form):
    """Both versions side by side; what was typed stays and can be sent again on the newer one."""
    seen = form.seen.data
    there = queries.since(batch, seen)
    former, now = queries.version_body(batch, seen), queries.body_of(batch)
    both = [_people(one, pair) for one in (former, now)]
    form.seen.raw_data, form.seen.data = None, batch.current
    return _page(
        batch, kind, pair, form, stale={"seen": seen, "since": there, "former": both[0], "now": both[1]}
    )


def _people(body, pair):
    if body is None:
        return "没有这个版本"
    rows = [(code, number) for code, number, _ in body["pairs"] if pair is None or code == pair[0]]
    if pair is None:
        return f"共 {len(rows)} 个席位，指定 {len(body['locks'])} 个，排除 {len(body['excluded'])} 个"
    return "、".join(expert(number) for _, number in rows)


def _back(batch, pair):
    if pair is None:
        return url_for("batches.detail", key=batch.id)
    return url_for("batches.panel", key=batch.id, code=pair[0])


def _page(batch, kind, pair, form, stale=None):
    label = kind.label if pair is None else f"{kind.label}：{expert(pair[1])}"
    crumbs = [(pair[0], _back(batch, pair))] if pair else []
    return render_template(
        "challenge/review/batches/edit.html",
        batch=batch,
        label=label,
        code=pair[0] if pair else None,
        said=SAID[kind] + ALWAYS,
        form=form,
        stale=stale,
        back=_back(batch, pair),
        crumbs=crumbs_in(batch, *crumbs, (kind.label, None)),
    )
