"""Rows of the bid's forms and their fields; texts, sums and numbers are those of the posting room."""

from wtforms import Form, SelectChoice

from challenge.posting.forms.fields import Line, Paragraphs, Wan, Whole

__all__ = ["Row", "Wan", "choices", "filled", "long", "percent", "short", "spare", "whole"]


def short(label, most=120, checks=(), **kwargs):
    """A line of text."""
    return Line(label, most, checks, **kwargs)


def long(label, most=4000, **kwargs):
    """A text of several lines."""
    return Paragraphs(label, most, **kwargs)


def whole(label, least, most, **kwargs):
    """A whole number within bounds; empty is None."""
    return Whole(label, least, most, render_kw={"inputmode": "numeric"}, **kwargs)


def percent(label):
    """A share of a hundred."""
    return whole(label, 0, 100)


def choices(pairs, first=None):
    """Choices of a select, radio or checkbox field; `first` is the label of an empty one."""
    empty = [SelectChoice("", first)] if first else []
    return empty + [SelectChoice(value, label) for value, label in pairs]


class Row(Form):
    """A row of a repeatable field; one in which nothing is typed does not count."""

    @property
    def is_empty(self):
        """Nothing was typed."""
        return not any(self.data.values())


def filled(rows):
    """Values of the rows in which something was typed."""
    return [entry.form.data for entry in rows.entries if not entry.form.is_empty]


def spare(rows, least=2):
    """Add empty rows, so that a page without JavaScript can take more."""
    blank = sum(entry.form.is_empty for entry in rows.entries)
    while blank < least and len(rows.entries) < rows.max_entries:
        rows.append_entry()
        blank += 1
