"""`flask envoys verify`: do the figures and words of yearly assessments still have their digests?"""

import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from challenge.envoys.assessment.effects import is_sound
from challenge.envoys.assessment.models import Assessment
from core.audit import AuditEntry
from core.database import db
from core.proving import prove

envoys = AppGroup("envoys", help="科技特派员年度考核。")


def faults():
    """(how many were frozen, sentences about those that are not as they were)."""
    frozen = sa.select(Assessment).where(Assessment.digest != "").order_by(Assessment.id)
    rows = db.session.scalars(frozen).unique().all()
    logged = sa.select(AuditEntry).where(AuditEntry.action == "envoy_assessment.figures")
    told = {(one.object_id, one.after["digest"]) for one in db.session.scalars(logged)}
    found = []
    for one in rows:
        name = f"{one.envoy.code} {one.year} 年度"
        if not is_sound(one):
            found.append(f"{name}：内容与摘要不符。")
        elif (str(one.id), one.digest) not in told:
            found.append(f"{name}：日志中没有这一摘要。")
    return len(rows), found


@envoys.command("verify")
@with_appcontext
def verify():
    """Compute the digests anew and look them up in the log; exit 1 when one does not hold."""
    prove("份考核", faults())


def register(app):
    """Attach the group."""
    app.cli.add_command(envoys)
