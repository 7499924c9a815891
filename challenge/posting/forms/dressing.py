"""The steps of the form in the words of a mode, with what a list of it says besides."""

from challenge import rulepack
from challenge.posting.forms.fields import Asked, Choice, Paragraphs
from challenge.posting.forms.steps import FORMS, BasicsForm


def form_of(number, challenge):
    """The form of a step in the words of the list's mode; what such a list says besides stands in the first step."""
    form, mode = FORMS[number], rulepack.mode_of(challenge)
    parts = mode.parts if form is BasicsForm else ()
    if not parts and not mode.labels:
        return form
    made = {f"part_{one['key']}": _part(one) for one in parts}
    told = {"WORDS": mode.labels, "PARTS": tuple(one["key"] for one in parts)}
    return type(form.__name__, (form,), made | told)


def _part(one):
    checks = [Asked()]
    if "options" in one:
        return Choice(one["label"], one["options"], checks, description=one["hint"])
    return Paragraphs(one["label"], one["most"], checks, description=one["hint"])
