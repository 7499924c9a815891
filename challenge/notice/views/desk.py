"""The officer's page of a notice: generate, check, publish, announce."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.notice import actions, queries, rules, text
from challenge.notice.forms import PublishForm
from challenge.notice.objections.queries import public_lines
from challenge.notice.views.blueprint import bp
from challenge.posting.models import Challenge
from challenge.review import openness
from challenge.review.views.blueprint import crumbs_of, tabs_of
from core import workflow
from core.gates import load, requires


def _load(code):
    return load(Challenge, code, may.EDIT_NOTICE, by="code")


@bp.get("/desk/challenges/<code>/notice")
@requires(is_officer)
def desk(code):
    """The text as it will stand, or the running notice with its clock."""
    return _page(_load(code), PublishForm())


@bp.post("/desk/challenges/<code>/notice")
@requires(is_officer)
def draft(code):
    """Generate the text from data, or anew."""
    actions.draft(current_user, _load(code))
    flash("公示文本已按最新数据生成，请逐项核对。", "good")
    return redirect(url_for("notice.desk", code=code))


@bp.post("/desk/challenges/<code>/notice/publish")
@requires(is_officer)
def publish(code):
    """Publish what was checked."""
    challenge, form = _load(code), PublishForm()
    if not form.validate():
        return _page(challenge, form), 422
    actions.publish(current_user, challenge, form.notice_id())
    flash("公示已发布，各揭榜方可以查看本方案的得分和评审意见。", "good")
    return redirect(url_for("notice.desk", code=code))


@bp.post("/desk/challenges/<code>/notice/announce")
@requires(is_officer)
def announce(code):
    """公布结果."""
    actions.announce(current_user, _load(code))
    flash("结果已公布。", "good")
    return redirect(url_for("notice.result", code=code))


def _page(challenge, form):
    drafted, current = rules.drafted_notice(challenge), rules.current_notice(challenge)
    shown = drafted or current
    if drafted is not None:
        form.notice.data = drafted.id
    steps = {one.action: one for one in workflow.available(current_user, challenge)}
    return render_template(
        "challenge/notice/desk.html",
        challenge=challenge,
        drafted=drafted,
        current=current,
        paragraphs=text.paragraphs(shown) if shown else [],
        rest=queries.remaining([current]).get(current.id) if current else None,
        last_day=text.last_day_of(current) if current else None,
        phase=queries.phase_of(current) if current else None,
        moved=text.moved(queries.postponements(current)) if current else None,
        paused=current is not None and rules.is_paused(current),
        former=[one for one in queries.published_notices(challenge) if one is not current],
        names_open=openness.foretold(challenge),
        can_draft="publish_notice" in steps,
        announcing=steps.get("announce"),
        form=form,
        objections=public_lines(current) if current else [],
        tabs=tabs_of(challenge, "notice.desk"),
        crumbs=crumbs_of(challenge, ("公示", None)),
    )
