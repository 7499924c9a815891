"""The form of feedback on a recommended expert: shape only."""

from wtforms import SelectChoice, fields, validators

from challenge.posting.forms.fields import Base, Paragraphs

ANSWERS = {"yes": "合适", "no": "不合适"}
REASON_MOST = 200


class FeedbackForm(Base):
    """Whether the expert fits, and why."""

    fits = fields.RadioField(
        "这位专家是否合适",
        [validators.AnyOf(ANSWERS, "请选择合适或不合适。")],
        choices=[SelectChoice(value, label) for value, label in ANSWERS.items()],
        validate_choice=False,
    )
    reason = Paragraphs("理由", REASON_MOST, description="可不填，最多 200 字。")
