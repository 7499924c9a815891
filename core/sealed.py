"""Fields that stand encrypted in the database: a dict under the key of its purpose, bound to its row's code."""

import hashlib
import hmac
import json

from core import keys


class SealedJson:
    """A dict kept as ciphertext in the column `column` (LargeBinary) of a row that has a `code`.

    Read it whole and set it whole: {} while nothing was set. Ciphertext that was copied from another row, or changed,
    raises `keys.Damaged`. The code of the row must be set before.
    """

    def __init__(self, column: str, purpose: str):
        self.column, self.purpose = column, purpose

    def __get__(self, row, owner=None):
        if row is None:
            return self
        kept = getattr(row, self.column)
        if kept is None:
            return {}
        return json.loads(keys.decrypt(self.purpose, kept, row.code.encode("utf-8")))

    def __set__(self, row, value: dict):
        plain = json.dumps(value, ensure_ascii=False).encode("utf-8")
        setattr(row, self.column, keys.encrypt(self.purpose, plain, row.code.encode("utf-8")))


def mark(purpose: str, value: object) -> str:
    """Return 64 hex digits by which rows about `value` are found, and that tell nothing without the server's key."""
    secret = keys.derived("mark/" + purpose)
    return hmac.new(secret, str(value).encode("utf-8"), hashlib.sha256).hexdigest()
