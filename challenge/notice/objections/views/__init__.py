"""Pages of objections: writing one, the list, one objection and its steps."""

from challenge.notice.objections.views import desk, handling, paper, referral, writing
from challenge.notice.objections.views.blueprint import bp

__all__ = ["bp", "desk", "handling", "paper", "referral", "writing"]
