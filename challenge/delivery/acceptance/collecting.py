"""What belongs into the archive of a project: documents made of rows, and files that were uploaded."""

from challenge.delivery.acceptance import ends
from challenge.delivery.acceptance.tables import accounts
from challenge.delivery.ledger.queries import transfers_of
from challenge.delivery.milestones.measuring import verdict_now
from challenge.delivery.panels.actions import vote_digest
from challenge.delivery.panels.states import Seat
from core.canonical import utc_text
from core.database import db


def documents(project):
    """(path, title, content) of everything that is kept as data."""
    yield "project.json", "项目", _project(project)
    for one in project.contracts:
        yield (
            f"contracts/version-{one.number}.json",
            f"任务书第 {one.number} 版（{one.kind.label}）",
            _contract(one),
        )
    yield "indicators.json", "指标链", [_chain(one) for one in project.indicators]
    for one in project.milestones:
        yield f"milestones/{one.number}-{one.id}.json", f"里程碑 {one.number}“{one.name}”", _milestone(one)
    yield "research.json", "研发记录", [_research(one) for one in project.research]
    yield "ledger/payments.json", "拨付", [_payment(one) for one in project.payments]
    yield (
        "ledger/transfers.json",
        "台账转账",
        [_transfer(one) for one in db.session.scalars(transfers_of(project)).unique()],
    )
    yield "ledger/expenses.json", "支出", [_expense(one) for one in project.expenses]
    yield "ledger/accounts.json", "归档时的账面", accounts(project)
    if project.final_account is not None and project.final_account.content is not None:
        yield "ledger/final-account.json", "决算", _final_account(project.final_account)
    for one in project.acceptances:
        yield f"acceptance/round-{one.round}.json", f"验收第 {one.round} 轮", _acceptance(one)
    yield from ends.documents(project)
    for one in project.panels:
        yield (
            f"panels/{one.id}.json",
            f"{one.purpose.label}组（第 {one.round} 轮，{one.state.label}）",
            _panel(one),
        )


def files_of(project):
    """(path, title, blob) of every file that was uploaded."""
    yield from _of_contracts(project)
    yield from _of_milestones(project)
    yield from _of_money(project)
    for entry in project.research:
        for file in entry.files:
            yield (
                f"research/{entry.number}/{file.id}-{file.name}",
                f"研发记录第 {entry.number} 条的附件",
                file.blob,
            )
    yield from ends.files_of(project)
    for one in project.acceptances:
        for file in one.files:
            path = f"acceptance/round-{one.round}/{file.id}-{file.name}"
            yield path, f"验收：{file.kind.label}", file.blob


def _of_contracts(project):
    for one in project.contracts:
        for signed in one.signatures:
            if signed.blob:
                path = f"contracts/version-{one.number}-{signed.party.value}-{signed.file_name}"
                yield path, f"任务书第 {one.number} 版：{signed.party.label}签字盖章件", signed.blob


def _of_milestones(project):
    given = ((one, each) for one in project.milestones for each in one.reports if each.given_at)
    for one, report in given:
        for file in report.files:
            path = f"milestones/{one.number}-{one.id}/{file.id}-{file.name}"
            yield path, f"里程碑 {one.number}：{report.source.label}", file.blob


def _of_money(project):
    for one in project.payments:
        if one.blob:
            yield f"ledger/payment-{one.number}-{one.file_name}", f"第 {one.number} 笔拨付的凭证", one.blob
    for one in project.expenses:
        if one.blob:
            yield f"ledger/expense-{one.id}-{one.file_name}", "支出凭证", one.blob


def _at(instant):
    return utc_text(instant) if instant else None


def _day(day):
    return day.isoformat() if day else None


def _project(one):
    return {
        "code": one.code,
        "challenge": one.challenge.code,
        "title": one.challenge.title,
        "poster": one.challenge.organisation.name,
        "bidder": one.organisation.name,
        "leader": one.leader.display_name,
        "state": one.state.label,
        "from": _day(one.starts_on),
        "to": _day(one.ends_on),
        "reason": one.reason,
    }


def _contract(one):
    signed = [
        {"party": each.party.label, "manner": each.manner.label, "digest": each.digest, "at": _at(each.at)}
        for each in one.signatures
    ]
    return {"state": one.state.label, "digest": one.digest, "content": one.content, "signatures": signed}


def _chain(one):
    measured = [
        {
            "source": each.source.label,
            "value": each.value,
            "due": each.due,
            "verdict": verdict_now(each).label,
            "why": each.why,
            "by_judge": each.is_by_judge,
            "at": _at(each.measured_at),
        }
        for each in one.measurements
    ]
    return {
        "name": one.name,
        "asked": one.asked,
        "promised": one.promised,
        "is_must": one.is_must,
        "measured": measured,
    }


def _milestone(one):
    reports = [
        {
            "source": each.source.label,
            "by": each.user.display_name,
            "round": each.round,
            "text": each.text,
            "institution": each.institution,
            "advice": each.advice.label if each.advice else None,
            "at": _at(each.given_at),
        }
        for each in one.reports
        if each.given_at
    ]
    return {
        "name": one.name,
        "due": _day(one.due_on),
        "state": one.state.label,
        "reason": one.reason,
        "reports": reports,
    }


def _research(one):
    return {
        "number": one.number,
        "worked_on": _day(one.worked_on),
        "kind": one.kind.label,
        "text": one.text,
        "by": one.author_name,
        "at": _at(one.at),
        "previous": one.previous,
        "digest": one.digest,
    }


def _payment(one):
    return {
        "code": one.code,
        "payer": one.payer.label,
        "kind": one.kind.label,
        "amount_fen": one.amount_fen,
        "state": one.state.label,
        "paid_on": _day(one.paid_on),
        "voucher": one.voucher,
    }


def _transfer(one):
    return {
        "id": one.id,
        "payer": one.payer.label,
        "from": one.from_account.label,
        "to": one.to_account.label,
        "amount_fen": one.amount_fen,
        "at": _at(one.at),
        "text": one.text,
    }


def _expense(one):
    return {
        "payer": one.payer.label,
        "line": one.line,
        "amount_fen": one.amount_fen,
        "on": _day(one.spent_on),
        "text": one.text,
        "voucher": one.voucher,
        "struck": one.struck_reason or None,
    }


def _acceptance(one):
    return {
        "round": one.round,
        "state": one.state.label,
        "summary": one.summary,
        "indicators": one.table,
        "accounts": one.accounts,
        "certificate": {
            "satisfaction": one.satisfaction.label if one.satisfaction else None,
            "text": one.certificate,
            "at": _at(one.certified_at),
        },
        "conclusion": one.conclusion_label,
        "basis": one.basis,
        "overrides": one.overrides,
        "override_reason": one.override_reason,
        "proposed": _said(one.proposed_by, one.proposed_at),
        "seconded": _said(one.second_by, one.second_at),
        "decided": _said(one.decided_by, one.decided_at) | {"reason": one.decision_reason},
        "notice": {"code": one.notice.code, "facts": one.notice.facts} if one.notice else None,
    }


def _final_account(one):
    return {
        "state": one.state.label,
        "digest": one.digest,
        "content": one.content,
        "handed_in": _said(one.handed_in_by, one.handed_in_at),
        "checked": _said(one.checked_by, one.checked_at),
    }


def _said(person, at):
    return {"by": person.display_name if person else None, "at": _at(at)}


def _panel(one):
    members = [
        {
            "number": number,
            "name": each.profile.name,
            "unit": each.profile.unit,
            "kind": each.profile.kind.label,
            "origin": each.origin.label,
            "state": each.state.label,
            "chair": each.is_chair,
            "tie": each.tie.label if each.tie else None,
            "reason": each.reason,
            "vote": each.vote.label if each.state is Seat.VOTED and each.vote else None,
            "note": each.note,
            "salt": each.salt,
            "digest": vote_digest(each) if each.vote else None,
        }
        for number, each in enumerate(one.members, 1)
    ]
    return {
        "purpose": one.purpose.label,
        "round": one.round,
        "state": one.state.label,
        "result": one.result,
        "opinion": one.opinion,
        "draw": one.transcript,
        "members": members,
    }
