"""Kinds of form fields of the library: clean texts, vocabularies, words in a line, whole numbers."""

import re
import unicodedata

from wtforms import fields
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from core import clock

_SPLIT = re.compile(r"[、，,;；\n]+")


def clean(text):
    """Text without control characters and outer blanks, line ends unified."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def most(number):
    """Validator of a length."""
    return Length(max=number, message=f"最多 {number} 个字，请精简。")


def text_field(label, longest, required="", **more):
    """A line of text, required when there is a sentence for it."""
    checks = [DataRequired(required)] if required else []
    return fields.StringField(label, [*checks, most(longest)], filters=[clean], **more)


def long_field(label, longest, required="", **more):
    """Several lines of text."""
    checks = [DataRequired(required)] if required else []
    return fields.TextAreaField(label, [*checks, most(longest)], filters=[clean], **more)


def choices(states, empty=None):
    """Options of states or plain words; `empty` is shown for no choice."""
    pairs = [(one.value, one.label) if hasattr(one, "label") else (one, one) for one in states]
    return [fields.SelectChoice(*pair) for pair in ([("", empty)] if empty else []) + pairs]


def one_of_field(label, states, empty=None, checks=(), **more):
    """One of a vocabulary."""
    return OneField(label, list(checks), choices=choices(states, empty), **more)


class OneField(fields.SelectField):
    """One of a vocabulary; nothing sent counts as nothing chosen, an unknown one is refused in Chinese."""

    def pre_validate(self, form):
        """Only values of the vocabulary."""
        self.data = self.data or ""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError("请在列表中选择一项。")


class ChecksField(fields.SelectMultipleField):
    """Several of a vocabulary as check boxes; an unknown one is refused in Chinese."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form):
        """Only values of the vocabulary."""
        allowed = {value for value, *_ in self.iter_choices()}
        if not set(self.data or []) <= allowed:
            raise ValidationError("所选内容不在可选范围内，请重新选择。")


class WordsField(fields.Field):
    """Words in one line, separated by 、 or commas; the data are a list."""

    widget = TextInput()

    def __init__(self, label, most, **more):
        super().__init__(label, [self._check], **more)
        self.most = most

    def _value(self):
        return "、".join(self.data or [])

    def process_formdata(self, valuelist):
        """Split what was typed."""
        parts = _SPLIT.split(clean(valuelist[0])) if valuelist else []
        self.data = list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def _check(self, _form, field):
        if len(field.data or []) > self.most or any(len(word) > 30 for word in field.data or []):
            raise ValidationError(f"最多 {self.most} 个，每个不超过 30 个字，用顿号分开。")


class WholeField(fields.IntegerField):
    """A whole number between two bounds, with a sentence of our own; nothing typed is None."""

    def __init__(self, label, least, most, sentence, **more):
        super().__init__(label, [], **more)
        self.least, self.most, self.sentence = least, most, sentence

    def process_formdata(self, valuelist):
        """Take what was typed."""
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            number = int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else -1
            if not self.least <= number <= self.most():
                raise ValueError(self.sentence.format(self.least, self.most()))
            self.data = number


def year_field(label, **more):
    """A year, or nothing."""
    sentence = "请填 {} 至 {} 之间的四位年份。"
    return WholeField(label, 1950, lambda: clock.today().year + 1, sentence, **more)
