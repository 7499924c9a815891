"""Pages of the room, by audience: the public board, questions, the desk, the form, programmes."""

from challenge.posting.views import (
    amending_files,
    desk,
    drafting,
    handing_over,
    programmes,
    public,
    publishing,
    questions,
    steps,
)
from challenge.posting.views.blueprint import bp

__all__ = [
    "amending_files",
    "bp",
    "desk",
    "drafting",
    "handing_over",
    "programmes",
    "public",
    "publishing",
    "questions",
    "steps",
]
