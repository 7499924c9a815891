"""What belongs into the archive of how a project ended before its time: closures, deliberations on tolerance."""

from core.canonical import utc_text


def documents(project):
    """(path, title, content) of everything that is kept as data."""
    for one in project.closures:
        yield f"closures/{one.number}.json", f"第 {one.number} 次终止办理（{one.state.label}）", _closure(one)
    for one in project.tolerances:
        yield f"tolerance/{one.code}.json", f"容错评议 {one.code}（{one.state.label}）", _tolerance(one)


def files_of(project):
    """(path, title, blob) of every file that was uploaded."""
    for one in project.closures:
        for file in one.files:
            path = f"closures/{one.number}/{file.id}-{file.name}"
            yield path, f"第 {one.number} 次终止办理：{file.party.label}的材料", file.blob
    for case in project.tolerances:
        for file in (file for said in case.statements for file in said.files):
            path = f"tolerance/{case.code}/{file.id}-{file.name}"
            yield path, f"容错评议 {case.code} 的陈述附件", file.blob


def _at(instant):
    return utc_text(instant) if instant else None


def _closure(one):
    return {
        "reason": one.reason_code,
        "state": one.state.label,
        "asked": {"for": one.asked_for.label, "by": one.asked_by.display_name, "at": _at(one.asked_at)},
        "facts": one.facts,
        "statements": [_said(each, each.user) | {"agrees": each.agrees} for each in one.statements],
        "decision": one.decision,
        "decided_at": _at(one.decided_at),
        "settlement": one.settlement,
        "digest": one.settlement_digest,
        "objection": one.objection,
        "determined": one.determined,
        "signatures": [
            {"party": each.party.label, "round": each.round, "digest": each.digest, "at": _at(each.at)}
            for each in one.signatures
        ],
    }


def _tolerance(one):
    return {
        "occasion": one.occasion.label,
        "cause": one.cause.label,
        "state": one.state.label,
        "request": one.request,
        "requested_at": _at(one.requested_at),
        "statements": [_said(each, each.by) for each in one.statements],
        "dossier": one.dossier,
        "digest": one.digest,
        "answer": one.answer,
        "reason": one.reason,
        "decided_at": _at(one.decided_at),
        "settlement": one.settlement,
    }


def _said(statement, person):
    return {
        "party": statement.party.label,
        "by": person.display_name,
        "at": _at(statement.at),
        "text": statement.text,
    }
