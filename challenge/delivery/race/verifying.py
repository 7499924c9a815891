"""Does the money that lanes gave each other hold: what a lane got is what its ledger has planned for it, and nothing is lost."""

import sqlalchemy as sa

from challenge.delivery.race.models import RaceGate, Reallocation
from core.database import db


def lane_faults(project):
    """What a lane got at gates against the payments that were planned from it, as sentences."""
    found = {}
    rows = sa.select(Reallocation).filter_by(project_id=project.id).where(Reallocation.amount_fen > 0)
    for one in db.session.scalars(rows):
        found[one.gate_id, one.payer] = found.get((one.gate_id, one.payer), 0) + one.amount_fen
    for one in project.payments:
        if one.gate_id is not None:
            found[one.gate_id, one.payer] = found.get((one.gate_id, one.payer), 0) - one.amount_fen
    for (_gate, payer), rest in found.items():
        if rest:
            yield f"{project.code}：{payer.label}的调剂转入与台账不一致。"


def gate_faults():
    """Gates of which what went out is not what came in, as sentences."""
    total = sa.func.sum(Reallocation.amount_fen)
    columns = (Reallocation.gate_id, Reallocation.payer, Reallocation.kind)
    uneven = sa.select(*columns).group_by(*columns).having(total != 0)
    found = [(db.session.get(RaceGate, gate), payer) for gate, payer, _kind in db.session.execute(uneven)]
    return [
        f"{gate.challenge.code} {gate.title}：{payer.label}的调剂转出与转入不平。" for gate, payer in found
    ]
