"""Public pages for visitors, kept for the running second and thrown away as soon as anything is logged.

Every change of business rows writes to the log in the same transaction, so the number of the newest entry names
the state of the data; the second bounds what the clock alone changes (a deadline that passes, the page's time).
"""

import functools

import sqlalchemy as sa
from flask import current_app, request, session

from core import clock
from core.audit import AuditEntry
from core.database import db

MOST_PAGES = 500
_NEWEST = sa.select(sa.func.max(AuditEntry.seq))


class Shelf:
    """The pages of one moment: `moment` is (newest log entry, second); a later one empties the shelf."""

    def __init__(self):
        self._filled = (None, {})

    def at(self, moment):
        """The dict of pages of this moment, from (root address, path with query) to text."""
        filled = self._filled
        if filled[0] != moment:
            # One assignment: no thread may find the new moment beside the old pages.
            self._filled = filled = (moment, {})
        return filled[1]


def kept(view):
    """Answer visitors from the shelf. For views whose text depends on address, data and clock alone.

    Whoever sends a cookie is never a visitor, and a page that begins a session (a form does) is not kept.
    """

    @functools.wraps(view)
    def answered(*args, **kwargs):
        if request.cookies or request.authorization or not current_app.config["KEEP_PAGES"]:
            return view(*args, **kwargs)
        pages = _shelf().at((db.session.scalar(_NEWEST), int(clock.now().timestamp())))
        address = (request.root_url, request.full_path)
        if address in pages:
            return pages[address]
        answer = view(*args, **kwargs)
        if isinstance(answer, str) and not session.modified and len(pages) < MOST_PAGES:
            pages[address] = answer
        return answer

    return answered


def _shelf():
    return current_app.extensions.setdefault("kept_pages", Shelf())
