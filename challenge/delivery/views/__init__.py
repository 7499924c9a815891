"""Pages of projects on the desk, of their contracts, milestones, payments and expenses."""

from challenge.delivery.views import contract, desk, ledger, milestones, payments, spending
from challenge.delivery.views.blueprint import bp

__all__ = ["bp", "contract", "desk", "ledger", "milestones", "payments", "spending"]
