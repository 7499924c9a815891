"""The form of a conclusion on one tie of an expert."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import AnyOf

from challenge.review.forms import SHORT, one_of, text
from challenge.review.states import Outcome


def admission_form(ties):
    """One of these ties (`talent.conflicts.Conflict`), what is concluded on it, and why; no `tie` without any."""

    class AdmissionForm(FlaskForm):
        tie = fields.RadioField(
            "哪一项关系",
            [AnyOf([one.token for one in ties], "请选择一项关系。")],
            choices=[SelectChoice(one.token, f"{one.label}：{one.path}") for one in ties],
            validate_choice=False,
        )
        outcome = one_of("结论", Outcome, "请选择结论。")
        reason = text("理由", SHORT, "请写明理由。")

    if not ties:
        del AdmissionForm.tie
    return AdmissionForm()
