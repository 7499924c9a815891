"""Questions about closures: who may start which, who is heard, who decides and confirms, and what must be true before."""

from accounts.rules import leads_organisation
from challenge.delivery import rules
from challenge.delivery.closing import settlement
from challenge.delivery.closing.paths import path_named, paths
from challenge.delivery.closing.states import OPEN, E
from challenge.delivery.ledger.balances import OPEN as UNDER_WAY
from challenge.delivery.ledger.dunning import dunned_in_vain
from challenge.delivery.ledger.refunds import open_claims
from challenge.delivery.states import M, Party, Payer
from challenge.delivery.tolerance.states import OPEN as DELIBERATING
from core import clock, formats

SIDES = (Party.BIDDER, Party.POSTER)


def path_of(closure):
    """The path of its reason."""
    return path_named(closure.project, closure.reason_code)


def open_closure(project):
    """The closure that is not over, or None."""
    return next((one for one in project.closures if one.state in OPEN), None)


def stands_for(user, project, path):
    """The side for which this person may start this path, or None."""
    for party, speaks in (
        (Party.BUREAU, rules.handles_project(user, project)),
        (Party.POSTER, rules.posts_project(user, project)),
        (Party.BIDDER, speaks_for_bidder(user, project, path)),
    ):
        if speaks and party in path["starts"]:
            return party
    return None


def speaks_for_bidder(user, project, path):
    """The leader; where the path is about the leader's absence also the lead unit: its first account, its members."""
    if rules.acts_for_team(user, project) or not path["without_leader"]:
        return rules.acts_for_team(user, project)
    if not user.is_authenticated or user.organisation_id != project.organisation_id:
        return False
    return leads_organisation(user) or rules.is_on_team(user, project)


def offered(user, project):
    """Paths that this person may start."""
    return [one for one in paths(project).values() if stands_for(user, project, one)]


def can_be_closed(project):
    """At work, and no other closure is under way."""
    if not rules.is_running(project):
        return f"项目{project.state.label}，不能申请终止。"
    return "已有终止申请正在办理，办结后才能再申请。" if open_closure(project) else None


def ground_missing(project, path):
    """Why the path is not open yet: what it rests on has not happened."""
    ground = GROUNDS.get(path["ground"])
    return None if ground is None else ground(project)


def evidence_missing(project, path, party, uploads):
    """The office shows what it says, too: a file, unless the platform itself has on record what the path rests on."""
    if party is not Party.BUREAU or path["ground"] or uploads:
        return None
    return f"由经办人提出的，须上传证明材料：{path['evidence']}。"


def on_ground(user, project, ground):
    """The path on this ground that this person may start, once the ground is there; or None."""
    return next((one for one in offered(user, project) if one["ground"] == ground), None)


def way_out(user, project, ground):
    """The path on this ground that this person may start now, or None."""
    path = on_ground(user, project, ground)
    is_open = path is not None and not can_be_closed(project) and not ground_missing(project, path)
    return path if is_open else None


def milestone_failed(project):
    """A milestone was judged not passed."""
    failed = any(one.state is M.FAILED for one in project.milestones)
    return None if failed else "没有判定不通过的里程碑。"


def demander_in_default(project):
    """Money of the demander is overdue, it was dunned, and the days after that have passed."""
    mine = [one for one in project.payments if one.payer is Payer.DEMANDER and one.state in UNDER_WAY]
    found = [dunned_in_vain(one) for one in mine]
    if None in found:
        return None
    return next((one for one in found if one), "发榜方没有到期应付的款项。")


IN_DEFAULT = "demander_in_default"
GROUNDS = {"milestone_failed": milestone_failed, IN_DEFAULT: demander_in_default}


def handles_closure(user, closure):
    """The officer in charge."""
    return rules.handles_project(user, closure.project)


def asked_it(user, closure):
    """Who has started it."""
    return user.is_authenticated and user.id == closure.asked_by_id


def decides_on_closure(user, closure):
    """A leader of the bureau who belongs to neither side and has not started it."""
    return rules.decides_on_project(user, closure.project) and not asked_it(user, closure)


def party_of(user, closure):
    """The side for which this person speaks, or None; nobody speaks for two."""
    project = closure.project
    if speaks_for_bidder(user, project, path_of(closure)):
        return Party.BIDDER
    if rules.posts_project(user, project):
        return Party.POSTER
    if decides_on_closure(user, closure) and user.id != closure.drawn_by_id:
        return Party.BUREAU
    return None


def unheard(closure):
    """Sides that did not start it and have not said anything yet."""
    said = {one.party for one in closure.statements} | {closure.asked_for}
    return [one for one in SIDES if one not in said]


def is_unheard(user, closure):
    """Speaks for a side that has not said anything yet."""
    return party_of(user, closure) in unheard(closure)


def sides_heard(closure):
    """Each side has spoken, or has had its time; where everybody must agree, everybody does."""
    missing = unheard(closure)
    if missing and clock.now() < closure.hearing_until:
        names = "、".join(one.label for one in missing)
        return f"{names}的陈述期限到{formats.moment(closure.hearing_until)}，期满或者陈述后才能决定。"
    if path_of(closure)["consent"] and (missing or not all(one.agrees for one in closure.statements)):
        return "协商一致终止须各方同意，现有一方未表示同意。"
    return None


def open_tolerance(project):
    """The tolerance case that goes on, or None: it falls with the project."""
    return next((one for one in project.tolerances if one.state in DELIBERATING), None)


def diligence_decided(closure):
    """Where a milestone that failed is the ground, it is decided first whether the team was diligent."""
    case = open_tolerance(closure.project)
    if case is None or path_of(closure)["ground"] != "milestone_failed":
        return None
    return f"容错评议 {case.code} 正在进行，先认定是否尽责，再决定是否终止。"


def confirmed(closure):
    """Sides that have confirmed the settlement as it is now."""
    return {one.party for one in closure.signatures if one.round == closure.round}


def awaited(closure):
    """Sides that have not confirmed it yet; the bureau is the last."""
    return [one for one in (*SIDES, Party.BUREAU) if one not in confirmed(closure)]


def confirms_settlement(user, closure):
    """Whoever speaks for a side that has not confirmed yet."""
    return party_of(user, closure) in awaited(closure)


def objects_to_settlement(user, closure):
    """Either side, until all have confirmed."""
    return party_of(user, closure) in SIDES


def settlement_current(closure):
    """The ledger is still as the settlement has it."""
    if settlement.is_current(closure):
        return None
    return "结算单出具后台账有变动，请经办人重新出具。"


def settlement_overdue(closure):
    """The sides have had their time to confirm."""
    if clock.now() >= closure.settle_until:
        return None
    return f"双方确认结算单的期限到{formats.moment(closure.settle_until)}，期满仍未确认的才能核定。"


def sides_before_bureau(closure):
    """The bureau confirms last. Asked of the bureau alone."""
    missing = [one.label for one in awaited(closure) if one is not Party.BUREAU]
    return f"{'、'.join(missing)}确认后，主管部门才能确认。" if missing else None


def accounts_cleared(closure):
    """What is payable was paid or given up, what has to come back has come back."""
    waiting = [one.code for one in closure.project.payments if one.state in UNDER_WAY]
    if waiting:
        return f"还有已解锁的款项没有付清或者取消：{'、'.join(waiting)}。"
    owed = next(iter(open_claims([closure.project_id])), None)
    return f"{owed.payer.label}还有 {formats.wan(owed.left_fen)} 没有登记退回。" if owed else None


def is_decided(closure):
    """The project has ended by it."""
    return closure.state in (E.SETTLING, E.CONFIRMING, E.AGREED, E.CLOSED)


def every_closure_over(challenge):
    """No project of the list waits for its settlement."""
    waiting = [one.code for one in challenge.projects if open_closure(one)]
    return f"项目 {'、'.join(waiting)} 的终止办理尚未结束，办结后才能办结榜单。" if waiting else None
