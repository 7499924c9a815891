"""Questions about contacts and agreements: who speaks for which side, and what must be true before a step."""

from challenge import rulepack
from challenge.bidding.liaison.states import AG, L
from challenge.bidding.rules import list_takes_bids
from challenge.posting.rules import owns_challenge
from core import keys
from core.canonical import digest

# A bid of such a list stands on an agreement; the poster picks among bids: properties of the mode, asked here by name.


def speaks_for_team(user, liaison):
    """Who has asked for the contact."""
    return user.is_authenticated and user.id == liaison.person_id


def speaks_for_poster(user, liaison):
    """Belongs to the demander."""
    return owns_challenge(user, liaison.challenge)


def is_side(user, liaison):
    """One of the two sides; nobody else learns of a contact."""
    return speaks_for_team(user, liaison) or speaks_for_poster(user, liaison)


def is_side_of(user, agreement):
    """One of the two sides of an agreement."""
    return is_side(user, agreement.liaison)


def confirms(user, agreement):
    """A side that has not confirmed yet."""
    if speaks_for_team(user, agreement.liaison):
        return agreement.team_by_id is None
    return speaks_for_poster(user, agreement.liaison) and agreement.poster_by_id is None


def confirmed_by_both(agreement):
    """Both sides have confirmed the content as it stands."""
    missing = agreement.team_by_id is None or agreement.poster_by_id is None
    return "协议须双方都确认后才生效。" if missing else None


def list_takes_agreements(row):
    """The list is open, its deadline has not passed, and its mode asks for an agreement first."""
    challenge = row.liaison.challenge if hasattr(row, "liaison") else row.challenge
    return of_list(challenge)


def not_bound(agreement):
    """What is in force stands behind a sealed bid from the deadline on; what is not can be ended at any time."""
    return list_takes_agreements(agreement) if agreement.state is AG.IN_FORCE else None


def nothing_in_force(liaison):
    """The same of a contact: without an agreement in force each side can take it back, and its contact data."""
    agreement = standing(liaison)
    return not_bound(agreement) if agreement is not None else None


def of_list(challenge):
    """The same of a list to which nobody has asked for a contact yet."""
    mode = rulepack.mode_of(challenge)
    if not mode.agreement_first:
        return f"本榜单按“{mode.label}”组织，不须先签合作协议，可以直接揭榜。"
    return list_takes_bids(challenge)


def is_connected(liaison):
    """Both sides have released their contact data."""
    return None if liaison.state is L.CONNECTED else "双方同意对接后才能拟定协议。"


def standing(liaison):
    """The agreement that is being confirmed or in force, or None."""
    return next((one for one in liaison.agreements if one.state is not AG.ENDED), None)


def agreement_of(bid):
    """The agreement that a sealed bid names, else the one in force, else the newest that ended; None without one."""
    found = sorted(
        bid.agreements,
        key=lambda one: (one.digest == bid.agreement_digest, one.state is AG.IN_FORCE, one.id),
    )
    return found[-1] if found else None


def signed_for(bid):
    """The agreement in force of a bid, or None."""
    return next((one for one in bid.agreements if one.state is AG.IN_FORCE), None)


def agreement_in_force(bid):
    """Where the mode asks for it, the bid stands on an agreement in force with the demander."""
    if not rulepack.mode_of(bid).agreement_first or any(one.state is AG.IN_FORCE for one in bid.agreements):
        return None
    clause = rulepack.cite(bid, "agreement_first")
    return f"本榜单须先与发榜方签订合作协议再联合揭榜，目前没有已生效的协议{clause}。"


def is_signed(bid):
    """An agreement in force stands behind the bid, the very one that its content names once it is sealed."""
    named = bid.agreement_digest
    return any(one.state is AG.IN_FORCE and named in ("", one.digest) for one in bid.agreements)


def agreement_as_sealed(bid):
    """Where the mode asks for it, the agreement in force is the one that the sealed bid names, word for word."""
    if found := agreement_in_force(bid):
        return found
    signed = signed_for(bid)
    if signed is None or not rulepack.mode_of(bid).agreement_first:
        return None
    clause = rulepack.cite(bid, "agreement_first")
    if not is_signed(bid):
        if bid.opened_at is None:
            return f"方案密封以后，合作协议已重新签订，请替换方案后重新提交；不替换的，开标后不能通过形式审查{clause}。"
        return f"方案密封时所附的合作协议，与双方现行有效的协议（{signed.code}）不是同一份，不能通过形式审查{clause}。"
    if not holds(signed):
        return f"合作协议 {signed.code} 的内容与双方确认时登记的摘要不符，请核查，核查清楚前不能通过形式审查{clause}。"
    return None


def holds(agreement):
    """The stored content is what both sides have confirmed."""
    try:
        return digest(agreement.content) == agreement.digest
    except (keys.Damaged, ValueError):
        return False


def co_signs(user, bid):
    """The demander is a member of the joint bids whose agreement it has signed, and of no other."""
    if not rulepack.mode_of(bid).agreement_first or not owns_challenge(user, bid.challenge):
        return False
    return is_signed(bid)
