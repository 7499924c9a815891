"""One profile: its page, its contact data after a logged request, its parts and steps for officers."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_bureau, is_officer
from core.gates import is_signed_in, load, may, requires
from core.workflow import Refused, apply, available, refusal, steps_of
from talent import actions, permissions, queries
from talent.forms import LookForm, PlainForm, ReasonForm
from talent.models import Profile
from talent.views.blueprint import ID, bp
from talent.views.editing import part_page
from talent.ways import ways_of

CONSEQUENCES = {
    "apply": ["市科技局和您所在单位会收到入库申请。", "入库后才会被推荐；之后仍可修改档案。"],
    "take_back": ["档案回到草稿，修改后可重新申请。"],
    "recommend": ["市科技局会看到贵单位的推荐意见并办理入库。"],
    "unit_return": ["档案退回本人修改，本人会收到理由。"],
    "admit": ["该专家进入人才库，可按其同意的范围被推荐和邀请。", "本人会收到通知。"],
    "return": ["档案退回本人修改，本人会收到理由。"],
    "stop": ["该专家不再被推荐，也不再出现在评审专家候选中。", "已开始的评审任务不受影响。"],
    "resume": ["该专家重新可被推荐和邀请。"],
    "leave": ["档案退出人才库，不再被推荐。", "档案内容保留，可以重新建档。"],
    "return_to_pool": ["档案回到草稿，补充后可重新申请入库。"],
}


@bp.get(f"/<{ID}:profile_id>")
@requires(is_signed_in)
def profile(profile_id):
    """The profile with works, ties and history; no contact data."""
    return _page(load(Profile, profile_id, permissions.READ_PROFILE), LookForm())


def _page(row, look, contact=None):
    return render_template(
        "talent/profile.html",
        profile=row,
        choices=available(current_user, row),
        history=queries.history_of(row),
        # Who was in a team or reviewed whom is not for the person's unit.
        ties=queries.ties_in_words(row) if is_bureau(current_user) else [],
        consents=queries.consents_of(row),
        may_edit=may(current_user, row, permissions.EDIT_PROFILE),
        may_look=may(current_user, row, permissions.READ_CONTACT),
        is_handling=is_officer(current_user),
        ways=ways_of(current_user, row),
        look=look,
        contact=contact,
    )


@bp.post(f"/<{ID}:profile_id>/contact")
@requires(is_signed_in)
def contact(profile_id):
    """Log the look and its purpose, then show the contact data once."""
    row = load(Profile, profile_id, permissions.READ_CONTACT)
    form = LookForm()
    if not form.validate_on_submit():
        return _page(row, form), 422
    actions.look_at_contact(current_user, row, form.purpose.data)
    return _page(row, LookForm(formdata=None), [("邮箱", row.email), ("手机或电话", row.phone)])


@bp.route("/new", methods=["GET", "POST"])
@requires(is_officer)
def new():
    """Officers begin a profile for somebody without an account."""
    made = []

    def address(key=None):
        return (
            url_for("talent.edit", profile_id=made[0].id, part=key) if made and key else url_for("talent.new")
        )

    def create(form):
        made.append(actions.create_profile(current_user, form.values()))

    return part_page(current_user, None, "basic", url_of=address, home=url_for("talent.index"), create=create)


@bp.route(f"/<{ID}:profile_id>/edit/<string(maxlength=20):part>", methods=["GET", "POST"])
@requires(is_signed_in)
def edit(profile_id, part):
    """One part of somebody's profile, for officers."""
    row = load(Profile, profile_id, permissions.EDIT_PROFILE)
    home = url_for("talent.profile", profile_id=row.id)

    def address(key):
        return url_for("talent.edit", profile_id=row.id, part=key)

    return part_page(current_user, row, part, url_of=address, home=home, masked=True)


@bp.route(f"/<{ID}:profile_id>/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(is_signed_in)
def step(profile_id, action):
    """The confirmation page of a step, and the step."""
    row = load(Profile, profile_id, permissions.STEP_PROFILE)
    return step_page(row, action, home=url_for("talent.profile", profile_id=row.id))


def step_page(subject, action, *, home):
    """GET: what will happen; POST: the step, then `home`."""
    row = next((one for one in steps_of(subject) if one.action == action), None) or abort(404)
    found = refusal(current_user, subject, action)
    if found is not None:
        raise Refused(found)
    form = ReasonForm() if row.asks else PlainForm()
    if form.validate_on_submit():
        apply(current_user, subject, action, **({"reason": form.reason.data} if row.asks else {}))
        flash(f"已办理：{row.label}。", "good")
        return redirect(home)
    shown = {"row": row, "form": form, "home": home, "profile": subject, "told": CONSEQUENCES[action]}
    return render_template("talent/step.html", **shown), 422 if form.is_submitted() else 200
