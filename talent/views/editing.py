"""One part of a profile as a page: shared by the person and by officers."""

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user

from core.errors import Conflict
from talent.parts import BY_KEY, PARTS, after, both_versions, form_of
from talent.states import P


def part_page(actor, profile, key, *, url_of, home, masked=False, create=None, draft=None):
    """GET: the form of part `key`; POST: save and go to the next part or back `home`.

    `url_of(key)` is the address of a part; `create(form)` makes the profile while there is none; `draft` is where
    a draft is saved while it is written.
    """
    part = BY_KEY.get(key) or abort(404)
    if profile is None and part is not PARTS[0]:
        return redirect(url_of(PARTS[0].key))
    form, both = form_of(part, profile, masked=masked), None
    if form.validate_on_submit():
        try:
            _save(actor, profile, part, form, create)
            return _onward(key, url_of, home)
        except Conflict:
            both = both_versions(part, profile, form)
            form.version.data = str(profile.version)
    status = 409 if both is not None else 422 if form.is_submitted() else 200
    shown = {"form": form, "part": part, "home": home, "masked": masked, "profile": profile, "both": both}
    shown |= {
        "tabs": [(one.title, url_of(one.key), one is part) for one in PARTS],
        "is_last": after(key) is None,
    }
    shown |= {"keep": f"{current_user.id}:{request.path}", "draft": _draft(profile, part, draft)}
    return render_template("talent/edit.html", **shown), status


def _save(actor, profile, part, form, create):
    if profile is None:
        create(form)
    else:
        part.save(actor, profile, form)


def _onward(key, url_of, home):
    flash("已保存。", "good")
    more = after(key) if "next" in request.form else None
    return redirect(url_of(more) if more else home)


def _draft(profile, part, address):
    """Where this part is saved while it is written: drafts only, what is in the pool changes by its button."""
    return address if profile is not None and profile.state is P.DRAFT and part.draft else None
