"""A winner leaves its place: before the contract by a word, afterwards only when its project was closed and settled."""

from challenge.delivery import rules
from challenge.delivery.closing.states import UNSETTLED
from challenge.delivery.states import P
from challenge.states import B
from core.workflow import Refusal, Refused

LEFT = (P.ABANDONED, P.TERMINATED)


def winners(challenge):
    """Bids that have won and still hold their place."""
    return [one for one in challenge.bids if one.state is B.WON]


def stays_because(bid):
    """Why this winner does not leave its place now, as a sentence; None when it may."""
    project = bid.project
    if project is None or project.state is P.SIGNING:
        return None
    if rules.is_running(project):
        said = f"项目 {project.code}（{bid.organisation.name}）的任务书已生效"
        return f"{said}，须先在“终止办理”中结束项目并确认结算，之后才能递补或者由其余赛道继续。"
    if project.state not in LEFT:
        return f"项目 {project.code}{project.state.label}，揭榜方的位置不再变更。"
    if _is_unsettled(project):
        return f"项目 {project.code} 的终止结算尚未确认，确认后才能办理。"
    return None


def _is_unsettled(project):
    """Its money is not settled. A project that was never signed, or ended before there were closures, has none."""
    return any(one.state in UNSETTLED for one in project.closures)


def may_leave(challenge):
    """Winners that may leave now."""
    return [one for one in winners(challenge) if stays_because(one) is None]


def some_winner_may_leave(challenge):
    """A winner whose project has not begun, or was closed and settled."""
    found = [stays_because(one) for one in winners(challenge)]
    if not found:
        return "没有揭榜方可以退出。"
    return None if None in found else found[0]


def check(found):
    """Refuse the step with this sentence, if there is one: a need asks of all winners, the step of one."""
    if found:
        raise Refused(Refusal("needs", found))
