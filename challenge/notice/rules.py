"""Questions about notices: who reads which, and what must be true before publication and announcement."""

from challenge.bidding.rules import is_in_team
from challenge.states import SETTLED, C, N
from core import clock


def is_published_notice(user, notice):
    """Was published once: running, ended, or revoked with its reason."""
    return notice.published_at is not None


def current_notice(challenge):
    """The notice of a list that is published now, or None."""
    return next((one for one in reversed(challenge.notices) if one.state is N.PUBLISHED), None)


def drafted_notice(challenge):
    """The notice that waits for publication, or None."""
    return next((one for one in reversed(challenge.notices) if one.state is N.DRAFT), None)


def notice_drafted(challenge):
    """A notice text was generated."""
    return None if drafted_notice(challenge) else "请先生成公示文本并核对。"


def notice_period_over(challenge):
    """The period of the notice has ended, in working days."""
    notice = current_notice(challenge)
    if notice is None:
        return "公示尚未发布。"
    if not notice.calendar_known:
        return "公示期跨入尚未公布节假日安排的年度，请先在“节假日表”中补录，核定截止时间后再公布结果。"
    return "公示期未满，期满后才能公布结果。" if clock.now() < notice.ends_at else None


def results_visible(bid):
    """Bidders see their own scores from the moment a notice was published, not while they are decided anew."""
    challenge = bid.challenge
    state = challenge.suspended_from if challenge.state is C.SUSPENDED else challenge.state
    is_settled = state not in (C.REVIEWING, C.PROPOSED, C.AWARDED)
    return is_settled and any(one.published_at is not None for one in challenge.notices)


def reads_feedback(user, bid):
    """A member of the team, from the publication of the notice on."""
    return is_in_team(user, bid) and results_visible(bid)


def is_paused(notice):
    """Published, and the list is suspended: the period stands still."""
    return notice.state is N.PUBLISHED and notice.challenge.state is C.SUSPENDED


def is_running(notice):
    """Published, and the period has not ended; while the list is suspended it does not run."""
    if is_paused(notice):
        return False
    return notice.state is N.PUBLISHED and clock.now() < notice.ends_at


def has_public_result(user, challenge):
    """A published list that has ended: announced, lapsed or cancelled."""
    return challenge.published_at is not None and challenge.state in (*SETTLED, C.LAPSED, C.CANCELLED)
