"""Shapes of the forms of missions."""

from wtforms import RadioField, validators
from wtforms.fields.choices import SelectChoice

from accounts.states import INDUSTRIES
from challenge.envoys.forms import day_field, needed
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs
from core import clock

RATINGS = ((5, "5 分 非常满意"), (4, "4 分 满意"), (3, "3 分 一般"), (2, "2 分 不满意"), (1, "1 分 很不满意"))


class LookForm(Base):
    """Whom it is for; sent by GET."""

    class Meta(Base.Meta):
        """Nothing is changed by it."""

        csrf = False

    enterprise = Line(
        "企业",
        120,
        needed("请填写企业全称或统一社会信用代码。"),
        description="填写已通过审核的企业全称或统一社会信用代码。",
    )
    industry = Choice("服务领域", INDUSTRIES, empty="不限")
    about = Line("问题", 200, description="一句话写明要解决的问题，按它推荐特派员；可以留空。")


class AssignForm(Base):
    """Who, what for, until when; `offer` gives the people."""

    envoy = RadioField("特派员", choices=[], validators=[validators.InputRequired("请选择特派员。")])
    aim = Paragraphs("任务目标", 1000, needed("请写明要达到的目标，特派员和企业都会看到。"))
    due_on = day_field("任务期限", "请填写任务期限，例如 2026-12-31。")

    def offer(self, people):
        """`Candidate` rows; those whom something keeps away are not offered."""
        self.envoy.choices = [
            SelectChoice(one.envoy.code, one.label) for one in people if one.refusal is None
        ]
        return self

    def validate_due_on(self, field):
        """Not in the past."""
        if field.data < clock.today():
            raise validators.ValidationError("任务期限不能早于今天。")


class ReplaceForm(AssignForm):
    """The same for somebody else, and why."""

    aim = None
    reason = Paragraphs("改派理由", 1000, needed("请写明改派理由。"))


class FinishForm(Base):
    """What came of it."""

    outcome = RadioField("结果", choices=[], validators=[validators.InputRequired("请选择办结结果。")])
    matched = Line("已对接的专家", 40, description="选择“已对接专家”时填写在库专家的姓名或用户名。")
    text = Paragraphs("情况说明", 2000, needed("请写明做了什么、结果怎样。"))

    def offer(self, labels):
        """[(action, words)] of the results there are."""
        self.outcome.choices = [SelectChoice(*one) for one in labels]
        return self


class RateForm(Base):
    """How good it was, by the enterprise."""

    rating = RadioField(
        "满意度",
        coerce=int,
        choices=[SelectChoice(*one) for one in RATINGS],
        validators=[validators.InputRequired("请选择满意度。")],
    )
    text = Paragraphs("评价", 1000, needed("请写几句评价：帮助解决了什么，哪里可以改进。"))
