"""Lists: search, filters, sort, paging and export of one SELECT, driven by the URL."""

import dataclasses
import itertools
import math
import re
from collections.abc import Sequence
from urllib.parse import quote

import sqlalchemy as sa
from flask import Response, request, url_for
from werkzeug.http import dump_options_header

from core import clock, spreadsheet
from core.database import db
from core.spelling import plain

EXPORT_LIMIT = 10_000
LIKE_ESCAPE = "\\"


@dataclasses.dataclass
class Filter:
    """A filter in the URL: `apply(statement, value) -> statement`; choices as (value, label)."""

    name: str
    label: str
    apply: object
    choices: Sequence = ()
    kind: str = "choice"
    value: str = ""


def contains(column):
    """A case-insensitive containment filter over `column`, for short texts such as names."""
    return lambda statement, value: statement.where(column.icontains(value, autoescape=True))


def called(column, key, words):
    """Condition: the name in `column` contains the words, however typed; `key` holds its spelling (core/spelling.py)."""
    found, spelling = column.icontains(words, autoescape=True), plain(words)
    return sa.or_(found, key.contains(spelling, autoescape=True)) if spelling else found


def named(column, key):
    """A containment filter over names, see `called`."""
    return lambda statement, value: statement.where(called(column, key, value))


def equals(column, convert=str):
    """An equality filter; a value that does not convert matches nothing."""

    def narrow(statement, value):
        try:
            return statement.where(column == convert(value))
        except ValueError:
            return statement.where(sa.false())

    return narrow


class Listing:
    """A page of rows of `statement`: two queries (count and page) however many rows there are.

    `sorts`: key -> (label, column or columns); the first is the default, prefixed ``-`` for descending.
    `columns`: (heading, row -> value) pairs of the Excel export, of which at most `EXPORT_LIMIT` rows.
    """

    def __init__(self, statement, *, sorts, filters=(), columns=(), name="列表", per_page=20, scalars=True):
        self._scalars, self.columns, self.name = scalars, columns, name
        self.per_page, self.sorts = per_page, {key.lstrip("-"): value for key, value in sorts.items()}
        default = next(iter(sorts))
        asked = request.args.get("sort", default)
        if asked.lstrip("-") not in self.sorts:
            asked = default
        self.sort, self.descending = asked.lstrip("-"), asked.startswith("-")
        self.filters = [dataclasses.replace(one) for one in filters]
        for one in self.filters:
            one.value = request.args.get(one.name, "").strip()[:100]
            allowed = {str(value) for value, _ in one.choices}
            if one.kind == "choice" and one.value not in allowed:
                one.value = ""
            if one.value:
                statement = one.apply(statement, one.value)
        self._statement = statement
        self.export = request.args.get("export", "")
        self.is_export = self.export in ("xlsx", "csv") and bool(columns)
        counted = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
        self.total = db.session.scalar(counted)
        self.pages = max(1, math.ceil(self.total / self.per_page))
        self.page = min(max(1, request.args.get("page", 1, type=int)), self.pages)
        self.rows = self._fetch()

    def _fetch(self):
        order = self.sorts[self.sort][1]
        order = order if isinstance(order, tuple) else (order,)
        ordered = self._statement.order_by(*(c.desc() if self.descending else c.asc() for c in order))
        limit, offset = self.per_page, (self.page - 1) * self.per_page
        if self.is_export:
            limit, offset = EXPORT_LIMIT, 0
        found = db.session.execute(ordered.limit(limit).offset(offset))
        return found.scalars().unique().all() if self._scalars else found.all()

    def sum_of(self, name):
        """The sum of a column of what is listed, on all pages; one query."""
        rows = self._statement.order_by(None).subquery()
        return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(rows.c[name]), 0))))

    @property
    def query(self):
        """Parameters of the present URL that are in force."""
        kept = {one.name: one.value for one in self.filters if one.value}
        if "sort" in request.args:
            kept["sort"] = ("-" if self.descending else "") + self.sort
        return kept

    @property
    def is_filtered(self):
        """True when any filter narrows the list."""
        return any(one.value for one in self.filters)

    def url(self, **changes):
        """URL of this list with some parameters changed; None removes one."""
        merged = {**(request.view_args or {}), **self.query, **changes}
        return url_for(request.endpoint, **{k: v for k, v in merged.items() if v is not None})

    def sort_url(self, key):
        """URL that sorts by `key`, turning the direction when it is sorted by it already."""
        return self.url(sort="-" + key if self.sort == key and not self.descending else key)

    @property
    def export_url(self):
        """URL of the Excel file of what is seen, or None."""
        return self.url(export="xlsx") if self.columns else None

    @property
    def csv_url(self):
        """URL of the CSV file of what is seen, for programs that take no Excel file."""
        return self.url(export="csv")

    def download(self):
        """The file as a response, Excel or CSV as asked; call it when `is_export`."""
        headings = [heading for heading, _ in self.columns]
        rows = [[value(row) for _, value in self.columns] for row in self.rows]
        name = f"{self.name}-{clock.beijing(clock.now()):%Y%m%d}.{self.export}"
        if self.export == "csv":
            return attachment(spreadsheet.write_csv([headings, *rows]), name, "text/csv")
        return attachment(spreadsheet.write([(self.name, headings, rows)]), name, spreadsheet.MIME)


def attachment(data, filename, mime):
    """A download response with a UTF-8 filename that no browser shows inline."""
    response = Response(data, mimetype=mime)
    response.headers["Content-Disposition"] = _disposition(filename)
    return response


def streamed(pieces, size, filename, mime):
    """As `attachment`, for a large file: an iterator of bytes, `size` in all. What the first piece raises is raised here."""
    first = next(pieces, b"")
    response = Response(itertools.chain([first], pieces), mimetype=mime)
    response.content_length = size
    response.headers["Content-Disposition"] = _disposition(filename)
    return response


def _disposition(filename):
    """Headers are ASCII on the wire: the true name is percent-encoded, old programs get its suffix (RFC 6266)."""
    suffix = "".join(re.findall(r"\.[A-Za-z0-9]{1,5}$", filename))
    names = {"filename": f"download{suffix}", "filename*": f"UTF-8''{quote(filename, safe='')}"}
    return dump_options_header("attachment", names)
