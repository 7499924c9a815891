"""Pages of projects on the desk, and of their contracts."""

from challenge.delivery.views import contract, desk
from challenge.delivery.views.blueprint import bp

__all__ = ["bp", "contract", "desk"]
