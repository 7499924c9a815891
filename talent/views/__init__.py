"""Pages of the library under /desk/talent; one module a kind of page, one blueprint for all."""

from talent.views import imports, lists, mine, profiles
from talent.views.blueprint import bp

__all__ = ["bp", "imports", "lists", "mine", "profiles"]
