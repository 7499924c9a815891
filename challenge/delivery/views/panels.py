"""The page of a panel (评议组): made up, answered, voted, counted; one page with the forms of whoever reads it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_expert, is_officer
from challenge import rulepack
from challenge.delivery.panels import actions, documents, eligibility, forms, pages, rules, seating
from challenge.delivery.panels.queries import panel_called
from challenge.delivery.panels.states import LIVE, SEATED, Purpose, S, Seat, Vote
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project
from challenge.review.draw.algorithm import Infeasible
from core import workflow
from core.database import db
from core.gates import may as allowed
from core.gates import requires
from core.phrasing import note_subject
from talent.models import Profile

PAGE = "/<code>/panels/<purpose>"
SHOWN = 12
SHORTAGE = {"seats": "可以参加的专家不足", "unit_max": "来自不同单位的专家不足"}


@bp.get(PAGE)
@requires(*READERS)
def panel(code, purpose):
    """Who sits, what is waited for, what was voted, as far as this reader may know."""
    return _page(_panel(code, purpose))


@bp.post(PAGE + "/candidates")
@requires(is_officer)
def fix_panel(code, purpose):
    """Fix the candidates of the draw."""
    found, form = _panel(code, purpose), forms.DrawForm()
    if not form.validate() or not form.least(*_least(found)):
        return _page(found, draw=form), 422
    try:
        actions.fix(current_user, found, form.wanted())
    except Infeasible as lacking:
        form.technical.errors = [_lacking(lacking)]
        return _page(found, draw=form), 422
    return _done(found, "候选名单已固定并记入日志，下一次签名的日志头公布后可以抽取。")


@bp.post(PAGE + "/draw")
@requires(is_officer)
def draw_panel(code, purpose):
    """Draw and invite."""
    found = _panel(code, purpose)
    members = actions.draw(current_user, found)
    return _done(found, f"已抽取 {len(members)} 位专家并发出邀请。")


@bp.post(PAGE + "/members")
@requires(is_officer)
def choose_member(code, purpose):
    """Invite by hand, with a reason."""
    found, form = _panel(code, purpose), forms.ChooseForm()
    if not form.validate():
        return _page(found, choose=form), 422
    profile = db.session.get(Profile, form.profile.data) or abort(404)
    actions.choose(current_user, found, profile, form.why.data)
    return _done(found, "已邀请专家，对方会收到站内信。")


@bp.post(PAGE + "/answer")
@requires(is_expert)
def answer_panel(code, purpose):
    """Declare and take the seat."""
    found, form = _panel(code, purpose), forms.AnswerForm()
    if not form.validate():
        return _page(found, answer=form), 422
    stays = actions.answer(current_user, _mine(found), form.tie.data, form.note.data)
    return _done(
        found, "已接受邀请，现在可以查看材料。" if stays else "您须回避，本次评议任务已结束。谢谢您的声明。"
    )


@bp.post(PAGE + "/leave")
@requires(is_expert)
def leave_panel(code, purpose):
    """Decline the invitation, or recuse later."""
    found, form = _panel(code, purpose), forms.LeaveForm()
    member = _mine(found)
    if not form.validate():
        return _page(found, leave=form), 422
    action = "decline" if member.state is Seat.INVITED else "recuse"
    actions.leave(current_user, member, action, form.leaving.data)
    return _done(found, "已办理，谢谢。", url_for("desk.desk"))


@bp.post(PAGE + "/members/end")
@requires(is_officer)
def end_seat(code, purpose):
    """Whoever is late, or has a tie that was found later, is replaced."""
    found = _panel(code, purpose)
    form = forms.EndForm().offer(_leaving(found))
    if not form.validate():
        return _page(found, end=form), 422
    member = _member(found, int(form.member.data))
    action = "remove" if rules.is_overdue(member) else "expire"
    actions.leave(current_user, member, action, form.ending.data)
    return _done(found, "已办理；由抽取产生的席位按次序递补。")


@bp.post(PAGE + "/members/<int:member_id>/chair")
@requires(is_officer)
def name_chair(code, purpose, member_id):
    """Who leads the panel."""
    found = _panel(code, purpose)
    actions.name_chair(current_user, found, _member(found, member_id))
    return _done(found, "已指定组长。")


@bp.post(PAGE + "/<any(start, close):action>")
@requires(is_officer)
def step_panel(code, purpose, action):
    """Open the votes, or close and count them."""
    found = _panel(code, purpose)
    (actions.start if action == "start" else actions.close)(current_user, found)
    return _done(found, "已开启表决。" if action == "start" else "表决已结束，结果由平台统计。")


@bp.post(PAGE + "/vote")
@requires(is_expert)
def vote_panel(code, purpose):
    """Vote; anew until the votes are closed."""
    found = _panel(code, purpose)
    form = forms.VoteForm().offer(found.purpose, rules.choices(found))
    if not form.validate():
        return _page(found, vote=form), 422
    actions.vote(current_user, _mine(found), Vote(form.vote.data), form.note.data)
    return _done(found, "已表决。表决结束前可以修改。")


@bp.post(PAGE + "/opinion")
@requires(is_expert)
def write_opinion(code, purpose):
    """The chair writes what the panel thinks."""
    found, form = _panel(code, purpose), forms.OpinionForm()
    if not form.validate():
        return _page(found, opinion=form), 422
    actions.write_opinion(current_user, found, form.text.data)
    return _done(found, "已提交评议意见。")


def _panel(code, purpose):
    if purpose not in list(Purpose):
        abort(404)
    found = panel_called(code, Purpose(purpose))
    shown = found is not None and allowed(current_user, found, may.READ_PANEL)
    return note_subject(found) if shown else abort(404)


def _mine(found):
    return rules.member_of(current_user, found) or abort(404)


def _member(found, member_id):
    return next((one for one in found.members if one.id == member_id), None) or abort(404)


def _leaving(found):
    return [one for one in pages.seats(found, current_user) if one.must_leave]


def _least(found):
    return rulepack.value(found, "panel_min"), {
        kind: rulepack.value(found, key) for kind, key in rules.QUOTAS
    }


def _lacking(lacking):
    return "；".join(
        f"{SHORTAGE.get(one['quota'], '条件无法满足')}，差 {one['missing']} 人" for one in lacking.shortages
    )


def _done(found, sentence, to=None):
    flash(sentence, "good")
    return redirect(to or url_for("delivery.panel", code=found.project.code, purpose=found.purpose.value))


def _page(found, **typed):
    mine = rules.member_of(current_user, found)
    runs = rules.handles_panel(current_user, found) and found.state in LIVE
    return render_template(
        "challenge/delivery/panels/panel.html",
        panel=found,
        project=found.project,
        seats=pages.seats(found, current_user),
        mine=mine,
        runs=runs,
        names_chair=runs or (rules.handles_panel(current_user, found) and rules.waits_for_opinion(found)),
        counted=pages.counted(found) if rules.reads_votes(current_user, found) else [],
        drawn=pages.drawn_seats(found),
        waits_for=pages.missing(found),
        steps={one.action: one for one in workflow.available(current_user, found)},
        head_waits=bool(found.fixed_seq and not found.transcript and seating.head_for(found) is None),
        candidates=_candidates(found) if runs else [],
        find=_find(),
        forms=_blank(found, mine, runs) | typed,
        documents=_documents(found),
        crumbs=_crumbs(found),
    )


def _candidates(found):
    return eligibility.candidates(found, SHOWN, name=_find())[1]


def _find():
    return request.args.get("name", "").strip()[:40]


def _documents(found):
    endpoint = documents.of.get(found.purpose)
    reads = rules.sits(current_user, found.project, found.purpose) or allowed(
        current_user, found.project, may.READ_PROJECT
    )
    return url_for(endpoint, code=found.project.code) if endpoint and reads else None


def _crumbs(found):
    label = found.purpose.label
    if allowed(current_user, found.project, may.READ_PROJECT):
        return of_project(found.project, label)
    return [*crumbs_of()[:1], (label, None)]


def _blank(found, mine, runs):
    """The forms this person may use now."""
    shown = dict.fromkeys(("draw", "choose", "answer", "leave", "end", "vote", "opinion"))
    if runs:
        shown["choose"] = forms.ChooseForm(formdata=None)
        if leaving := _leaving(found):
            shown["end"] = forms.EndForm(formdata=None).offer(leaving)
        if found.fixed_seq is None and found.state is S.FORMING:
            shown["draw"] = forms.DrawForm(formdata=None, data=_seats_wanted(found))
    return shown | (_of_member(found, mine) if mine is not None else {})


def _seats_wanted(found):
    least, quotas = _least(found)
    others = {kind.value: number for kind, number in quotas.items()}
    return others | {"technical": least - sum(quotas.values())}


def _of_member(found, mine):
    shown = {}
    if mine.state is Seat.INVITED and found.state in LIVE:
        shown |= {"answer": forms.AnswerForm(formdata=None), "leave": forms.LeaveForm(formdata=None)}
    if mine.state in SEATED and found.state in LIVE:
        shown["leave"] = forms.LeaveForm(formdata=None)
    if mine.state in SEATED and found.state is S.VOTING:
        data = {"vote": mine.vote.value if mine.vote else None, "note": mine.note}
        shown["vote"] = forms.VoteForm(formdata=None, data=data).offer(found.purpose, rules.choices(found))
    if rules.chairs(current_user, found) and found.state is S.CLOSED and not found.opinion:
        shown["opinion"] = forms.OpinionForm(formdata=None)
    return shown
