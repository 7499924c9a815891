"""The team: invitations by account and by one-time link, answers, changes."""

from flask import abort, redirect, render_template, session, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding import pages, rules
from challenge.bidding.actions import teams
from challenge.bidding.forms import AccountInviteForm, AnswerForm, LinkInviteForm, MemberForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from core.gates import is_signed_in, load, public, requires

LINK = "invitation_link"


@bp.get("/desk/bids/<code>/members")
@requires(is_signed_in)
def members(code):
    """The team and the two ways to invite."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    return _members_page(bid)


@bp.post("/desk/bids/<code>/members/account")
@requires(is_signed_in)
def invite_account(code):
    """Invite the holder of an account."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = AccountInviteForm(prefix="account")
    if not form.validate():
        return _members_page(bid, by_account=form), 422
    name, role, share = form.username.data, form.role.data, form.share_percent.data or 0
    wrong = teams.invite_account(current_user, bid, name, role, share)
    if wrong:
        form.username.errors = [wrong]
        return _members_page(bid, by_account=form), 422
    return redirect(url_for("bidding.members", code=bid.code))


@bp.post("/desk/bids/<code>/members/link")
@requires(is_signed_in)
def invite_by_link(code):
    """Invite somebody without an account."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = LinkInviteForm(prefix="link")
    if not form.validate():
        return _members_page(bid, by_link=form), 422
    share = form.share_percent.data or 0
    token = teams.invite_by_link(
        current_user, bid, form.name.data, form.unit.data, form.role.data, share, form.email.data
    )
    return show_link(bid, form.name.data, token)


@bp.post("/desk/bids/<code>/members/<key>/renew")
@requires(is_signed_in)
def renew_link(code, key):
    """A fresh link; the former one ends."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    member = _member(bid, key)
    if member.user_id is not None or member.confirmed_at is not None:
        abort(404)
    return show_link(bid, member.name, teams.new_link(current_user, member))


@bp.route("/desk/bids/<code>/members/<key>", methods=["GET", "POST"])
@requires(is_signed_in)
def member(code, key):
    """Change what a member does."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    one = _member(bid, key)
    form = MemberForm(obj=one)
    if not form.is_submitted():
        return render_template("challenge/bidding/member.html", bid=bid, member=one, form=form)
    if not form.validate():
        return render_template("challenge/bidding/member.html", bid=bid, member=one, form=form), 422
    teams.change_member(current_user, one, form.role.data, form.share_percent.data or 0)
    return redirect(url_for("bidding.members", code=bid.code))


@bp.post("/desk/bids/<code>/members/<key>/remove")
@requires(is_signed_in)
def remove_member(code, key):
    """Take a member out of the team."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    teams.remove_member(current_user, _member(bid, key))
    return redirect(url_for("bidding.members", code=bid.code))


@bp.route("/desk/bids/<code>/invitation", methods=["GET", "POST"])
@requires(is_signed_in)
def invitation(code):
    """An invitation by account: what it is about, confirm or decline."""
    bid = load(Bid, code, (rules.is_asked_to_join,), by="code")
    one = next(m for m in bid.members if m.user_id == current_user.id)
    return _answer_page(one, needs_name=False)


@bp.route("/bid-invitations/<token>", methods=["GET", "POST"])
@public
def link_invitation(token):
    """An invitation by one-time link: the GET only shows it, the POST consumes it."""
    one = teams.member_of_link(token)
    if one is None:
        return render_template("challenge/bidding/link_ended.html"), 404
    return _answer_page(one, needs_name=True)


def _answer_page(one, *, needs_name):
    form = AnswerForm()
    context = {"member": one, "bid": one.bid, "needs_name": needs_name, "form": form}
    refusal = rules.list_takes_bids(one.bid)
    if not form.is_submitted():
        return render_template("challenge/bidding/invitation.html", refusal=refusal, **context)
    agrees = form.answer.data == "yes"
    if not form.validate():
        return render_template("challenge/bidding/invitation.html", refusal=refusal, **context), 422
    if needs_name and agrees and form.name.data != one.name:
        form.name.errors = ["请填写与邀请一致的姓名，表示您本人同意。"]
        return render_template("challenge/bidding/invitation.html", refusal=refusal, **context), 422
    teams.answer(current_user, one, agrees)
    return render_template("challenge/bidding/answered.html", member=one, agrees=agrees)


def _member(bid, key):
    return next((one for one in bid.members if one.key == key), None) or abort(404)


def show_link(bid, name, token):
    """To the page of members, where the link is shown once."""
    address = url_for("bidding.link_invitation", token=token, _external=True)
    session[LINK] = {"bid": bid.code, "name": name, "address": address}
    return redirect(url_for("bidding.members", code=bid.code))


def _members_page(bid, by_account=None, by_link=None):
    link = session.pop(LINK, None)
    return render_template(
        "challenge/bidding/members.html",
        bid=bid,
        by_account=by_account or AccountInviteForm(None, prefix="account"),
        by_link=by_link or LinkInviteForm(None, prefix="link"),
        link=link if link and link["bid"] == bid.code else None,
        **pages.frame(bid, "members"),
    )
