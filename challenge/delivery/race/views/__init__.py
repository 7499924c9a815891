"""Pages of races: gates before publication, the race as it stands, the day of a gate, who gives up."""

from challenge.delivery.race.views import defining, gate, giving_up, objecting, showing
from challenge.delivery.race.views.blueprint import bp

__all__ = ["bp", "defining", "gate", "giving_up", "objecting", "showing"]
