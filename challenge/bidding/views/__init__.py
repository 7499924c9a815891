"""Pages of bids; `bp` carries them all."""

from challenge.bidding.views import (
    correction,
    coverage,
    detail,
    editing,
    handing_in,
    members,
    opening,
    receipts,
    replacing,
    starting,
    submitting,
    verifying,
)
from challenge.bidding.views.blueprint import bp

__all__ = [
    "bp",
    "correction",
    "coverage",
    "detail",
    "editing",
    "handing_in",
    "members",
    "opening",
    "receipts",
    "replacing",
    "starting",
    "submitting",
    "verifying",
]
