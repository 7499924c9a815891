"""Pages of envoys."""

from challenge.envoys.views import assessments, missions, public, register, requests, visits
from challenge.envoys.views.blueprint import bp

__all__ = ["assessments", "bp", "missions", "public", "register", "requests", "visits"]
