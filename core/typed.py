"""What people type, without control characters: no text needs them, and PostgreSQL, XML and HTML refuse them."""

import re

from flask import Request, abort, request
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict

_ENDS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# C0 without tab and line breaks, DEL and C1, halves of pairs, and what Unicode declares to be no character.
_UNWANTED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")


def cleaned(text):
    """The text without characters that are none; anything but a text stays as it is."""
    return _UNWANTED.sub("", text) if isinstance(text, str) else text


class Values(ImmutableMultiDict):
    """Parameters and fields of a request, cleaned; uploaded files pass through."""

    def __init__(self, pairs=None):
        pairs = pairs.items(multi=True) if hasattr(pairs, "items") else pairs or ()
        super().__init__([(cleaned(name), cleaned(value)) for name, value in pairs])


class TypedRequest(Request):
    """A request whose `args`, `form` and `values` hold cleaned texts."""

    parameter_storage_class = Values


def keep_key():
    """The name under which a tab remembers what this person types into the form of this page (static/drafts.js)."""
    return f"{getattr(current_user, 'id', 0)}:{request.path}"


def register(app):
    """Use it for every request; an address with such characters leads nowhere."""
    app.request_class = TypedRequest
    app.jinja_env.globals.update(keep_key=keep_key)

    @app.before_request
    def _refuse_odd_addresses():
        if _UNWANTED.search(request.path):
            abort(404)
