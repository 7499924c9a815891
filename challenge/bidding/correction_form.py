"""The form of the one correction: explanations may change, promised values, prices and shares may not."""

from flask_wtf import FlaskForm

from challenge.bidding.content import CORRECTABLE
from challenge.bidding.fields import long


class CorrectionForm(FlaskForm):
    """One text area per correctable text, named by what it corrects."""

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


def correction_form(bid):
    """The form for this bid, filled with what stands now."""
    fields = {name: long(label) for name, label in CORRECTABLE.items()}
    values = {name: getattr(bid.content, name) for name in CORRECTABLE}
    for promise in bid.promises:
        for kind, label in (("test_plan", "测试方案"), ("deviation", "偏离说明")):
            name = f"{kind}_{promise.id}"
            fields[name] = long(f"{promise.indicator.name}：{label}", 2000)
            values[name] = getattr(promise, kind)
    return type("CorrectionForm", (CorrectionForm,), fields)(data=values)
