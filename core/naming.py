"""What the log calls an affair: each package says for its own kinds what a reader knows them by."""

import dataclasses

import sqlalchemy as sa

from core.database import db

AT_ONCE = 5000
_affairs, _things = {}, {}


@dataclasses.dataclass(frozen=True, eq=False)
class Kind:
    """`label` says what it is; `known` selects (key, name) of those whose name every reader of the log may know."""

    label: str
    known: sa.Select | None = None
    is_thing: bool = True

    def names(self, keys):
        """Names by key, as far as they may be known; one query for up to `AT_ONCE` keys."""
        numbers = sorted(int(key) for key in keys if key.isdecimal()) if self.known is not None else []
        found = {}
        for start in range(0, len(numbers), AT_ONCE):
            asked = self.known.where(self.known.selected_columns[0].in_(numbers[start : start + AT_ONCE]))
            found.update({str(key): name for key, name in db.session.execute(asked)})
        return found

    def called(self, text):
        """SELECT of the keys whose name contains `text`."""
        key, name = self.known.selected_columns
        return self.known.where(name.icontains(text, autoescape=True)).with_only_columns(key)


OTHER = Kind("其他事项")


@dataclasses.dataclass(frozen=True)
class Named:
    """How one entry is called: its affair, and the thing within it when that is another one."""

    affair: str
    affair_name: str
    thing: str


def affair(key, label, known=None, *, is_thing=True):
    """Say what the threads `key:…` are about; `known` is a SELECT of (id, name). A thing of this kind is called so too.

    `is_thing` is false when entries of the thread are all about things of other kinds.
    """
    _affairs[key] = Kind(label, known, is_thing)


def thing(key, label, known=None):
    """Say what entries of this object type are about when they stand in the thread of another affair."""
    _things[key] = Kind(label, known)


def labels():
    """(object type, label) of all, for a filter."""
    kinds = (_affairs | _things).items()
    return sorted(((key, one.label) for key, one in kinds if one.is_thing), key=lambda pair: pair[1])


def of(entries):
    """`Named` by the number of each entry: one query for each kind among them, however many there are."""
    pairs = {entry.seq: _both(entry) for entry in entries}
    asked = {}
    for pair in pairs.values():
        for kind, key in pair:
            asked.setdefault(kind, set()).add(key)
    names = {kind: kind.names(keys) for kind, keys in asked.items()}
    return {seq: _named(affair_pair, thing_pair, names) for seq, (affair_pair, thing_pair) in pairs.items()}


def about(thread, object_mark, text):
    """Condition: the affair (`thread`) or the thing (a ``type:id`` expression) has a name that contains `text`."""
    return sa.or_(thread.in_(_marks(_affairs, text)), object_mark.in_(_marks(_affairs | _things, text)))


def _marks(kinds, text):
    return sa.union_all(
        *(
            sa.select(sa.literal(f"{key}:") + sa.cast(one.called(text).subquery().c[0], sa.String))
            for key, one in kinds.items()
            if one.known is not None
        )
    )


def _both(entry):
    what, _, key = entry.thread.partition(":")
    affair_kind = _affairs.get(what) or _things.get(what, OTHER)
    thing_kind = _things.get(entry.object_type) or _affairs.get(entry.object_type, OTHER)
    return (affair_kind, key), (thing_kind, entry.object_id)


def _named(affair_pair, thing_pair, names):
    kind, key = affair_pair
    return Named(
        kind.label, names[kind].get(key, ""), "" if thing_pair == affair_pair else _said(thing_pair, names)
    )


def _said(pair, names):
    kind, key = pair
    return f"{kind.label} {names[kind].get(key, '')}".strip()
