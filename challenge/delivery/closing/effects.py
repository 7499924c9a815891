"""What moves with a closure: the project rests, is heard, ends or goes on; the settlement becomes lines of the ledger."""

from challenge import rulepack
from challenge.delivery.closing import rules, settlement
from challenge.delivery.closing.models import Closure, ClosureSignature, ClosureStatement
from challenge.delivery.closing.paths import BY_TOLERANCE
from challenge.delivery.closing.states import BEFORE_DECISION, E
from challenge.delivery.ledger import claims
from challenge.delivery.ledger import effects as ledger
from challenge.delivery.states import IN_WORK, P, Party, Payer, Y
from core import audit, clock
from core.database import db
from core.workflow import Refusal, Refused
from talent.integrity import actions as register_of_cases
from talent.integrity.states import Origin


def begin(project, reason_code, facts, party, user, at):
    """A new closure that waits to be taken up."""
    row = Closure(
        project=project,
        number=len(project.closures) + 1,
        reason_code=reason_code,
        asked_for=party,
        asked_by=user,
        asked_at=at,
        facts=facts,
        state=E.ASKED,
        state_since=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def end_after_tolerance(case, move):
    """Both sides were heard by the panel: the project ends, and is settled like any other; what else was asked for falls."""
    project = case.project
    for one in project.closures:
        if one.state in BEFORE_DECISION:
            move.carry(one, "drop", reason=f"容错评议 {case.code} 已决定终止项目，按该决定结算。")
    said = f"容错评议 {case.code} 经评议组评议，不予认定尽责，决定终止项目。"
    row = begin(project, BY_TOLERANCE, said, Party.BUREAU, project.challenge.handler, move.at)
    after = {"reason_code": BY_TOLERANCE}
    audit.record(move.actor, "closure.ask", row, f"容错评议后终止项目 {project.code}，转入结算", after=after)
    move.carry(row, "follow", reason=f"容错评议（{case.code}）不予认定尽责：{move.facts['reason']}")


def begin_hearing(closure, move):
    """The other side has its days; where the path says so the project rests meanwhile."""
    days = rulepack.value(closure, "closure_statement_days")
    closure.hearing_until = clock.after_days(move.at, days)
    path = rules.path_of(closure)
    if path["suspends"] and closure.project.state in IN_WORK:
        # The public reads this: what one side claims is not said before it is decided.
        move.carry(closure.project, "suspend", reason="办理终止程序期间暂停。")
        closure.has_suspended = True


def keep_statement(closure, move):
    """What one side says."""
    facts = {name: move.facts[name] for name in ("agrees", "text")}
    party = rules.party_of(move.actor, closure)
    closure.statements.append(ClosureStatement(party=party, user_id=move.actor.id, at=move.at, **facts))


def note_outcome(closure, move):
    """Why it was not taken up, withdrawn, or the project goes on."""
    closure.decision = move.facts["reason"]


def wake_project(closure, move):
    """What it has put to rest goes on."""
    if closure.has_suspended and closure.project.state is P.SUSPENDED:
        move.carry(closure.project, "resume", reason="终止程序已结束，项目继续履行。")


def end_project(closure, move):
    """The project ends; what was unlocked stays payable but of money that comes back whole, the rest is cancelled."""
    closure.decided_by_id, closure.decided_at = move.actor.id, move.at
    closure.decision = move.facts["reason"]
    path = rules.path_of(closure)
    facts = {"reason": move.facts["reason"], "reason_code": path["key"]}
    move.carry(closure.project, path["ends"], **facts)
    ledger.forfeit(closure.project, settlement.disallowed(closure), move)


def open_case(closure, move):
    """Where the path says so, a lead in the register of integrity about the side that has caused it."""
    side = rules.path_of(closure)["case"]
    if not side:
        return
    project = closure.project
    about = project.organisation if side == Party.BIDDER else project.challenge.organisation
    if register_of_cases.case_about(about, Origin.PROJECT, project.code) is None:
        facts = f"{rules.path_of(closure)['label']}。{closure.facts}\n处理决定：{closure.decision}"
        register_of_cases.open_case(move.actor, about, facts, Origin.PROJECT, project.code)


def freeze_accounts(closure, move):
    """From now on nothing is entered as spent, or the settlement would not hold; the sides have their days."""
    closure.project.accounts_closed_at = move.at
    closure.drawn_by_id, closure.objection = move.actor.id, ""
    days = rulepack.value(closure, "closure_settle_days")
    closure.settle_until = clock.after_days(move.at, days)


def reopen_accounts(closure, move):
    """One side does not agree: it is drawn up anew."""
    closure.project.accounts_closed_at = None
    closure.objection = move.facts["reason"]


def keep_confirmation(closure, move):
    """Who has confirmed; the last one makes it binding."""
    party = rules.party_of(move.actor, closure)
    if party is Party.BUREAU and (found := rules.sides_before_bureau(closure)):
        raise Refused(Refusal("needs", found))
    facts = {"party": party, "user_id": move.actor.id, "digest": closure.settlement_digest, "at": move.at}
    closure.signatures.append(ClosureSignature(round=closure.round, **facts))
    if not rules.awaited(closure):
        move.carry(closure, "agree")


def note_determined(closure, move):
    """The bureau has determined what the sides did not confirm in time."""
    closure.determined = move.facts["reason"]


def settle_accounts(closure, move):
    """What was valued is payable; what was spent of money that comes back whole does not count."""
    project, content = closure.project, closure.settlement
    by_number = {one.number: one for one in project.payments}
    for row in content["work"]:
        if row["amount_fen"]:
            ledger.revive(by_number[row["payment"]], row["amount_fen"], move)
    for payer in settlement.disallowed(closure):
        ledger.disallow(project, payer, move, "终止结算不予认可，须退回。")
    claims.await_arrivals(project, [Payer(one) for one in rules.path_of(closure)["returns"]])
    here = {Payer(row["payer"]): row["back_fen"] - row["underway_fen"] for row in content["payers"]}
    claims.owe(project, here, move)
    said = f"终止结算记入台账（{project.code}）"
    audit.record(move.actor, "project.settle", project, said, after={"digest": closure.settlement_digest})


def note_uncleared(closure, move):
    """It is closed although something is still owed: why, and which."""
    open_codes = [one.code for one in closure.project.payments if one.state not in (Y.CONFIRMED, Y.CANCELLED)]
    listed = f"（未付清：{'、'.join(open_codes)}）" if open_codes else ""
    claims.pursue_all(closure.project, move)
    closure.determined = f"{closure.determined}\n未清款项：{move.facts['reason']}{listed}".strip()
