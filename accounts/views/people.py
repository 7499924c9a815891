"""Administration of accounts (/desk/accounts): list, page, steps, roles, codes, sessions."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts import permissions, queries
from accounts.actions import administering, recovery
from accounts.forms import NewUserForm, PersonForm, PlainForm, RoleForm
from accounts.models import User
from accounts.namesakes import namesakes_of
from accounts.rules import (
    administers_accounts,
    given_by,
    gives_roles,
    hands_over_codes,
    is_admin,
    obstacle_to_role,
)
from accounts.states import OrganisationState, Role, UserState
from accounts.stepup import stepped_up
from accounts.views.steps import step_page
from core import history
from core.gates import load, requires
from core.listing import Filter, Listing, equals
from core.workflow import available

bp = Blueprint("people", __name__, url_prefix="/desk/accounts")

ID = "int(max=2147483647)"
COLUMNS = (
    ("用户名", lambda user: user.username),
    ("姓名", lambda user: user.display_name),
    ("单位", lambda user: user.organisation.name if user.organisation else ""),
    ("县区", lambda user: user.county),
    ("角色", lambda user: "、".join(sorted(role.label for role in user.roles))),
    ("状态", lambda user: user.state.label),
)


def _search(statement, value):
    return statement.where(queries.users_called(value))


def _listing():
    return Listing(
        queries.visible_users(current_user),
        sorts={
            "-created": ("注册时间", (User.created_at, User.id)),
            "username": ("用户名", User.username),
            "name": ("姓名", User.display_name),
        },
        filters=[
            Filter("q", "用户名、姓名或单位", _search, kind="text"),
            Filter(
                "state", "状态", equals(User.state, UserState), tuple((s.value, s.label) for s in UserState)
            ),
            Filter("role", "角色", queries.has_role, tuple((r.value, r.label) for r in Role)),
        ],
        columns=COLUMNS,
        name="账号",
    )


@bp.get("")
@requires(administers_accounts)
def index():
    """All accounts."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    return render_template(
        "accounts/people/index.html",
        listing=listing,
        waiting=queries.waiting_counts(),
        may_create=is_admin(current_user),
    )


def _possible(user, given):
    # A county role without county is offered all the same: its refusal says what to fill in first.
    return {
        role for role in given if role is Role.COUNTY or obstacle_to_role(user, role) is None
    } - user.roles


def _namesakes(user):
    """Whose name the organisation has that this person asks to register."""
    unit = user.organisation
    return namesakes_of(unit) if unit is not None and unit.state is OrganisationState.PENDING else ()


def _page(user, **more):
    given = given_by(current_user) if gives_roles(current_user, user) else set()
    facts = {
        "contact_shown": False,
        "code": None,
        "grant_form": RoleForm(prefix="grant").offer(_possible(user, given)),
        "removable": [role for role in Role if role in given & user.roles],
        "requests": {kind: recovery.request_of(user, kind) for kind in recovery.LABELS},
        "choices": available(current_user, user),
        "history": history.shown(history.entries_of(f"user:{user.id}")),
        "namesakes": _namesakes(user),
        "may_edit": is_admin(current_user),
        "may_hand_over": hands_over_codes(current_user) and user.id != current_user.id,
    }
    return render_template("accounts/people/page.html", person=user, **(facts | more))


@bp.get(f"/users/<{ID}:user_id>")
@requires(administers_accounts)
def page(user_id):
    """One account: facts, steps, roles, history."""
    return _page(load(User, user_id, permissions.ADMINISTER_USER))


@bp.post(f"/users/<{ID}:user_id>/contact")
@requires(administers_accounts)
def show_contact(user_id):
    """Show contact data, which is written down."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    administering.look_at_contact(current_user, user)
    return _page(user, contact_shown=True)


@bp.route(f"/users/<{ID}:user_id>/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(administers_accounts)
def step(user_id, action):
    """Approve, refuse, stop, resume."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    return step_page(user, action, back=url_for("people.page", user_id=user.id))


@bp.post(f"/users/<{ID}:user_id>/roles")
@requires(administers_accounts)
@stepped_up
def grant(user_id):
    """Give a role."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    form = RoleForm(prefix="grant").offer(_possible(user, given_by(current_user)))
    if not form.validate_on_submit():
        return _page(user, grant_form=form), 422
    administering.grant(current_user, user, Role(form.role.data))
    flash("角色已授予，该账号须重新登录。", "good")
    return redirect(url_for("people.page", user_id=user.id))


@bp.route(f"/users/<{ID}:user_id>/roles/<any({', '.join(Role)}):role>/withdraw", methods=["GET", "POST"])
@requires(administers_accounts)
@stepped_up
def withdraw(user_id, role):
    """Take a role away, after a page that says what will happen."""
    user, role, form = load(User, user_id, permissions.ADMINISTER_USER), Role(role), PlainForm()
    if not form.validate_on_submit():
        return render_template("accounts/people/withdraw.html", person=user, role=role, form=form)
    administering.withdraw(current_user, user, role)
    flash("角色已撤销，该账号须重新登录。", "good")
    return redirect(url_for("people.page", user_id=user.id))


@bp.post(f"/users/<{ID}:user_id>/sessions/end")
@requires(administers_accounts)
def end_sessions(user_id):
    """Sign the person out everywhere."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    administering.end_sessions(current_user, user)
    flash("已结束该账号的全部登录。", "good")
    return redirect(url_for("people.page", user_id=user.id))


@bp.post(f"/users/<{ID}:user_id>/recovery/<any(password, device):kind>")
@requires(hands_over_codes)
@stepped_up
def ask_recovery(user_id, kind):
    """Ask for a one-time code or for the release of a lost device."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    code = recovery.ask(current_user, user, kind)
    if code is None:
        flash("已提出申请，须由另一位经办或安全管理员复核。", "wait")
        return redirect(url_for("people.page", user_id=user.id))
    return _page(user, code=code)


@bp.post(f"/users/<{ID}:user_id>/recovery/<any(password, device):kind>/approve")
@requires(hands_over_codes)
@stepped_up
def approve_recovery(user_id, kind):
    """The second person agrees."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    code = recovery.approve(current_user, user, kind)
    if code is None:
        flash("已解除动态验证码，该账号下次登录须重新绑定。", "good")
        return redirect(url_for("people.page", user_id=user.id))
    return _page(user, code=code)


@bp.route(f"/users/<{ID}:user_id>/edit", methods=["GET", "POST"])
@requires(is_admin)
def edit(user_id):
    """Correct name and county."""
    user = load(User, user_id, permissions.ADMINISTER_USER)
    form = PersonForm(obj=user)
    if not form.validate_on_submit():
        body = render_template("accounts/people/edit.html", person=user, form=form)
        return body, 422 if form.is_submitted() else 200
    administering.change_person(
        current_user, user, display_name=form.display_name.data, county=form.county.data
    )
    flash("已保存。", "good")
    return redirect(url_for("people.page", user_id=user.id))


@bp.route("/users/new", methods=["GET", "POST"])
@requires(is_admin)
@stepped_up
def create():
    """A new account; its first password is set with a one-time code."""
    form = NewUserForm()
    if not form.validate_on_submit() or not _complete(form):
        return render_template("accounts/people/create.html", form=form), 422 if form.is_submitted() else 200
    user = administering.create_user(
        current_user,
        username=form.username.data,
        display_name=form.display_name.data,
        organisation=form.organisation,
        county=form.county.data,
        email=form.email.data,
    )
    return _page(user, code=administering.first_code(current_user, user))


def _complete(form):
    code = form.credit_code.data
    form.organisation = queries.approved_organisation(code) if code else None
    if code and form.organisation is None:
        form.credit_code.errors = ["没有已通过审核的单位使用此代码，请核对或先办理单位审核。"]
    if administering.is_taken(form.username.data):
        form.username.errors = ["该用户名已被使用，请换一个。"]
    return not form.credit_code.errors and not form.username.errors
