"""Pages of projects on the desk, of their contracts and of their milestones."""

from challenge.delivery.views import contract, desk, milestones
from challenge.delivery.views.blueprint import bp

__all__ = ["bp", "contract", "desk", "milestones"]
