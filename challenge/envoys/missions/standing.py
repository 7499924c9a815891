"""Where a lapsed list stands that was handed to an envoy: the public reads that somebody follows it up, and not who."""

from challenge.envoys.states import OPEN_MISSIONS, Result, S
from challenge.posting.standing import told
from challenge.states import C
from core.formats import date_zh


@told
def followed_up(challenge):
    """The newest mission since its publication, None without one that counts."""
    if challenge.state is not C.LAPSED:
        return None
    later = [one for one in challenge.missions if one.created_at >= challenge.published_at]
    missions = [one for one in later if one.state in (*OPEN_MISSIONS, S.CLOSED)]
    if not missions:
        return None
    last = missions[-1]
    if last.finished_at is None:
        return f"本榜单自{date_zh(last.created_at)}起转科技特派员到企业跟进。"
    came = "没有形成结果" if last.result is Result.NONE else f"结果：{last.result.label}"
    return f"科技特派员的跟进已于{date_zh(last.finished_at)}结束，{came}。"


def register(app):
    """The sentence registers itself when this module is imported."""
