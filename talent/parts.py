"""The parts in which a profile is edited: title, form, what stands in it, and the action that takes it."""

import dataclasses
from collections.abc import Callable

from flask import request

from talent import actions, forms, rules


@dataclasses.dataclass(frozen=True)
class Part:
    """One short page: `fill(profile, masked)` gives the form's data, `save(actor, profile, form)` takes them.

    `draft(form)` gives what may be saved while it is written; None where a button must be pressed, as for consents.
    """

    key: str
    title: str
    form: type
    fill: Callable
    save: Callable
    draft: Callable | None = None


def _basic(profile, _masked):
    names = ("name", "unit", "title", "position", "region", "city", "relation", "industries", "pools")
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


def _relations(profile, _masked):
    names = ("kind", "name", "unit", "year_from", "year_to")
    return {"relations": [{n: getattr(one, n) for n in names} for one in profile.relations]}


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


def _save_relations(actor, profile, form):
    actions.replace_relations(actor, profile, form.rows(), version=form.opened_version)


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


def _good_values(form):
    form.validate()
    return {name: value for name, value in form.values().items() if not form[name].errors}


def _good_rows(form, name):
    return {name: form.rows()} if form.validate() else {}


PARTS = (
    Part("basic", "基本信息", forms.BasicForm, _basic, _save_values, _good_values),
    Part("direction", "研究方向", forms.DirectionForm, _direction, _save_values, _good_values),
    Part("works", "代表成果", forms.WorksForm, _works, _save_works, lambda form: _good_rows(form, "works")),
    Part("posts", "任职经历", forms.PostsForm, _posts, _save_posts, lambda form: _good_rows(form, "posts")),
    Part("relations", "关系申报", forms.RelationsForm, _relations, _save_relations),
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
    if part.key in ("works", "posts", "relations"):
        form[part.key].append_entry()
    return form


def both_versions(part, profile, form):
    """(label, saved text, typed text) of every field that differs, when somebody saved in between."""
    stored, rows = part.fill(profile, False), []
    for one in form.shown():
        texts = [_text(stored[one.name]), _text(one.data)]
        if texts[0] != texts[1] and one.name not in ("email", "phone"):
            rows.append((one.label.text, *texts))
    return rows


def _text(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(filter(None, map(_line, value))) or "（空）"
    return str(value or "") or "（空）"


def _line(value):
    return (
        value
        if isinstance(value, str)
        else value.get("title") or value.get("name") or value.get("unit") or ""
    )
