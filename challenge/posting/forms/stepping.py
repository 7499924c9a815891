"""What every step of the form shares: values of the draft, values to save, the words of a mode."""

import re

from wtforms import fields

from challenge.posting.forms.fields import Base


class StepForm(Base):
    """One step; `changes` are the values to save, of fields without errors."""

    version = fields.HiddenField()
    LABEL = ""
    PLAIN: tuple = ()
    ROW_FIELDS: tuple = ()
    WORDS: dict = {}
    PARTS: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, said in self.WORDS.items():
            if name.endswith("_hint") and name.removesuffix("_hint") in self:
                self[name.removesuffix("_hint")].description = said
            elif name in self:
                self[name].label.text = said

    @classmethod
    def of(cls, challenge, formdata=None):
        """The form filled from the draft, or with what was typed."""
        return cls(formdata=formdata, data=cls.stored(challenge))

    @classmethod
    def stored(cls, challenge):
        """Values of the draft by field name."""
        parts = {f"part_{key}": challenge.particulars.get(key, "") for key in cls.PARTS}
        return {"version": challenge.version} | {name: getattr(challenge, name) for name in cls.PLAIN} | parts

    def changes(self):
        """Values to save, by column."""
        good = {name: self[name].data for name in self.PLAIN if not self[name].errors}
        if self.PARTS and not any(self[f"part_{key}"].errors for key in self.PARTS):
            good["particulars"] = {key: self[f"part_{key}"].data for key in self.PARTS}
        return good

    @property
    def part_fields(self):
        """What a list of this mode says besides, in order."""
        return [self[f"part_{key}"] for key in self.PARTS]

    def seen_version(self):
        """The version that the page showed, None when the field was lost."""
        text = str(self.version.data or "")
        return int(text) if re.fullmatch(r"\d{1,9}", text) else None
