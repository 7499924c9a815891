"""单位重名: which other organisations bear or have borne a name, however it is typed."""

import dataclasses
import datetime as dt

import sqlalchemy as sa

from accounts.models import FormerName, Organisation
from core.database import db
from core.formats import date_zh
from core.spelling import plain


@dataclasses.dataclass(frozen=True)
class Namesake:
    """Another organisation of this name: it bears it now, or has borne it `until` then.

    `own_former` is the former name of the organisation in question that they share; '' when it is the present one.
    """

    organisation: Organisation
    name: str
    until: dt.datetime | None = None
    own_former: str = ""

    @property
    def sentence(self):
        """Who has or had the name, without a full stop."""
        unit = f"单位“{self.organisation.name}”（{self.organisation.credit_code}）"
        if self.own_former:
            theirs = f"曾用名相同（用至 {date_zh(self.until)}）" if self.until else "现用名称相同"
            return f"曾用名“{self.own_former}”与{unit}的{theirs}"
        return (
            f"“{self.name}”是{unit}的曾用名，用至 {date_zh(self.until)}" if self.until else f"已有同名{unit}"
        )


def namesakes(name, besides):
    """Every organisation but `besides` that has this name or had it, those that have it now first."""
    key = plain(name)
    if not key:
        return []
    present = sa.select(Organisation).filter_by(name_key=key).where(Organisation.id != besides.id)
    former = sa.select(Organisation, FormerName).join(Organisation.former_names)
    former = former.where(FormerName.name_key == key, Organisation.id != besides.id)
    found = [Namesake(one, one.name) for one in db.session.scalars(present.order_by(Organisation.id))]
    return found + [
        Namesake(one, borne.name, borne.until)
        for one, borne in db.session.execute(former.order_by(FormerName.until.desc(), FormerName.id))
    ]


def namesakes_of(organisation):
    """`Namesake`s of the organisation's present name and of its former ones."""
    found = namesakes(organisation.name, organisation)
    for borne in organisation.former_names:
        shared = namesakes(borne.name, organisation)
        found += [dataclasses.replace(one, own_former=borne.name) for one in shared]
    return found
