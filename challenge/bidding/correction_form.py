"""The form of the one correction: explanations and files may be added; promised values, prices and shares stay."""

from flask_wtf import FlaskForm
from wtforms import MultipleFileField

from challenge.bidding.content import CORRECTABLE
from challenge.bidding.fields import long
from core.inspection import ACCEPT, RefusedFile, inspect

MOST_FILES = 5
NOTHING = "还没有补正任何内容。请按形式审查意见补充说明或上传材料，再提交；补正仅一次。"


class CorrectionForm(FlaskForm):
    """One text area per correctable text, named by what it corrects; `before` is what stands now."""

    before = {}

    @property
    def texts(self):
        """Correctable sections by name."""
        return {name: self[name].data for name in CORRECTABLE}

    @property
    def deviations(self):
        """By promise id."""
        return self._by_promise("deviation_")

    @property
    def test_plans(self):
        """By promise id."""
        return self._by_promise("test_plan_")

    def _by_promise(self, prefix):
        return {int(f.name.removeprefix(prefix)): f.data for f in self if f.name.startswith(prefix)}

    def validate(self, extra_validators=None):
        """Also that nothing is taken away, that files are what they say, and that something is corrected."""
        fine = super().validate(extra_validators)
        for name, text in self.before.items():
            if text and not self[name].data:
                self._blame(self[name], "补正只能补充说明，不能删去原有内容。")
        self.accepted = self._inspected()
        fine = fine and not self.errors
        if fine and not self.accepted and all(self[name].data == text for name, text in self.before.items()):
            self.form_errors.append(NOTHING)
        return fine and not self.errors

    def _inspected(self):
        """[(what the inspection found, bytes)] of the files that were sent."""
        sent = [one for one in self.files.data or () if getattr(one, "filename", "")]
        if len(sent) > MOST_FILES:
            self._blame(self.files, f"补充材料最多 {MOST_FILES} 个。")
            return []
        try:
            read = [(one.filename, one.read()) for one in sent]
            return [(inspect(name, data), data) for name, data in read]
        except RefusedFile as refused:
            self._blame(self.files, str(refused))
            return []

    def _blame(self, field, sentence):
        field.errors = [*field.errors, sentence]


def correction_form(bid):
    """The form for this bid, filled with what stands now."""
    fields = {name: long(label) for name, label in CORRECTABLE.items()}
    values = {name: getattr(bid.content, name) for name in CORRECTABLE}
    for promise in bid.promises:
        for kind, label in (("test_plan", "测试方案"), ("deviation", "偏离说明")):
            name = f"{kind}_{promise.id}"
            fields[name] = long(f"{promise.indicator.name}：{label}", 2000)
            values[name] = getattr(promise, kind)
    fields["files"] = MultipleFileField(
        "补充材料",
        render_kw={"accept": ACCEPT},
        description=f"可不上传，最多 {MOST_FILES} 个；PDF、Word、Excel 或图片，每个不超过 20 MB。",
    )
    return type("CorrectionForm", (CorrectionForm,), fields | {"before": values})(data=values)
