"""Fields of the room's forms: clean texts, sums in 万元, whole numbers, instants in 北京时间, rows."""

import datetime as dt
import re
import unicodedata

from flask_wtf import FlaskForm
from wtforms import fields, validators
from wtforms.fields.choices import SelectChoice
from wtforms.form import Form

from core import clock, formats
from core.phrasing import in_words

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ROW_LIMIT = 20


PHONE = validators.Regexp(r"^[\d+\-() 转]*$", message="请只填写数字和连接号。")


class Asked:
    """Marks a field as required for submission; a draft may leave it empty."""

    field_flags = {"required": True}

    def __call__(self, form, field):
        """A draft saves with missing fields."""


class Needed:
    """Something must be there; what could not be read keeps its own sentence."""

    field_flags = {"required": True}

    def __init__(self, sentence):
        self.sentence = sentence

    def __call__(self, form, field):
        """More than nothing."""
        if field.data in (None, "") and not field.errors:
            raise validators.StopValidation(self.sentence)


class _Chinese:
    locales = ("zh_CN",)


class Base(FlaskForm):
    """A form whose messages are Chinese."""

    class Meta(_Chinese):
        """Language of messages."""


class Row(Form):
    """A row of a repeatable field; a row in which nothing was typed does not count."""

    class Meta(_Chinese):
        """Language of messages."""

    def is_empty(self):
        """Nothing was typed into the row's text fields."""
        return not any(str(one.data or "").strip() for one in self if isinstance(one, Line | Whole))


def clean(text):
    """Without control characters, composed, without surrounding spaces."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text or "")).replace("\r\n", "\n").strip()


class _AtMost(validators.Length):
    """A text of at most so many characters. The browser is not told: it would cut what is pasted, and say nothing."""

    def __init__(self, most):
        super().__init__(max=most, message=f"不能超过 {most} 个字。")
        self.field_flags = {}


class Line(fields.StringField):
    """A short text of at most `most` characters."""

    def __init__(self, label, most, checks=(), **kwargs):
        super().__init__(label, [_AtMost(most), *checks], filters=[clean], **kwargs)


class Paragraphs(fields.TextAreaField):
    """A long text of at most `most` characters."""

    def __init__(self, label, most=5000, checks=(), **kwargs):
        super().__init__(label, [_AtMost(most), *checks], filters=[clean], **kwargs)


class Choice(fields.SelectField):
    """One of (value, label) pairs or of a `State`; an empty choice comes first unless `empty` is None."""

    def __init__(self, label, options, checks=(), *, empty="请选择", **kwargs):
        self.empty = empty
        super().__init__(label, list(checks), choices=self._offered(options), **kwargs)

    def _offered(self, options):
        pairs = [one if isinstance(one, tuple) else (one, one) for one in options]
        first = [] if self.empty is None else [("", self.empty)]
        return [SelectChoice(*pair) for pair in first + pairs]

    def offer(self, options):
        """Replace what can be chosen."""
        self.choices = self._offered(options)

    def iter_choices(self):
        """What the page draws, in the words of what it is about."""
        for one in super().iter_choices():
            yield one._replace(label=in_words(one.label))

    def pre_validate(self, form):
        """Only what is offered."""
        if all((self.data or "") != one.value for one in self.choices):
            raise validators.ValidationError("请从列表中选择。")


def states(kind):
    """(value, label) pairs of a `State`."""
    return [(one.value, one.label) for one in kind]


class Wan(fields.StringField):
    """A sum typed in 万元, held in 分; an empty field is 0."""

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return formats.wan_number(self.data).removesuffix(".00") if self.data else ""

    def process_formdata(self, valuelist):
        """The 分 of what was typed."""
        if valuelist:
            self.data = 0
            self.data = formats.parse_wan(valuelist[0]) if valuelist[0].strip() else 0


class Yuan(fields.StringField):
    """A sum typed in 元, held in 分; an empty field is 0."""

    def _value(self):
        return self.raw_data[0] if self.raw_data else ""

    def process_formdata(self, valuelist):
        """The 分 of what was typed."""
        if valuelist:
            self.data = 0
            self.data = formats.parse_yuan(valuelist[0]) if valuelist[0].strip() else 0


class Whole(fields.StringField):
    """A whole number between `least` and `most`; an empty field is None."""

    def __init__(self, label, least, most, checks=(), **kwargs):
        super().__init__(label, list(checks), **kwargs)
        self.least, self.most = least, most

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist):
        """The number that was typed; full-width digits are read too."""
        if not valuelist:
            return
        text = unicodedata.normalize("NFKC", valuelist[0]).strip()
        self.data = None
        if text:
            if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not self.least <= int(text) <= self.most:
                raise ValueError(f"请填写 {self.least} 至 {self.most} 之间的整数。")
            self.data = int(text)


class Day(fields.DateField):
    """A date between `least` and 2100; an empty field is None. `until_today`: nothing that lies ahead."""

    def __init__(self, label, checks=(), *, least=2000, until_today=False, **kwargs):
        super().__init__(label, list(checks), **kwargs)
        self.least, self.until_today = least, until_today

    def process_formdata(self, valuelist):
        """The date that was typed."""
        if not valuelist:
            return
        self.data, text = None, valuelist[0].strip()
        if not text:
            return
        try:
            day = dt.date.fromisoformat(text)
        except ValueError as error:
            raise ValueError("请填写正确的日期，例如 2026-12-01。") from error
        if not self.least <= day.year <= 2100:
            raise ValueError(f"请填写 {self.least} 至 2100 年之间的日期。")
        if self.until_today and day > clock.today():
            raise ValueError("日期不能晚于今天。")
        self.data = day


def shown_minute(instant):
    """An instant as the field shows it."""
    return clock.beijing(instant).strftime("%Y-%m-%dT%H:%M")


class Instant(fields.DateTimeLocalField):
    """An instant typed as a clock in Beijing shows it; aware UTC inside."""

    def __init__(self, label, checks=(), **kwargs):
        super().__init__(label, list(checks), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def _value(self):
        if self.raw_data:
            return " ".join(self.raw_data)
        return shown_minute(self.data) if self.data else ""

    def process_formdata(self, valuelist):
        """The instant that was typed."""
        if not valuelist:
            return
        self.data, text = None, valuelist[0].strip()
        if not text:
            return
        try:
            typed = dt.datetime.fromisoformat(text.replace(" ", "T"))
        except ValueError as error:
            raise ValueError("请填写日期和时间，例如 2026-10-31 17:30。") from error
        if typed.tzinfo is not None or not 2000 <= typed.year <= 2100:
            raise ValueError("请填写 2000 至 2100 年之间的北京时间。")
        self.data = clock.beijing_instant(typed.date(), typed.time())


class Rows(fields.FieldList):
    """Repeatable rows; `data` leaves out rows in which nothing was typed."""

    def __init__(self, row, label, **kwargs):
        super().__init__(fields.FormField(row), label, max_entries=ROW_LIMIT, **kwargs)

    @property
    def filled(self):
        """The values of the rows in which something was typed."""
        return [entry.form.values() for entry in self.entries if not entry.form.is_empty()]

    def offer(self, values=None):
        """One more row, empty or filled; none beyond the limit."""
        if len(self.entries) < ROW_LIMIT:
            self.append_entry(values)
