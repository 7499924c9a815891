"""What the mode of a list says, as an SQL condition: the copy frozen with its programme, else the mode as it is today."""

import sqlalchemy as sa

from challenge.posting.models import Challenge, Programme
from challenge.rulepack.mode_rules import data
from challenge.states import Mode

_FROZEN = Programme.rules[("mode", "label")].as_string().is_not(None)


def whose_mode(value, *path):
    """Condition on `Challenge`: its mode has this `value` (text or truth value) at `path`; SQL twin of `rulepack.mode_of`."""
    said = Programme.rules[("mode", *path)]
    found = said.as_boolean() if isinstance(value, bool) else said.as_string()
    today = [Mode(key) for key, entry in data().items() if _at(entry, path) == value]
    has_copy, has_value = (sa.select(Programme.id).where(_FROZEN, *one) for one in ((), (found == value,)))
    # No programme yet, or one that was made before modes were frozen.
    is_of_today = sa.or_(Challenge.programme_id.is_(None), Challenge.programme_id.not_in(has_copy))
    return sa.or_(Challenge.programme_id.in_(has_value), sa.and_(is_of_today, Challenge.mode.in_(today)))


def _at(entry, path):
    for key in path:
        entry = entry.get(key) if isinstance(entry, dict) else None
    return entry
