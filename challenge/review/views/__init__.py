"""Pages of review: `bp` with the formal check, the panel, the reviewer's own pages, ranking and decision."""

from challenge.review.choosing import views as choosing
from challenge.review.draw import views as draw
from challenge.review.views import (
    admitting,
    checking,
    committee,
    contacts,
    deciding,
    ranking,
    reviewer,
    scoring,
)
from challenge.review.views.blueprint import bp

__all__ = [
    "admitting",
    "bp",
    "checking",
    "choosing",
    "committee",
    "contacts",
    "deciding",
    "draw",
    "ranking",
    "reviewer",
    "scoring",
]
