"""One part of a profile as a page: shared by the person and by officers."""

from flask import abort, flash, redirect, render_template, request

from talent.parts import BY_KEY, PARTS, after, form_of


def part_page(actor, profile, key, *, url_of, home, masked=False, create=None):
    """GET: the form of part `key`; POST: save and go to the next part or back `home`.

    `url_of(key)` is the address of a part; `create(form)` makes the profile while there is none.
    """
    part = BY_KEY.get(key) or abort(404)
    if profile is None and part is not PARTS[0]:
        return redirect(url_of(PARTS[0].key))
    form = form_of(part, profile, masked=masked)
    if form.validate_on_submit():
        if profile is None:
            create(form)
        else:
            part.save(actor, profile, form)
        flash("已保存。", "good")
        more = after(key) if "next" in request.form else None
        return redirect(url_of(more) if more else home)
    tabs = [(one.title, url_of(one.key), one is part) for one in PARTS]
    shown = {"form": form, "part": part, "tabs": tabs, "home": home, "masked": masked, "profile": profile}
    return render_template("talent/edit.html", is_last=after(key) is None, **shown), _status(form)


def _status(form):
    return 422 if form.is_submitted() else 200
