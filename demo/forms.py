"""The form of the demonstration clock."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

MOST_AT_ONCE = 365


class AdvanceForm(FlaskForm):
    """How many days."""

    days = IntegerField(
        "拨快天数",
        [
            InputRequired("请填写天数。"),
            NumberRange(1, MOST_AT_ONCE, message=f"请填写 1 至 {MOST_AT_ONCE} 之间的整数。"),
        ],
        default=3,
    )
