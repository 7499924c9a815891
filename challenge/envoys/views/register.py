"""Appointments on the desk: the list, a new one, one page for each, consent, renewal, steps."""

from flask import render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_county, is_officer
from challenge import rulepack
from challenge.envoys import actions, forms, queries, rules
from challenge.envoys.models import Envoy
from challenge.envoys.states import LIVING, E, Kind
from challenge.envoys.views.blueprint import bp, crumbs_of, done, refused_in, step_page, tabs_of
from challenge.posting.forms.fields import clean
from core import history, workflow
from core.gates import is_signed_in, load, requires
from core.listing import Listing
from talent.states import P
from talent.ways import Way, way

GENERIC = ("decline", "take_back", "agree_renewal", "refuse_renewal", "resign", "end")
OWN_PAGE = {"agree": "envoys.consent", "offer_renewal": "envoys.renewal"}


def _envoy(code, reasons=may.READ_ENVOY):
    return load(Envoy, code, reasons, by="code")


def home_crumbs(user):
    """The way to the register, for those who have one."""
    if is_bureau(user) or is_county(user) or is_auditor(user):
        return crumbs_of(("科技特派员", url_for("envoys.desk_list")))
    return crumbs_of()


@bp.get("/desk/envoys/")
@requires(is_bureau, is_county, is_auditor)
def desk_list():
    """The register with everybody, whatever the state."""
    shown = {"sorts": queries.SORTS, "filters": queries.FILTERS, "columns": queries.COLUMNS}
    listing = Listing(queries.listed_envoys(current_user), **shown, name="科技特派员")
    if listing.is_export:
        return listing.download()
    said = {"listing": listing, "tabs": tabs_of("envoys.desk_list"), "free": rules.free_places}
    said["appoints"] = is_officer(current_user)
    return render_template("challenge/envoys/list.html", crumbs=crumbs_of(("科技特派员", None)), **said)


@bp.route("/desk/envoys/new", methods=["GET", "POST"])
@requires(is_officer)
def appoint():
    """Offer an appointment."""
    form = forms.AppointForm(data=_usual(clean(request.args.get("who", ""))[:40]))
    if form.validate_on_submit() and (person := _person(form)) is not None:
        kind = Kind(form.kind.data)
        made = refused_in(form, actions.appoint, current_user, kind, *person, **form.term())
        if made is not None:
            return done("已发出聘任，对方同意后生效。", "envoys.detail", code=made.code)
    crumbs = [*home_crumbs(current_user), ("聘任", None)]
    months = rulepack.load()["rules"]["envoy_term_months_max"]["value"]
    page = render_template("challenge/envoys/appoint.html", form=form, crumbs=crumbs, months=months)
    return page, 422 if form.errors or form.form_errors else 200


def _usual(who):
    """What the form begins with: the expert one came from, with the fields of the profile."""
    found = queries.experts_called(who) if who else []
    fields = found[0].industries if len(found) == 1 else []
    return {"who": who, "kind": Kind.EXPERT, "industries": fields}


@way
def from_profile(user, profile):
    """聘为科技特派员 on the page of an expert of the pool, or the appointment there is."""
    if not is_officer(user) or profile.state is not P.ADMITTED:
        return None
    held = queries.living_envoy_of(profile.user_id)
    if held is not None:
        label = f"{held.kind.label}（{held.shown_state.label}）"
        return Way(label, url_for("envoys.detail", code=held.code))
    if profile.user is None:
        return Way("聘为科技特派员", "", "该专家还没有平台账号，请先请本人注册。")
    if profile.user_id == user.id:
        return Way("聘为科技特派员", "", "不能聘任自己，请由其他经办人办理。")
    return Way("聘为科技特派员", url_for("envoys.appoint", who=profile.user.username))


def _person(form):
    """(account, profile or None) of whoever is meant; None with a sentence at the field."""
    is_expert = form.kind.data == Kind.EXPERT
    found = (queries.experts_called if is_expert else queries.staff_called)(form.who.data)
    if len(found) == 1:
        return (found[0].user, found[0]) if is_expert else (found[0], None)
    where = "人才库在库且有平台账号的专家" if is_expert else "局内和县区工作人员"
    many, none = "有多人同名，请填写用户名。", f"在{where}中没有找到此人，请核对姓名或用户名。"
    form.who.errors = [many if found else none]
    return None


@bp.get("/desk/envoys/<code>")
@requires(is_signed_in)
def detail(code):
    """Everything about one appointment."""
    envoy = _envoy(code)
    mine = rules.is_envoy_self(current_user, envoy)
    return render_template(
        "challenge/envoys/detail.html",
        envoy=envoy,
        mine=mine,
        named=forms.NamedForm(formdata=None, obj=envoy) if mine and envoy.state in LIVING else None,
        choices=workflow.available(current_user, envoy),
        own_page=OWN_PAGE,
        free=rules.free_places(envoy),
        events=history.shown(history.entries_of(f"envoy:{envoy.id}")),
        crumbs=[*home_crumbs(current_user), (envoy.code, None)],
    )


@bp.route("/desk/envoys/<code>/consent", methods=["GET", "POST"])
@requires(is_signed_in)
def consent(code):
    """The person reads the terms and agrees."""
    envoy, form = _envoy(code, may.OWN_ENVOY), forms.ConsentForm()
    if stopped := workflow.refusal(current_user, envoy, "agree"):
        raise workflow.Refused(stopped)
    if form.validate_on_submit():
        actions.step(current_user, envoy, "agree", is_named=form.is_named.data)
        return done("聘任已生效。", "envoys.detail", code=code)
    crumbs = crumbs_of((envoy.code, url_for("envoys.detail", code=code)), ("同意受聘", None))
    page = render_template("challenge/envoys/consent.html", envoy=envoy, form=form, crumbs=crumbs)
    return page, 422 if form.errors else 200


@bp.post("/desk/envoys/<code>/named")
@requires(is_signed_in)
def set_named(code):
    """Consent to be named in public, given or withdrawn."""
    envoy, form = _envoy(code, may.OWN_ENVOY), forms.NamedForm()
    actions.set_named(current_user, envoy, form.is_named.data)
    return done("已保存公开设置。", "envoys.detail", code=code)


@bp.route("/desk/envoys/<code>/renewal", methods=["GET", "POST"])
@requires(is_officer)
def renewal(code):
    """Offer another term."""
    envoy = _envoy(code)
    form = forms.TermForm(data={"capacity": envoy.capacity})
    if envoy.state is not E.SERVING or not rules.appoints(current_user, envoy):
        raise workflow.Refused(workflow.refusal(current_user, envoy, "offer_renewal"))
    if form.validate_on_submit():
        said = form.ends_on.data, form.capacity.data
        if refused_in(form, _offered, envoy, said):
            return done("已提出续聘，对方同意后生效。", "envoys.detail", code=code)
    crumbs = [*home_crumbs(current_user), (code, url_for("envoys.detail", code=code)), ("提出续聘", None)]
    page = render_template("challenge/envoys/renewal.html", envoy=envoy, form=form, crumbs=crumbs)
    return page, 422 if form.errors or form.form_errors else 200


def _offered(envoy, said):
    actions.offer_renewal(current_user, envoy, *said)
    return True


@bp.route("/desk/envoys/<code>/steps/<action>", methods=["GET", "POST"])
@requires(is_signed_in)
def step(code, action):
    """A step that asks for a reason at most."""
    envoy, home = _envoy(code), url_for("envoys.detail", code=code)
    crumbs = [*home_crumbs(current_user), (code, home)]
    return step_page(envoy, action, GENERIC, actions.step, envoy.name, home, crumbs)
