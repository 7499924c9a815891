"""The own custody (/account/custody): enrol, change the passphrase, retire."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from accounts import attempts, sessions
from accounts.actions import signing_in
from accounts.rules import is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge.custody import actions, queries
from challenge.custody.forms import ChangeForm, EnrolForm, RetireForm
from challenge.custody.presenting import KIND, LOCKED
from challenge.custody.views.blueprint import bp
from core.errors import Conflict
from core.gates import requires
from core.keys import Damaged
from core.passphrases import SHORTEST, WrongPassphrase

DAMAGED = "您的保管人密钥已损坏，无法更换口令。请退出后重新登记，并请其他保管人接纳您参与尚未开标的榜单。"


@bp.get("/account/custody")
@requires(is_officer, is_supervisor, is_leader)
@stepped_up
def home():
    """Whether one is a custodian, and of which lists; the form to become one."""
    return _home(EnrolForm(None))


@bp.post("/account/custody")
@requires(is_officer, is_supervisor, is_leader)
@stepped_up
def enrol():
    """Become a custodian."""
    form = EnrolForm()
    if not (form.validate() and _is_good(form)):
        return _home(form), 422
    actions.enrol(current_user, form.passphrase.data)
    flash("已登记为保管人。此后发布的榜单由您参与保管。", "good")
    return redirect(url_for("custody.home"))


@bp.route("/account/custody/passphrase", methods=["GET", "POST"])
@requires(is_officer, is_supervisor, is_leader)
@stepped_up
def change():
    """A new passphrase for the same key."""
    custodian, form = _mine(), ChangeForm()
    if not form.is_submitted():
        return _change_page(form)
    wait = attempts.wait(KIND, current_user.username)
    if not wait and form.validate() and _is_good(form) and _changed(custodian, form):
        flash("保管口令已更换。", "good")
        return redirect(url_for("custody.home"))
    if not wait:
        return _change_page(form), 422
    form.present.errors = [attempts.sentence("口令连续多次不正确", wait)]
    return attempts.answer(_change_page(form), wait)


@bp.get("/account/custody/retire")
@requires(is_officer, is_supervisor, is_leader)
@stepped_up
def ask_to_retire():
    """What retiring means, before it is done."""
    return _retire_page(_mine(), RetireForm(None))


@bp.post("/account/custody/retire")
@requires(is_officer, is_supervisor, is_leader)
@stepped_up
def retire():
    """Retire; whoever does it proves at this moment who it is, however fresh the session."""
    custodian, form, wait = _mine(), RetireForm(), attempts.wait("step_up", current_user.username)
    if form.validate() and not wait and signing_in.step_up(sessions.current(), form.secret.data):
        actions.retire(current_user, custodian)
        flash("已退出保管人，您的私钥已销毁。", "good")
        return redirect(url_for("custody.home"))
    if wait:
        form.secret.errors = [attempts.sentence("连续多次验证失败", wait)]
        return attempts.answer(_retire_page(custodian, form), wait)
    form.secret.errors = form.secret.errors or ["密码或验证码不正确，没有退出。"]
    return _retire_page(custodian, form), 422


def _retire_page(custodian, form):
    left = queries.left_without(custodian)
    stranded = [one for one, _now, pairs in left if pairs == 0]
    return render_template("challenge/custody/retire.html", stranded=stranded, left=left, form=form)


def _mine():
    custodian = queries.custodian_of(current_user)
    if custodian is None:
        raise Conflict("您还没有登记为保管人，请先登记。")
    return custodian


def _is_good(form):
    fault = actions.fault_of_new(current_user, form.passphrase.data)
    form.passphrase.errors = [fault] if fault else []
    return not fault


def _changed(custodian, form):
    try:
        actions.change_passphrase(current_user, custodian, form.present.data, form.passphrase.data)
    except WrongPassphrase:
        attempts.note(KIND, current_user.username, succeeded=False, locked=LOCKED)
        form.present.errors = ["当前保管口令不正确。"]
        return False
    except Damaged:
        form.present.errors = [DAMAGED]
        return False
    attempts.note(KIND, current_user.username, succeeded=True)
    return True


def _home(form):
    custodian = queries.custodian_of(current_user)
    lists = queries.lists_by_custodian(queries.waiting_pairs()).get(custodian.id, []) if custodian else []
    former = None if custodian else queries.last_of(current_user)
    page = {"custodian": custodian, "former": former, "lists": lists, "form": form, "shortest": SHORTEST}
    return render_template("challenge/custody/home.html", **page)


def _change_page(form):
    return render_template("challenge/custody/change.html", form=form, shortest=SHORTEST)
