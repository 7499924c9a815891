"""Diligence found by an acceptance: the same record as after a case of its own, with dossier, settlement and precedent."""

from challenge.delivery.states import Party
from challenge.delivery.tolerance import dossier
from challenge.delivery.tolerance.effects import drop_all
from challenge.delivery.tolerance.models import Tolerance, ToleranceStatement
from challenge.delivery.tolerance.states import Occasion, T
from challenge.posting.codes import next_code
from core import audit, canonical
from core.database import db


def record_acceptance(project, move, *, cause, panel, asked, said, decided, reason):
    """The case of a project that its acceptance ends as diligent; called while the project still goes on.

    `asked` is (user, instant, text) of the team's application, `said` the same of the poster's certificate or None,
    `decided` (user id, instant) of the leader. A case that was open is dropped: the matter is decided.
    """
    drop_all(project, move, "验收认定尽责未达标结题，容错评议不再进行。")
    by, at, text = asked
    case = Tolerance(
        code=next_code("RP"),
        project=project,
        occasion=Occasion.ACCEPTANCE,
        cause=cause,
        state=T.STATING,
        state_since=move.at,
        requested_by=by,
        requested_at=at,
        request=text,
        panel=panel,
        decided_by_id=decided[0],
        decided_at=decided[1],
    )
    db.session.add(case)
    if by.id != project.leader_id:  # the leader has changed since
        _state(case, Party.BIDDER, asked)
    if said is not None:
        _state(case, Party.POSTER, said)
    db.session.flush()
    content = dossier.whole(case)
    case.dossier, case.digest, case.frozen_at = content, canonical.digest(content), move.at
    move.carry(case, "record", reason=reason)
    after = {"digest": case.digest}
    audit.record(move.actor, "tolerance.freeze", case, f"固定容错证据材料（{case.code}）", after=after)
    return case


def _state(case, party, said):
    by, at, text = said
    case.statements.append(ToleranceStatement(party=party, by=by, at=at, text=text))
