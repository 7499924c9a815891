"""Own messages (/account/messages)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts import mailbox, permissions, queries, redirects
from accounts.models import Message
from core.gates import is_signed_in, load, requires
from core.listing import Filter, Listing, contains

bp = Blueprint("messages", __name__, url_prefix="/account/messages")


def _unread(statement, value):
    read = Message.read_at.is_(None) if value == "unread" else Message.read_at.is_not(None)
    return statement.where(read)


@bp.get("")
@requires(is_signed_in)
def index():
    """All messages, the newest first."""
    listing = Listing(
        queries.messages_of(current_user),
        sorts={"-at": ("时间", (Message.created_at, Message.id))},
        filters=[
            Filter("q", "标题", contains(Message.subject), kind="text"),
            Filter("state", "状态", _unread, (("unread", "未读"), ("read", "已读"))),
        ],
        name="站内信",
    )
    unread = mailbox.unread_count(current_user)
    return render_template("accounts/messages/index.html", listing=listing, unread=unread)


@bp.post("/<string(maxlength=16):key>/open")
@requires(is_signed_in)
def open_message(key):
    """Mark as read and go where the message points."""
    message = load(Message, key, permissions.OWN, by="key")
    mailbox.mark_read(current_user, message)
    return redirect(redirects.local_page(message.path) or url_for("messages.index"))


@bp.post("/read-all")
@requires(is_signed_in)
def read_all():
    """Mark everything as read."""
    mailbox.mark_read(current_user)
    flash("已全部标为已读。", "good")
    return redirect(url_for("messages.index"))
