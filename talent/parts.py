"""The parts in which a profile is edited: title, form, what stands in it, and the action that takes it."""

import dataclasses
from collections.abc import Callable

from flask import request

from talent import actions, forms, rules


@dataclasses.dataclass(frozen=True)
class Part:
    """One short page: `fill(profile, masked)` gives the form's data, `save(actor, profile, form)` takes them."""

    key: str
    title: str
    form: type
    fill: Callable
    save: Callable


def _basic(profile, _masked):
    names = ("name", "unit", "title", "position", "region", "relation", "industries", "pools")
    return {name: getattr(profile, name) for name in names} | {"kind": profile.kind.value}


def _direction(profile, _masked):
    return {"direction": profile.direction, "keywords": profile.keywords}


def _works(profile, _masked):
    names = ("title", "year", "role", "abstract", "keywords", "co_authors")
    rows = [{n: getattr(work, n) for n in names} | {"type": work.type.value} for work in profile.works]
    return {"works": rows}


def _posts(profile, _masked):
    return {
        "posts": [{n: getattr(p, n) for n in ("unit", "year_from", "year_to")} for p in profile.employments]
    }


def _consents(profile, masked):
    contact = {"email": "", "phone": ""} if masked else {"email": profile.email, "phone": profile.phone}
    names = ("consents_recommendation", "review_willing", "review_cap")
    return contact | {name: getattr(profile, name) for name in names}


def _save_values(actor, profile, form):
    actions.edit_profile(actor, profile, form.values(), version=form.opened_version)


def _save_works(actor, profile, form):
    actions.replace_works(actor, profile, form.rows(), version=form.opened_version)


def _save_posts(actor, profile, form):
    actions.replace_employments(actor, profile, form.rows(), version=form.opened_version)


def _save_consents(actor, profile, form):
    actions.edit_profile(actor, profile, {"review_cap": form.review_cap.data}, version=form.opened_version)
    own = rules.owns_profile(actor, profile)
    # An officer does not see the present contact data here: an empty field leaves them as they are.
    email = form.email.data or ("" if own else profile.email)
    phone = form.phone.data or ("" if own else profile.phone)
    actions.set_contact(actor, profile, email, phone)
    if own or rules.edits_for_person(actor, profile):
        agreed = {"recommendation": form.consents_recommendation.data, "review": form.review_willing.data}
        actions.set_consents(actor, profile, **agreed)


PARTS = (
    Part("basic", "基本信息", forms.BasicForm, _basic, _save_values),
    Part("direction", "研究方向", forms.DirectionForm, _direction, _save_values),
    Part("works", "代表成果", forms.WorksForm, _works, _save_works),
    Part("posts", "任职经历", forms.PostsForm, _posts, _save_posts),
    Part("consents", "联系与同意", forms.ConsentForm, _consents, _save_consents),
)
BY_KEY = {part.key: part for part in PARTS}


def after(key):
    """Key of the next part, or None."""
    keys = [part.key for part in PARTS]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else None


def form_of(part, profile, *, masked):
    """The part's form, filled from the profile unless something was posted."""
    data = part.fill(profile, masked) if profile is not None else {}
    data["version"] = str(profile.version) if profile is not None else ""
    if request.method == "POST":
        return part.form()  # what stands in the profile must not fill cells that were emptied
    form = part.form(data=data)
    if part.key in ("works", "posts"):
        form[part.key].append_entry()
    return form
