"""Shapes of the forms of the integrity register."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import AnyOf

from talent.fields import WholeField, choices, long_field, one_of_field, text_field
from talent.integrity import actions, levels
from talent.integrity.states import Origin

KINDS = (("person", "个人"), ("organisation", "单位"))
LONGEST = 5000


def kind_field():
    """A person or an organisation."""
    return fields.RadioField(
        "当事人",
        [AnyOf([key for key, _ in KINDS], "请选择个人或单位。")],
        choices=[SelectChoice(*one) for one in KINDS],
        validate_choice=False,
    )


def subject_field():
    """Who it is about."""
    return text_field(
        "姓名或单位",
        120,
        "请填写当事人。",
        description="个人填账号（用户名），没有账号的专家填姓名；单位填全称或统一社会信用代码。",
    )


class SubjectForm(FlaskForm):
    """Who a case is about."""

    kind = kind_field()
    subject = subject_field()

    def named(self):
        """The person or organisation that is meant; None, with the sentence at its field, when there is none."""
        try:
            return actions.find_subject(self.kind.data, self.subject.data)
        except ValueError as error:
            self.subject.errors = [str(error)]
            return None


class ReferralForm(SubjectForm):
    """A case that comes from a contact report or an objection; whoever told of it stays out of the facts."""

    facts = long_field(
        "涉嫌失信的事实",
        LONGEST,
        "请写明事实。",
        description="告知申辩时，当事人会看到这一段：请勿写明报告人或异议人是谁。",
    )


class CaseForm(SubjectForm):
    """A new case: who, where from, what is alleged."""

    origin = one_of_field("线索来源", [one for one in Origin if one is not Origin.CONTACT])
    reference = text_field("来源编号", 40, description="例如异议编号、移送文号，可不填。")
    facts = long_field(
        "涉嫌失信的事实", LONGEST, "请写明事实。", description="告知申辩时，当事人会看到这一段。"
    )


class WordsForm(FlaskForm):
    """The words of a step."""

    text = long_field("内容或理由", LONGEST, "请写明内容或理由。")


class PlainForm(FlaskForm):
    """A step that asks nothing."""


class FindingForm(FlaskForm):
    """The proposed finding."""

    level = one_of_field("认定等级", [], "请选择", [AnyOf(levels.levels(), "请选择认定等级。")])
    months = WholeField("限制期限（月）", 1, lambda: 240, "请填 {} 至 {} 之间的整数。")
    text = long_field("认定理由", LONGEST, "请写明认定的事实、依据和理由。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.level.choices = choices([], "请选择") + [
            SelectChoice(one.key, f"{one.label}（{one.span}，{one.clause}）")
            for one in levels.levels().values()
        ]
