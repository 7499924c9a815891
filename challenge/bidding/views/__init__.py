"""Pages of bids; `bp` carries them all."""

from challenge.bidding.views import (
    correction,
    detail,
    editing,
    members,
    opening,
    receipts,
    starting,
    submitting,
)
from challenge.bidding.views.blueprint import bp

__all__ = [
    "bp",
    "correction",
    "detail",
    "editing",
    "members",
    "opening",
    "receipts",
    "starting",
    "submitting",
]
