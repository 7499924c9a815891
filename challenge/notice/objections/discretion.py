"""Whether a text tells who objects: the one question of the answers of a handler and of what the objector writes."""

import re
import unicodedata

from accounts.models import Organisation
from core.database import db

SHORTEST = 2
SHORTEST_UNIT = 4
_GAPS = re.compile(r"[^\S\n]|[-·•・()（）]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LEGAL_FORM = re.compile(r"(股份|集团|控股|有限|责任)*公司$|集团$")


def names(text, who):
    """Whether `text` contains name, contact or unit (present, former or short name) of `who`, however it is spaced."""
    seen = _seen(text)
    return any(word in seen for word in _words(who))


def _words(who):
    plain = [who.get(name) for name in ("name", "account_name", "phone", "email")]
    words = {_seen(one) for one in plain if one}
    for unit in _units(who):
        words |= {_seen(unit), *_short(unit)}
    return {one for one in words if len(one) >= SHORTEST}


def _units(who):
    row = db.session.get(Organisation, who["organisation_id"]) if who.get("organisation_id") else None
    known = [row.name, *(one.name for one in row.former_names)] if row is not None else []
    return {one for one in (who.get("unit"), *known) if one}


def _short(unit):
    """The name without what stands in brackets, and that without its legal form, as far as these still tell a unit."""
    bare = _seen(_IN_BRACKETS.sub("", unit))
    return {one for one in (bare, _LEGAL_FORM.sub("", bare)) if len(one) >= SHORTEST_UNIT}


def _seen(text):
    # Lines stay apart: the end of one and the beginning of the next are no name.
    return _GAPS.sub("", unicodedata.normalize("NFKC", text or "").casefold())
