"""Questions about notices."""

from challenge.states import N
from core import clock


def is_published_notice(user, notice):
    """Published, running or ended."""
    return notice.state in (N.PUBLISHED, N.CLOSED)


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
        return "公示期跨入尚未公布节假日安排的年度，须由经办人核定截止时间后再公布结果。"
    return "公示期未满，期满后才能公布结果。" if clock.now() < notice.ends_at else None


def results_visible(bid):
    """Bidders see their own scores from the moment the notice is published."""
    return any(one.state in (N.PUBLISHED, N.CLOSED, N.REVOKED) for one in bid.challenge.notices)
