"""A column whose texts are ciphertext under the server's key: who reads the database or its backup reads nothing."""

import sqlalchemy as sa

from core import keys


class SealedText(sa.types.TypeDecorator):
    """Text in Python, AES-256-GCM ciphertext in the table, bound to `place`; it cannot be searched or sorted by.

    Reading raises `keys.Damaged` when the ciphertext is not what was written.
    """

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        """Encrypt on the way into the table."""
        return None if value is None else keys.encrypt("column", value.encode(), self.place.encode())

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else keys.decrypt("column", value, self.place.encode()).decode()
