"""What the reader of a recommendation chose in the address: filters, order, page."""

import dataclasses
import math

from flask import request, url_for


class Choice:
    """Filters, order and page of rows that are ranked outside the database; the components of lists take it.

    `orders`: keys, the first is the default. `found(total)` tells how many rows there are.
    """

    def __init__(self, filters, orders, per_page=20):
        self.per_page = per_page
        self.filters = [dataclasses.replace(one) for one in filters]
        for one in self.filters:
            one.value = request.args.get(one.name, "").strip()[:100]
            if one.choices and one.value not in {value for value, _ in one.choices}:
                one.value = ""
        asked = request.args.get("order", orders[0])
        self.order, self._default = asked if asked in orders else orders[0], orders[0]
        self.is_export = request.args.get("export") == "xlsx"
        self._asked_page = max(1, request.args.get("page", 1, type=int))
        self.total, self.page, self.pages = 0, 1, 1

    def found(self, total):
        """There are `total` rows; returns the place of the first one on this page."""
        self.total, self.pages = total, max(1, math.ceil(total / self.per_page))
        self.page = min(self._asked_page, self.pages)
        return self.start

    @property
    def start(self):
        """Rows before this page."""
        return (self.page - 1) * self.per_page

    @property
    def query(self):
        """Parameters in force, without the page."""
        kept = {one.name: one.value for one in self.filters if one.value}
        return kept | ({"order": self.order} if self.order != self._default else {})

    @property
    def is_filtered(self):
        """Any filter narrows the candidates."""
        return any(one.value for one in self.filters)

    def narrow(self, statement):
        """Apply the filters."""
        for one in self.filters:
            statement = one.apply(statement, one.value) if one.value else statement
        return statement

    def url(self, **changes):
        """This page with other parameters; None removes one."""
        merged = {**request.view_args, **self.query, **changes}
        return url_for(request.endpoint, **{k: v for k, v in merged.items() if v is not None})

    @property
    def export_url(self):
        """Address of the Excel file of what is seen."""
        return self.url(export="xlsx")
