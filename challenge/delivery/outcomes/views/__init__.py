"""Pages of what comes of projects: lists, one record, its form, its steps; turnover; everything of one project."""

from challenge.delivery.outcomes.views import filling, projects, records, stepping, turnover
from challenge.delivery.outcomes.views.blueprint import bp

__all__ = ["bp", "filling", "projects", "records", "stepping", "turnover"]
