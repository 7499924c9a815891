"""What of an objection is ciphertext in the database: who objects, what was written, what was found."""

import hashlib
import hmac
import json
from pathlib import PurePath

from core import keys
from core.canonical import canonical

PURPOSE = "objection"
OBJECTOR = "异议人"
WRITTEN = ("item", "facts", "evidence", "remedy", "name", "phone", "email")


class Voice:
    """The objector as engine and log hear it: without number and name. Has no role of the account it stands for."""

    id = None
    organisation_id = None
    display_name = OBJECTOR
    is_authenticated = True
    grants = ()

    def __init__(self, user):
        self.mark = mark_of(user)


def mark_of(user):
    """The keyed mark of an account, by which its objections are found; '' for a visitor."""
    if isinstance(user, Voice):
        return user.mark
    number = getattr(user, "id", None)
    if number is None:
        return ""
    return hmac.new(keys.derived("objection/owner"), str(number).encode(), hashlib.sha256).hexdigest()


def put(objection, field, values):
    """Seal a dict into a column of the row."""
    setattr(objection, field, keys.encrypt(PURPOSE, canonical(values), _bound(objection, field)))


def get(objection, field):
    """The dict that was sealed into a column, empty when there is none."""
    sealed = getattr(objection, field)
    return json.loads(keys.decrypt(PURPOSE, sealed, _bound(objection, field))) if sealed else {}


def label(objection, name):
    """The sealed name of a file."""
    return keys.encrypt(PURPOSE, name.encode(), _bound(objection, "file"))


def name_of(objection, file):
    """The name of a file."""
    return keys.decrypt(PURPOSE, file.label, _bound(objection, "file")).decode()


def names_for(objection, may_know):
    """{file id: (name, original name)}: a name may tell who objects, so others read 证据1.pdf and no original.

    To the objector, and right after a logged look, `may_know` is true; the objector's own files keep their names.
    """
    return {one.id: _named(objection, one, number, may_know) for number, one in enumerate(objection.files, 1)}


def _named(objection, file, number, may_know):
    original = name_of(objection, file)
    return f"证据{number}{PurePath(original).suffix}", original if may_know else ""


def _bound(objection, field):
    # What belongs to one row and column opens nowhere else.
    return f"{field}/{objection.key}".encode()
