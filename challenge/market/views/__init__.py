"""Pages of the market: the public room, the desk of offers, and inquiries."""

from challenge.market.views import desk, inquiries, public
from challenge.market.views.blueprint import bp

__all__ = ["bp", "desk", "inquiries", "public"]
