"""Pages of notice: the public notices and results, the officer's desk of a notice, the holiday table."""

from challenge.notice.views import desk, holidays, public
from challenge.notice.views.blueprint import bp

__all__ = ["bp", "desk", "holidays", "public"]
