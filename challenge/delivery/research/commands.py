"""`flask research verify`: compute every chain of R&D logs anew."""

from flask.cli import AppGroup, with_appcontext

from challenge.delivery.research.chain import faults
from challenge.delivery.research.models import ResearchEntry
from challenge.delivery.verifying import every_fault
from core.proving import prove

research = AppGroup("research", help="R&D logs of projects.")


@research.command("verify")
@with_appcontext
def verify():
    """Compute every chain anew and compare it with the log; exit 1 when one does not hold."""
    prove("个项目的研发记录", every_fault(ResearchEntry, faults))


def register(app):
    """Attach the group."""
    app.cli.add_command(research)
