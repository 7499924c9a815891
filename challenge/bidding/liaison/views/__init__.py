"""Pages of contacts and agreements; `bp` carries them all."""

from challenge.bidding.liaison.views import agreeing, contacting
from challenge.bidding.liaison.views.blueprint import bp

__all__ = ["agreeing", "bp", "contacting"]
