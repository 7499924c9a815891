"""Step-up: an act of consequence asks for the password or a code again when the last proof is too old."""

import datetime as dt
import functools

from flask import flash, redirect, request, url_for

from accounts import passwords, sessions
from core import clock

FRESH = dt.timedelta(minutes=10)


def is_fresh():
    """Whether this session has proved who it is within the last ten minutes."""
    row = sessions.current()
    at = row.stepped_up_at if row is not None else None
    return at is not None and clock.now() - at <= FRESH


def stepped_up(view):
    """A gate below `@requires(...)`; put it on the page that shows the form as well as on the POST."""

    @functools.wraps(view)
    def guarded(*args, **kwargs):
        if passwords.policy().step_up and not is_fresh():
            if request.method == "POST":
                flash("本次操作尚未办理：请先验证身份，再回到原页面重新填写并提交。", "wait")
            return redirect(url_for("account.step_up", next=_way_back()))
        return view(*args, **kwargs)

    guarded.stepped_up = True
    return guarded


def _way_back():
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = request.referrer or ""
    return (
        referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else None
    )
