"""Pages of custody; `bp` carries them all."""

from challenge.custody.views import account, desk
from challenge.custody.views.blueprint import bp

__all__ = ["account", "bp", "desk"]
