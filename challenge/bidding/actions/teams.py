"""Actions on the team: begin a bid, invite by account or by one-time link, confirm, decline, remove."""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa

from accounts import mails
from accounts.mailbox import tell
from accounts.models import OneTimeToken, User
from accounts.states import UserState
from challenge import rulepack
from challenge.bidding import rules, sealing
from challenge.bidding.content import blank
from challenge.bidding.liaison import linking
from challenge.bidding.models import DEAD, Bid, BidMember
from challenge.posting.codes import random_code
from challenge.posting.queries.access import readable_sections
from core import audit, clock, outbox
from core.database import db
from core.errors import Conflict
from core.spelling import plain, same

LINK_DAYS = 14
PURPOSE = "bid_member"


def refusal_to_start(user, challenge):
    """Why this person cannot begin a bid on this list, or None. Reads no bid."""
    return (
        rules.list_takes_bids(challenge)
        or rules.keeps_out(user)
        or rules.takes_part(user.organisation)
        or rules.kind_admitted(user.organisation, challenge)
        or rules.unrelated(user.organisation, challenge)
        or rules.reads_what_is_asked("indicators" in readable_sections(user, challenge))
    )


def own_live_bid(user, challenge):
    """The bid of the person's organisation that is still in the running, or None."""
    dead = [state.strip("'") for state in DEAD.strip("()").split(",")]
    mine = sa.select(Bid).filter_by(challenge_id=challenge.id, organisation_id=user.organisation_id)
    return db.session.scalar(mine.where(Bid.state.not_in(dead)))


def start_bid(user, challenge):
    """Begin a bid for the person's organisation; a second click finds the first one's bid."""
    reason = refusal_to_start(user, challenge)
    if reason:
        raise Conflict(reason)
    present = own_live_bid(user, challenge)
    if present is not None:
        if rules.is_in_team(user, present):
            return present
        raise Conflict(
            "贵单位已有一份针对本榜单的揭榜方案，每个单位只能有一份。请与本单位负责人联系加入团队。"
        )
    bid = Bid(
        code=random_code("FA"),  # a number that counts up would tell a bidder how many others there are
        challenge=challenge,
        organisation=user.organisation,
        leader=user,
        answers_version=challenge.substance_version,
        created_at=clock.now(),
        members=[_member(user, "负责人", clock.now())],
    )
    bid.draft, bid.draft_at = sealing.seal_draft(bid, blank()), clock.now()
    db.session.add(bid)
    if rulepack.mode_of(challenge).agreement_first:
        linking.tie_bid(bid)
    audit.record(user, "bid.start", bid, "开始编制揭榜方案")
    return bid


def may_ask(account):
    """Whether an account can be asked within the platform: an active one."""
    return account is not None and account.state is UserState.ACTIVE


def invite_account(actor, bid, username, role, share):
    """Ask the holder of an account to join; returns the sentence of what is wrong, or None."""
    _check_editable(bid)
    account = db.session.scalar(sa.select(User).filter_by(username=username, state=UserState.ACTIVE))
    if account is None:
        return "没有这个账号，请核对账号名，或改用一次性链接邀请。"
    if rules.keeps_out(account):
        return "科技局工作人员不能参加揭榜团队。"
    member = next((one for one in bid.members if one.user_id == account.id), None)
    if member is not None and member.declined_at is None:
        return "此人已在团队名单中。"
    if member is None:
        member = _member(account, role, None)
        bid.members.append(member)
    member.role, member.share_percent, member.declined_at = role, share, None
    audit.record(actor, "bid.invite", bid, "邀请团队成员")
    _ask(bid, account)
    return None


def invite_by_link(actor, bid, name, unit, role, share, email=""):
    """Ask somebody without an account; returns the token of the one-time link.

    A second click asks the same person again: it renews the link.
    """
    _check_editable(bid)
    waiting = (one for one in bid.members if one.user_id is None and one.confirmed_at is None)
    member = next((one for one in waiting if same(one.name, name) and plain(one.unit) == plain(unit)), None)
    if member is None:
        member = BidMember(name=name, unit=unit, invited_at=clock.now())
        bid.members.append(member)
    member.role, member.share_percent, member.email = role, share, email
    audit.record(actor, "bid.invite", bid, "邀请团队成员")
    return new_link(actor, member)


def new_link(actor, member):
    """A fresh one-time link for a member without an account; older ones end."""
    _end_links(member)
    token, now = secrets.token_urlsafe(32), clock.now()
    row = OneTimeToken(
        token_hash=_hash(token),
        purpose=PURPOSE,
        subject_id=member.id,
        created_at=now,
        expires_at=now + dt.timedelta(days=LINK_DAYS),
        issued_by_id=actor.id,
    )
    db.session.add(row)
    member.invited_at, member.declined_at = now, None
    if member.email:
        _mail_link(member, token)
    db.session.flush()
    return token


def member_of_link(token):
    """The member whom an unused, unexpired link invites, or None."""
    unused = sa.select(OneTimeToken).filter_by(token_hash=_hash(token), purpose=PURPOSE, used_at=None)
    row = db.session.scalar(unused.where(OneTimeToken.expires_at > clock.now()))
    member = db.session.get(BidMember, row.subject_id) if row else None
    return member if member is not None and member.confirmed_at is None else None


def answer(actor, member, agrees):
    """Confirm or decline; ends the member's links. `actor` may be nobody (a link without an account)."""
    if rules.list_takes_bids(member.bid):
        raise Conflict(rules.list_takes_bids(member.bid))
    if agrees and member.user is not None and rules.keeps_out(member.user):
        raise Conflict(rules.keeps_out(member.user))
    now = clock.now()
    member.confirmed_at, member.declined_at = (now, None) if agrees else (None, now)
    _end_links(member)
    said = "确认参加团队" if agrees else "谢绝参加团队"
    who = actor if getattr(actor, "is_authenticated", False) else None
    audit.record(who, "bid.join" if agrees else "bid.decline", member.bid, said)
    # No name: messages stand in clear in the database, teams do not.
    text = f"受邀成员{said}（揭榜方案 {member.bid.code}）"
    tell([member.bid.leader_id], text, "", _members_path(member.bid), thread=f"bid:{member.bid_id}")


def change_member(actor, member, role, share):
    """Change what a member does and how much time it takes."""
    _check_editable(member.bid)
    member.role, member.share_percent = role, share
    db.session.flush()


def remove_member(actor, member):
    """Take a member out of the team; the leader stays."""
    _check_editable(member.bid)
    if member.user_id == member.bid.leader_id:
        raise Conflict("负责人不能移出团队。")
    _end_links(member)
    bid = member.bid
    bid.members.remove(member)
    audit.record(actor, "bid.remove_member", bid, "移出团队成员")


def _check_editable(bid):
    refusal = rules.team_editable(bid)
    if refusal:
        raise Conflict(refusal)


def _member(user, role, confirmed_at):
    return BidMember(
        user_id=user.id,
        name=user.display_name,
        unit=user.organisation.name if user.organisation else "",
        role=role,
        share_percent=50 if confirmed_at else 0,
        invited_at=clock.now(),
        confirmed_at=confirmed_at,
    )


def _ask(bid, account):
    text = f"{bid.leader.display_name}邀请您参加揭榜团队：{bid.challenge.title}"
    tell([account], text, "请确认或谢绝。", f"/desk/bids/{bid.code}/invitation", thread=f"bid:{bid.id}")


def _mail_link(member, token):
    bid = member.bid
    letter = {
        "sealed_to": mails.sealed(member.email),
        "subject": f"{bid.leader.display_name}邀请您参加揭榜团队",
        "body": f"榜单：{bid.challenge.title}。请打开链接确认或谢绝，链接 {LINK_DAYS} 天内有效，只能使用一次。",
        "sealed_path": mails.sealed(f"/bid-invitations/{token}"),
    }
    outbox.enqueue("mail", letter, thread=f"bid:{bid.id}")


def _members_path(bid):
    return f"/desk/bids/{bid.code}/members"


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _end_links(member):
    db.session.flush()
    open_links = sa.update(OneTimeToken).filter_by(purpose=PURPOSE, subject_id=member.id, used_at=None)
    db.session.execute(open_links.values(used_at=clock.now()))
