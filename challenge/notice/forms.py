"""Shapes of the forms of notice: publication, and a day of the holiday table."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from core.workdays import REST, WORK


def _clean(text):
    return text.replace("\x00", "").strip() if text else text


class PublishForm(FlaskForm):
    """The notice that was read, and the officer's word that it is right."""

    notice = fields.HiddenField()
    checked = fields.BooleanField("我已逐项核对公示内容。", [InputRequired("请核对后勾选。")])

    def notice_id(self):
        """Number of the notice that was shown, or None."""
        digits = self.notice.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class ActionForm(FlaskForm):
    """Nothing but the token."""


class HolidayForm(FlaskForm):
    """One day that departs from the weekend rule."""

    day = fields.DateField("日期", [InputRequired("请填写日期，例如 2027-01-01。")])
    kind = fields.RadioField(
        "安排",
        [AnyOf([REST, WORK], "请选择放假或上班。")],
        choices=[SelectChoice(REST, "放假（周一至周五休息）"), SelectChoice(WORK, "调休上班（周末工作）")],
        validate_choice=False,
    )
    name = fields.StringField(
        "名称",
        [DataRequired("请填写名称，例如“国庆节”。"), Length(max=40, message="不能超过 40 个字。")],
        filters=[_clean],
    )
    source = fields.StringField(
        "依据",
        [DataRequired("请填写依据的通知及文号。"), Length(max=200, message="不能超过 200 个字。")],
        filters=[_clean],
        description="例如：国务院办公厅关于 2027 年部分节假日安排的通知。",
    )

    confirmed = fields.BooleanField("我已知悉以上公示将随之顺延，顺延后不能缩短。")

    def validate_day(self, field):
        """The date must be one, in a year that can matter."""
        if field.data is None:
            field.errors = []
            raise ValidationError("请填写正确的日期，例如 2027-01-01。")
        if not 2020 <= field.data.year <= 2099:
            raise ValidationError("请填写 2020 年至 2099 年之间的日期。")

    def validate_kind(self, field):
        """Only what departs from the weekend is entered: else a slip of the year would go unseen."""
        if self.day.data is None or field.data not in (REST, WORK):
            return
        is_weekend = self.day.data.weekday() >= 5
        if is_weekend == (field.data == REST):
            usual = "周末，本来就休息" if is_weekend else "周一至周五，本来就上班"
            raise ValidationError(f"这一天是{usual}，无须录入。请核对日期和安排。")
