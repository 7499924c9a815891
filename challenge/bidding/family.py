"""关联单位 of the demander: every registered unit that may not bid on its list, and how each is related."""

import sqlalchemy as sa

from accounts.models import Organisation
from challenge.posting.demander import terms_of
from core.database import db
from core.spelling import plain
from talent import conflicts

BARS = ("block", "exclude")


def names_of(organisation):
    """The names it bears and has borne."""
    return (organisation.name, *(former.name for former in organisation.former_names))


class Family:
    """The poster and its related units, found by row, credit code or any name one has borne."""

    def __init__(self, challenge):
        self.poster = challenge.organisation
        found = conflicts.related_to(self.poster, terms_of(challenge))
        self._ties = {key: tie for key, tie in found.items() if tie.grade in BARS}
        self._unsure = {key: tie for key, tie in found.items() if tie.grade == "verify"}
        ids = {self.poster.id, *self._ties, *self._unsure}
        wanted = sa.select(Organisation).where(Organisation.id.in_(ids))
        wanted = wanted.options(sa.orm.selectinload(Organisation.former_names))
        rows = db.session.scalars(wanted).all()
        self._by_id = {one.id: one for one in rows}
        self._by_code = {one.credit_code: one for one in rows if one.credit_code}
        self._by_name = {plain(name): one for one in rows for name in names_of(one)}

    @property
    def codes(self):
        """信用代码 of all of them."""
        return frozenset(code for code, one in self._by_code.items() if one.id not in self._unsure)

    def find(self, *, id=None, code="", name=""):
        """The related unit that is meant, or None."""
        found = self._meant(id, code, name)
        return None if found is not None and found.id in self._unsure else found

    def unsure(self, *, id=None, code="", name=""):
        """The unit that may be related by a person of whom the name alone is known, or None."""
        found = self._meant(id, code, name)
        return found if found is not None and found.id in self._unsure else None

    def question(self, unit):
        """What is to be verified about such a unit, as the path."""
        return self._unsure[unit.id].path

    def _meant(self, id, code, name):
        return self._by_id.get(id) or self._by_code.get(code) or self._by_name.get(plain(name))

    def tie(self, unit):
        """How the unit is related, as `talent.conflicts.Conflict`; None for the poster itself."""
        return self._ties.get(unit.id) if unit.id != self.poster.id else None

    def path(self, unit):
        """How the unit is related to the poster, as a person reads it."""
        poster = self.poster
        if unit.id == poster.id:
            return f"即发榜方“{poster.name}”"
        if unit.id == poster.parent_id:
            return f"“{unit.name}”是发榜方“{poster.name}”的上级单位"
        if unit.parent_id == poster.id:
            return f"“{unit.name}”是发榜方“{poster.name}”的下属单位"
        if unit.parent_id is not None and unit.parent_id == poster.parent_id:
            return f"“{unit.name}”与发榜方“{poster.name}”同属一个上级单位"
        return f"“{unit.name}”与发榜方有关联：{self._ties[unit.id].path}"
