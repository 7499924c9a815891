"""What a project waits for: what is to be done, by which side, until when. The head of its page and the list of projects say it."""

import datetime as dt

from accounts.rules import is_finance
from challenge import rulepack
from challenge.delivery import archives, rules
from challenge.delivery.acceptance import clocks as accepting
from challenge.delivery.acceptance.rules import certificate_waited_for
from challenge.delivery.acceptance.states import V
from challenge.delivery.closing import rules as closing
from challenge.delivery.closing.states import E
from challenge.delivery.contracts.rules import awaited, open_contract
from challenge.delivery.final_accounts import clocks as accounting
from challenge.delivery.ledger import clocks as paying
from challenge.delivery.ledger import sides
from challenge.delivery.ledger.forfeiting import is_asked
from challenge.delivery.ledger.refunds import open_claims, refunds_owed
from challenge.delivery.ledger.rules import rests_for_closure
from challenge.delivery.ledger.stuck import waits_for_leader
from challenge.delivery.milestones import clocks
from challenge.delivery.race import clocks as racing
from challenge.delivery.race.states import RG
from challenge.delivery.states import ENDED, WORKING, K, M, P, Party, Payer, Y
from challenge.delivery.tolerance import rules as tolerance
from challenge.delivery.tolerance.states import OPEN, T
from challenge.delivery.turn import AND, FINANCE, LEADER, OFFICER, POSTER, TEAM, Turn, last_day
from challenge.states import C
from core import clock
from core.formats import wan

SIDES = {sides.TEAM: TEAM, sides.POSTER: POSTER, None: FINANCE}


def sides_of(user, project):
    """The sides for which this person acts."""
    acts = (
        (TEAM, rules.acts_for_team),
        (POSTER, rules.posts_project),
        (OFFICER, rules.handles_project),
        (LEADER, rules.decides_on_project),
        (Party.BUREAU.label, rules.decides_on_project),
        (Party.SUCCESSOR.label, _is_to_lead),
    )
    found = {side for side, is_mine in acts if is_mine(user, project)}
    return found | {FINANCE} if is_finance(user) else found


def _is_to_lead(user, project):
    found = open_contract(project)
    return found is not None and user.id == found.successor_id


def turns(project):
    """All that is waited for, what is due first at the head; nothing where the project rests on nobody."""
    found = [*_contract(project), *_closure(project), *_case(project)]
    if project.state is P.SUSPENDED and not rests_for_closure(project):
        found.append(Turn("项目暂停，各项期限停止计算；恢复项目", LEADER))
    elif project.state is not P.SUSPENDED:
        found += _acceptance(project)
    found += [
        *dated(project),
        *_refunds(project),
        *_final_account(project),
        *_list(project),
        *_archive(project),
    ]
    last = dt.date.max
    return sorted(found, key=lambda one: one.due or last)


def _archive(project):
    if not archives.is_owed(project):
        return []
    return [Turn(archives.what(project), OFFICER, last_day(archives.due(project)), archives.PATH)]


def _list(project):
    """With the last of its projects the list ends; not before a closure is over and what has to come back is back."""
    challenge = project.challenge
    if project.state not in ENDED or challenge.state not in (C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING):
        return []
    rows = challenge.projects
    if any(one.state not in ENDED or closing.open_closure(one) or accounting.waits(one) for one in rows):
        return []
    if open_claims([one.id for one in rows]):
        return []
    due = rulepack.until("fill_days", max(map(accounting.over_since, rows)))
    return [Turn("项目已结束，办结榜单", OFFICER, last_day(due), f"/desk/challenges/{challenge.code}")]


def dated(project):
    """Turns of milestones and payments alone: what the list of projects shows. Nothing while the project rests; what
    is unlocked stays payable while a closure is asked for."""
    if project.state is P.SUSPENDED:
        return _payments(project) if rests_for_closure(project) else []
    return [*_milestones(project), *_payments(project)]


def listed(project):
    """What the list of projects shows: contract, acceptance, milestones and payments."""
    acceptance = _acceptance(project) if project.state is not P.SUSPENDED else []
    return [*_contract(project), *acceptance, *dated(project), *_final_account(project)]


def is_late(project):
    """Something of these is past its day."""
    return any(one.days_late for one in listed(project))


def _contract(project):
    found = open_contract(project)
    if found is None:
        due = last_day(rulepack.until("fill_days", project.state_since))
        return [Turn("生成并发出任务书", OFFICER, due, "/contract")] if project.state is P.SIGNING else []
    rule, since = "answer_days", found.state_since or found.drafted_at
    if found.state is K.DRAFT:
        rule, since = "fill_days", found.drafted_at
    what, due = f"任务书第 {found.number} 版", last_day(rulepack.until(rule, since))
    if found.state is K.OFFERED:
        who = _names(_now(awaited(found)))
        return [Turn(f"确认{what}", who, due, "/contract")]
    return [Turn(f"核对{what}（{found.kind.label}）", OFFICER, due, "/contract")]


def _closure(project):
    found = closing.open_closure(project)
    if found is None:
        return []
    unheard, waits = closing.unheard(found), _now(closing.awaited(found))
    if found.state is E.HEARING and clock.now() >= found.hearing_until:
        unheard = []
    if found.state is E.CONFIRMING and clock.now() >= found.settle_until:
        waits = closing.awaited(found)  # A leader may determine what the sides do not confirm.
    what, who, due = {
        E.ASKED: ("受理终止申请", OFFICER, None),
        E.HEARING: (
            ("陈述意见（终止办理）", _names(unheard), last_day(found.hearing_until))
            if unheard
            else ("决定是否终止", LEADER, None)
        ),
        E.SETTLING: ("出具结算单", OFFICER, None),
        E.CONFIRMING: ("确认结算单", _names(waits), last_day(found.settle_until)),
        E.AGREED: ("核对清款，办结终止", OFFICER, None),
    }[found.state]
    return [Turn(what, who, due, "/closures")]


def _case(project):
    found = next((one for one in project.tolerances if one.state in OPEN), None)
    if found is None:
        return []
    late = tolerance.is_late(found)
    missing = [] if late else tolerance.awaited(found)
    what, who = {
        T.STATING: ("陈述意见（容错评议）", _names(missing)) if missing else ("固定容错评议材料", OFFICER),
        T.REVIEWING: ("组织容错评议", OFFICER),
        T.HEARING: ("团队逾期未答复，转入决定", OFFICER) if late else ("答复容错评议意见", TEAM),
        T.DECIDING: ("决定是否认定尽责", LEADER),
    }[found.state]
    return [Turn(what, who, last_day(found.due_at), f"/tolerances/{found.code}")]


def _acceptance(project):
    found = project.acceptances[-1] if project.acceptances else None
    again = "整改后重新" if found is not None and found.round > 1 else ""
    if found is None or found.state is V.DRAFT:
        if not (again or (project.state is P.ACTIVE and accepting.work_ended_at(project))):
            return []
        due = found.due_on if found else last_day(accepting.apply_by(project))
        return [Turn(f"{again}申请验收", TEAM, due, "/acceptance")]
    if found.state is V.SUBMITTED and certificate_waited_for(found):
        return [Turn("出具用户证明", POSTER, last_day(found.certificate_due_at), "/acceptance")]
    if found.state not in STAGES:
        return []
    what, who, rule = STAGES[found.state]
    due = (
        clock.after_days(found.state_since, rulepack.value(found, rule))
        if rule and found.state_since
        else None
    )
    if found.state is V.NOTICED and found.notice:
        due = found.notice.ends_at
    return [Turn(what, who, found.due_on if found.state is V.RETURNED else last_day(due), "/acceptance")]


# What the sides may know of an acceptance before its conclusion is published: the stage, nothing of what is proposed.
STAGES = {
    V.SUBMITTED: ("验收形式审查", OFFICER, "acceptance_check_days"),
    V.RETURNED: ("补充验收材料", TEAM, ""),
    V.REVIEWING: ("组织验收评议，提出结论", OFFICER, ""),  # the panel has its own day
    V.PROPOSED: ("审定验收结论", LEADER, "acceptance_decide_days"),
    V.APPROVED: ("发布验收公示", OFFICER, "answer_days"),
    V.NOTICED: ("验收公示，期满后公布结论", OFFICER, ""),
}


def _milestones(project):
    if project.state is not P.ACTIVE:
        return []
    first = True
    found = []
    for one in project.milestones:
        planned = one.state in (M.PLANNED, M.RECTIFYING)
        if one.state in (M.SUBMITTED, M.COMMENTED) or (planned and first):
            found.append(_milestone(one))
        first = first and not planned
    return found


def _milestone(one):
    name, path = f"里程碑 {one.number}", f"/milestones/{one.number}"
    if one.gate is not None:
        return _gate(one, path)
    if one.state is M.SUBMITTED:
        return Turn(f"填写{name} 的意见", POSTER, last_day(one.comment_due_at), path)
    if one.state is M.COMMENTED:
        days = rulepack.value(one, "milestone_conclude_days")
        return Turn(f"判定{name}", OFFICER, last_day(clock.after_days(one.state_since, days)), path)
    again = "整改后重新" if one.state is M.RECTIFYING else ""
    return Turn(f"{again}提交{name} 的证据", TEAM, clocks.due_on(one), path)


def _gate(milestone, path):
    """The test itself until its day; then what its gate waits for, with the days that the office has for it."""
    held = next((one for one in milestone.project.challenge.gates if one.number == milestone.gate), None)
    if held is None or held.state not in racing.WHAT or clock.today() < milestone.due_on:
        return Turn(f"赛马关口 {milestone.gate} 共同测试", OFFICER, milestone.due_on, path)
    who = LEADER if held.state is RG.PROPOSED else OFFICER
    return Turn(f"{racing.WHAT[held.state]}（关口 {held.number}）", who, last_day(racing.due(held)), path)


def _payments(project):
    found = [_payment(one) for one in project.payments if one.state in WORKING]
    return found + [_stuck(one) for one in project.payments if waits_for_leader(one)]


def _stuck(one):
    due = last_day(rulepack.until("answer_days", one.passed_at))
    return Turn(
        f"核定未解锁款项：第 {one.number} 笔，{wan(one.amount_fen)}", LEADER, due, f"/payments/{one.number}"
    )


def _payment(one):
    receiver, payer = SIDES[sides.receiver_of(one)], SIDES[sides.payer_of(one)]
    is_own, is_public = one.payer is Payer.OWN, one.payer is Payer.PUBLIC
    said, who = {
        Y.UNLOCKED: ("登记自筹投入" if is_own else "申请拨付", receiver),
        Y.REQUESTED: ("审批拨付", _approver(one) if is_public else payer),
        Y.APPROVED: ("说明是否已付款" if is_asked(one) else "付款", payer),
        Y.REGISTERED: ("确认到账", OFFICER if is_own else receiver),
    }[one.state]
    due = last_day(paying.next_by(one))
    return Turn(f"{said}：第 {one.number} 笔，{wan(one.amount_fen)}", who, due, f"/payments/{one.number}")


def _approver(payment):
    """Who asks does not approve: a leader, where the officer in charge has asked."""
    return LEADER if payment.requested_by_id == payment.project.challenge.handler_id else OFFICER


def _refunds(project):
    """What has to come back after the end: who has it, and who registers that it is there."""
    if project.state not in ENDED:
        return []
    owed = refunds_owed([project.id])
    back = [one for one in project.payments if one.state is Y.CONFIRMED and (project.id, one.payer) in owed]
    found = []
    for payer, one in {one.payer: one for one in back}.items():
        claim = owed[project.id, payer]
        if claim.over_at is None:
            who = AND.join((SIDES[sides.receiver_of(one)], SIDES[sides.payer_of(one)]))
            what = f"退回款项并登记：{one.payer_text}，{wan(claim.left_fen)}"
            found.append(Turn(what, who, last_day(claim.due_at), "/ledger"))
    return found


def _now(parties):
    """The bureau confirms last: it is not asked while a side is."""
    return [one for one in parties if one is not Party.BUREAU] or parties


def _final_account(project):
    return [Turn(what, who, last_day(due), path) for what, who, due, path in accounting.next_steps(project)]


def _names(parties):
    return AND.join(one.label for one in parties)
