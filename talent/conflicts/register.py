"""The register of units as facts: names they bear and bore, parents, legal persons, shareholders, mail domains."""

import sqlalchemy as sa

from accounts.models import FormerName, Organisation, Shareholder
from core.database import db
from core.spelling import plain
from talent.conflicts.graph import Edge

COLUMNS = (
    Organisation.id,
    Organisation.name,
    Organisation.name_key,
    Organisation.credit_code,
    Organisation.parent_id,
    Organisation.legal_person,
    Organisation.mail_domain,
)


def unit(organisation_id):
    """The node of a registered organisation."""
    return f"unit:{organisation_id}"


def natural(name, of):
    """The node of somebody of whom the register knows the name alone, beside this unit.

    Who bears that name beside another unit may be somebody else: a question for a human, unless an account or a post
    at both says that it is one person.
    """
    return f"person:named:{plain(name)}:{of}"


class Register:
    """Every organisation, in three queries however many are asked for."""

    def __init__(self):
        self.rows = {row.id: row for row in db.session.execute(sa.select(*COLUMNS))}
        former = sa.select(FormerName.name_key, FormerName.organisation_id)
        former = former.order_by(FormerName.until, FormerName.id.desc())
        self._by_name = {key: unit(owner) for key, owner in db.session.execute(former)}
        self._by_name |= {row.name_key: unit(row.id) for row in self.rows.values()}
        self._by_domain = {row.mail_domain: unit(row.id) for row in self.rows.values() if row.mail_domain}
        held = sa.select(
            Shareholder.organisation_id, Shareholder.holder_id, Shareholder.name, Shareholder.percent
        )
        self._held = db.session.execute(held.order_by(Shareholder.id)).all()
        self.names = {unit(row.id): row.name for row in self.rows.values()}

    def node(self, organisation_id=None, name=""):
        """The node of a unit by id or by any of its names; of an unregistered one by its name; None of no name."""
        if organisation_id in self.rows:
            return unit(organisation_id)
        key = plain(name)
        if not key:
            return None
        found = self._by_name.get(key) or f"unit:named:{key}"
        self.names.setdefault(found, name)
        return found

    def knows(self, name):
        """The name is or was a registered unit's."""
        return plain(name) in self._by_name

    def of_domain(self, domains):
        """The node of the unit that one of these mail domains belongs to, or None."""
        return next((self._by_domain[one] for one in domains if one in self._by_domain), None)

    def edges(self):
        """Parents, legal persons and shareholders as `Edge`s."""
        for row in self.rows.values():
            if row.parent_id in self.rows:
                yield Edge(unit(row.id), unit(row.parent_id), "parent")
            if plain(row.legal_person):
                yield Edge(unit(row.id), natural(row.legal_person, unit(row.id)), "legal")
        for owned, holder, name, percent in self._held:
            start = self._holder(holder, name, unit(owned))
            if start is not None:
                yield Edge(start, unit(owned), "holds", percent=percent)

    def _holder(self, holder, name, owned):
        if holder in self.rows:
            return unit(holder)
        if plain(name) in self._by_name:
            return self._by_name[plain(name)]
        return natural(name, owned) if plain(name) else None

    def naturals(self):
        """(node, name, unit) of every person that the register names."""
        for row in self.rows.values():
            if plain(row.legal_person):
                yield natural(row.legal_person, unit(row.id)), row.legal_person, unit(row.id)
        for owned, holder, name, _ in self._held:
            if holder not in self.rows and plain(name) and plain(name) not in self._by_name:
                yield natural(name, unit(owned)), name, unit(owned)
