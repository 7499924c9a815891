"""Missions: the list, a new one, one page with everything, steps, and 转科技特派员跟进 of a lapsed list."""

import datetime as dt

from flask import abort, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.envoys import queries as envoys
from challenge.envoys.missions import actions, forms, pages, queries
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.rules import handles_requests
from challenge.envoys.states import R
from challenge.envoys.views.blueprint import (
    bp,
    crumbs_of,
    done,
    only_if_possible,
    refused_in,
    step_page,
    tabs_of,
)
from challenge.envoys.visits.rules import may_record
from challenge.posting.forms.fields import clean
from challenge.posting.models import Challenge
from challenge.posting.steps import page_of
from core import clock, history, workflow
from core.database import db
from core.gates import is_signed_in, load, requires
from core.gates import may as allowed
from core.listing import Listing

GENERIC = ("accept", "decline", "go_on", "close", "cancel")
USUAL_DAYS = 60
page_of("entrust", "envoys.entrust")


def mission_of(code, reasons=may.READ_MISSION):
    """The mission of this code with its visits, for whoever may see it."""
    row = queries.whole_mission(code)
    return row if row is not None and allowed(current_user, row, reasons) else abort(404)


def mission_crumbs(*more):
    """The way to a page about missions."""
    return crumbs_of(("服务任务", url_for("envoys.missions")), *more)


@bp.get("/desk/envoys/missions")
@requires(is_signed_in)
def missions():
    """Missions this person has to do with."""
    listing = Listing(
        queries.listed_missions(current_user),
        sorts=queries.SORTS,
        filters=queries.FILTERS,
        columns=queries.COLUMNS,
        name="科技特派员服务任务",
    )
    if listing.is_export:
        return listing.download()
    said = {"listing": listing, "tabs": tabs_of("envoys.missions"), "assigns": is_officer(current_user)}
    return render_template(
        "challenge/envoys/missions/list.html", crumbs=crumbs_of(("服务任务", None)), **said
    )


@bp.route("/desk/envoys/missions/new", methods=["GET", "POST"])
@requires(is_officer)
def assign():
    """Choose an enterprise (or come with a request or a demand), then who helps it."""
    asked, about = _request(), _demand()
    unit, look = _enterprise(asked or about)
    if unit is None:
        return _look_page(look)
    people, form = _assignment(unit, about, asked)
    made = _assigned(form, unit, about, asked) if form.validate_on_submit() else None
    if made is not None:
        return done("已安排，特派员会收到站内信。", "envoys.mission", code=made.code)
    crumbs = mission_crumbs(("安排", None))
    return _choosing(form, people, unit, "安排服务任务", crumbs, about=about, asked=asked)


def _look_page(form):
    crumbs = mission_crumbs(("安排", None))
    page = render_template("challenge/envoys/missions/look.html", form=form, crumbs=crumbs)
    return page, 422 if form.errors else 200


def _assignment(unit, about, asked):
    words = clean(request.args.get("about", ""))[:200]
    facts = {"words": words, "industry": request.args.get("industry", "")}
    people = pages.choice_for(current_user, unit, about=about, request=asked, **facts)
    return people, _assign_form(people, pages.first_words(about, asked, words))


def _request():
    code = request.args.get("request")
    if not code:
        return None
    row = load(EnvoyRequest, code, (handles_requests,), by="code")
    return row if row.state is R.ASKED else abort(404)


def _demand():
    code = request.args.get("challenge")
    return load(Challenge, code, may.AMEND_CHALLENGE, by="code") if code else None


def _enterprise(row):
    """(the enterprise or None, the form that asks for it)."""
    form = forms.LookForm(request.args)
    if row is not None:
        return row.organisation, form
    if "enterprise" not in request.args:
        return None, forms.LookForm(formdata=None)
    found = queries.enterprise_called(form.enterprise.data) if form.validate() else None
    if found is None and not form.enterprise.errors:
        form.enterprise.errors = ["没有找到这家企业，请核对全称或统一社会信用代码。"]
    return found, form


def _assign_form(people, aim, kind=forms.AssignForm):
    usual = {"aim": aim, "due_on": clock.today() + dt.timedelta(days=USUAL_DAYS)}
    return kind(data=usual).offer(people)


def _assigned(form, unit, about, asked):
    contact = asked.user if asked else about.author if about else queries.contact_of(unit)
    if contact is None:
        form.form_errors.append("该企业还没有可以联系的账号，请先请企业注册。")
        return None
    envoy = db.session.scalar(db.select(Envoy).filter_by(code=form.envoy.data))
    said = envoy, unit, contact, form.aim.data, form.due_on.data
    return refused_in(form, actions.assign, current_user, *said, about=about, request=asked)


def _choosing(form, people, unit, title, crumbs, **more):
    facts = {"about": None, "asked": None, "former": None} | more
    said = {"form": form, "people": people, "unit": unit, "title": title, "crumbs": crumbs}
    said["awaited"] = db.session.scalars(envoys.awaited()).unique().all()
    page = render_template("challenge/envoys/missions/choose.html", **said, **facts)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/desk/challenges/<code>/entrust", methods=["GET", "POST"])
@requires(is_officer)
def entrust(code):
    """转科技特派员跟进: a lapsed list gets an envoy."""
    row = load(Challenge, code, may.AMEND_CHALLENGE, by="code")
    if stopped := workflow.refusal(current_user, row, "entrust"):
        raise workflow.Refused(stopped)
    people = pages.choice_for(current_user, row.organisation, about=row)
    form = _assign_form(people, clean(request.args.get("reason", "")) or pages.first_words(row))
    made = _entrusted(form, row) if form.validate_on_submit() else None
    if made is not None:
        return done("已转科技特派员跟进，特派员会收到站内信。", "envoys.mission", code=made.code)
    crumbs = crumbs_of((code, url_for("posting.desk_detail", code=code)), ("转科技特派员跟进", None))
    return _choosing(form, people, row.organisation, "转科技特派员跟进", crumbs, about=row)


def _entrusted(form, row):
    envoy = db.session.scalar(db.select(Envoy).filter_by(code=form.envoy.data))
    return refused_in(form, actions.entrust, current_user, row, envoy, form.aim.data, form.due_on.data)


@bp.get("/desk/envoys/missions/<code>")
@requires(is_signed_in)
def mission(code):
    """One mission: the aim, visits, result, what can be done."""
    return _page(mission_of(code))


@bp.route("/desk/envoys/missions/<code>/replacement", methods=["GET", "POST"])
@requires(is_officer)
def replace(code):
    """The same task for another envoy."""
    row = mission_of(code, may.RUN_MISSION)
    if stopped := workflow.refusal(current_user, row, "replace"):
        raise workflow.Refused(stopped)
    people = pages.choice_for(
        current_user, row.organisation, about=row.about, request=row.request, words=row.aim
    )
    people = [one for one in people if one.envoy.id != row.envoy_id]
    form = _assign_form(people, "", forms.ReplaceForm)
    made = _replaced(form, row) if form.validate_on_submit() else None
    if made is not None:
        return done("已改派，新的特派员会收到站内信。", "envoys.mission", code=made.code)
    crumbs = mission_crumbs((code, url_for("envoys.mission", code=code)), ("改派", None))
    return _choosing(form, people, row.organisation, "改派", crumbs, former=row)


def _replaced(form, row):
    envoy = db.session.scalar(db.select(Envoy).filter_by(code=form.envoy.data))
    said = envoy, form.due_on.data, form.reason.data
    return refused_in(form, actions.replace, current_user, row, *said)


@bp.route("/desk/envoys/missions/<code>/steps/<action>", methods=["GET", "POST"])
@requires(is_signed_in)
def mission_step(code, action):
    """A step that asks for a reason at most."""
    row, home = mission_of(code), url_for("envoys.mission", code=code)
    return step_page(
        row, action, GENERIC, actions.step, row.organisation.name, home, mission_crumbs((code, home))
    )


@bp.post("/desk/envoys/missions/<code>/finish")
@requires(is_signed_in)
def finish(code):
    """The envoy ends it with a result."""
    row = mission_of(code)
    only_if_possible(row, "finish_none")
    form = forms.FinishForm().offer(pages.finish_labels(current_user, row))
    matched = _matched(form) if form.validate() else None
    if matched is None:
        return _page(row, finish=form), 422
    said = form.outcome.data, form.text.data, *matched
    if refused_in(form, _finished, row, said) is None:
        return _page(mission_of(code), finish=form), 422
    return done("已办结，等待企业评价。", "envoys.mission", code=code)


def _finished(row, said):
    actions.finish(current_user, row, *said)
    return True


def _matched(form):
    """(the expert,) or () where none is asked for; None with a sentence at the field."""
    if form.outcome.data != "finish_matched":
        return ()
    found = envoys.experts_called(form.matched.data) if form.matched.data else []
    if len(found) == 1:
        return (found[0],)
    form.matched.errors = [
        "请填写已对接的专家。"
        if not form.matched.data
        else "没有找到唯一的在库专家，请核对姓名或填写用户名。"
    ]
    return None


@bp.post("/desk/envoys/missions/<code>/rating")
@requires(is_signed_in)
def rate(code):
    """The enterprise says how good it was."""
    row, form = mission_of(code), forms.RateForm()
    only_if_possible(row, "rate")
    if not form.validate():
        return _page(row, rate=form), 422
    actions.step(current_user, row, "rate", rating=form.rating.data, text=form.text.data)
    return done("感谢评价，任务已办结。", "envoys.mission", code=code)


@bp.post("/desk/envoys/missions/<code>/contact")
@requires(is_signed_in)
def mission_contact(code):
    """How to reach the other side; the look is logged."""
    row = mission_of(code, may.READ_MISSION_CONTACT)
    return _page(row, contact=actions.look_at_contact(current_user, row))


def _page(row, *, contact=None, **typed):
    reader = current_user
    return render_template(
        "challenge/envoys/missions/mission.html",
        mission=row,
        visits=pages.visits_of(row),
        waits_for=pages.next_words(row),
        choices=[one for one in workflow.available(reader, row) if one.action in (*GENERIC, "replace")],
        forms=pages.forms_of(reader, row, typed),
        contact=contact,
        may_contact=allowed(reader, row, may.READ_MISSION_CONTACT),
        records=may_record(reader, row),
        reads_envoy=allowed(reader, row.envoy, may.READ_ENVOY),
        reads_list=row.about is not None and allowed(reader, row.about, may.READ_CHALLENGE),
        events=history.shown(history.entries_of(f"mission:{row.id}")),
        crumbs=mission_crumbs((row.code, None)),
    )
