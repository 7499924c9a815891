"""Does a summary name somebody: units, people and codes of the project must not stand in a published precedent."""

import re
import unicodedata

from challenge.bidding.family import names_of
from core.spelling import plain

_TAIL = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团|公司)$")
SHORTEST = 2


def names_in(case, *texts):
    """Words of these texts that would tell whom the case is about, as they are registered; empty when there are none."""
    said = _spelt("".join(texts))
    return [one for one in _telling(case.project) if len(plain(one)) >= SHORTEST and plain(one) in said]


def _spelt(text):
    """As `core.spelling.plain`, of any length."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(plain(one) for one in wide)


def _telling(project):
    challenge, bid = project.challenge, project.bid
    units = [name for one in (project.organisation, challenge.organisation) for name in names_of(one)]
    units += [one.name for one in bid.partners]
    people = [project.leader.display_name, challenge.author.display_name, challenge.contact_name or ""]
    people += [one.name for one in bid.members]
    codes = [project.code, challenge.code, bid.code, challenge.title]
    short = [_TAIL.sub("", one) for one in units]
    return list(dict.fromkeys([*units, *short, *people, *codes]))
