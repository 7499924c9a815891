"""Pages of projects on the desk, of their contracts, milestones, payments and expenses."""

from challenge.delivery.views import (
    acceptance,
    acceptance_page,
    archives,
    changes,
    closing,
    contract,
    desk,
    dossier,
    final_account,
    ledger,
    milestones,
    panels,
    payments,
    precedents,
    research,
    spending,
    tolerance,
)
from challenge.delivery.views.blueprint import bp

__all__ = [
    "acceptance",
    "acceptance_page",
    "archives",
    "bp",
    "changes",
    "closing",
    "contract",
    "desk",
    "dossier",
    "final_account",
    "ledger",
    "milestones",
    "panels",
    "payments",
    "precedents",
    "research",
    "spending",
    "tolerance",
]
