"""Every form of the product answers in Chinese, whatever is sent."""

import re

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField

from core.wording import LACKING

ENGLISH = re.compile(r"[A-Za-z]+ [A-Za-z]+")
OURS = ("core", "accounts", "talent", "challenge", "reports", "demo")
GARBAGE = ("abc", "", "-1", "9" * 30, "1e5", "2026-13-45", "x" * 5000)


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def forms():
    """All classes of forms that the pages have brought in; those a function makes, or fills, need its facts."""
    found = {one for one in below(Form) if one.__module__.split(".")[0] in OURS}
    named = {one for one in found if "<locals>" not in one.__qualname__ and one.__name__ != "CorrectionForm"}
    named = {one for one in named if not any(vars(one).get(rows) for rows in ("indicators", "tests"))}
    return sorted(named, key=lambda one: (one.__module__, one.__qualname__))


def sent_to(form, text):
    """The text at every field, and at those of the first row of repeatable ones."""
    sent = MultiDict()
    for field in form:
        sent[field.name] = text
        if isinstance(field, FieldList):
            row = field[0] if field.entries else field.append_entry()
            inner = row.form if isinstance(row, FormField) else [row]
            sent.update({one.name: text for one in inner})
    return sent


def offer_nothing(form):
    """The page gives the options of some fields; here there are none."""
    for field in form:
        if getattr(field, "choices", ()) is None:
            field.choices = []


def sentences(errors):
    for one in errors.values() if isinstance(errors, dict) else errors:
        yield from (one,) if isinstance(one, str) else sentences(one)


@pytest.mark.parametrize("text", GARBAGE, ids=[one[:10] or "empty" for one in GARBAGE])
def test_no_form_answers_in_english(app, text):
    said = set()
    for kind in forms():
        with app.test_request_context("/", method="POST"):
            form = kind(formdata=sent_to(kind(formdata=None), text))
            offer_nothing(form)
            form.validate()
            said |= {(kind.__qualname__, one) for one in sentences(form.errors) if ENGLISH.search(one)}
    assert said == set()


def test_sentences_that_the_library_lacks(app):
    wording = Form().meta.get_translations(None)
    assert {one: wording.gettext(one) for one in LACKING} == LACKING
    assert (
        wording.ngettext("Field must be at least %(min)d character long.", "", 2)
        == "字段长度必须至少 %(min)d 个字符。"
    )
