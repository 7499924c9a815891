"""Shapes of the forms of tolerance."""

from wtforms import MultipleFileField, RadioField, fields, validators
from wtforms.fields.choices import SelectChoice

from challenge.delivery.tolerance import rules
from challenge.delivery.tolerance.states import After, Cause, Occasion
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, states
from challenge.posting.forms.uploads import WithFiles

OUTCOMES = {"grant": "认定尽责，项目尽责未达标结题", "refuse": "不予认定", "return": "退回重新评议（仅一次）"}


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class RequestForm(Base):
    """Why it is asked for."""

    project = None
    occasion = Choice("情形", states(Occasion), _needed("请选择情形。"))
    cause = Choice("主要原因", states(Cause), _needed("请选择主要原因。"))
    text = Paragraphs(
        "情况说明",
        5000,
        _needed("请写明情况。"),
        description="写清哪些指标没有达到、作过哪些尝试、为什么没有成功、何时提示过风险。发榜方会看到，请不要写未公开的技术秘密。",
    )

    def offer(self, project, occasions):
        """What can be asked for now."""
        self.project = project
        self.occasion.offer([(one.value, one.label) for one in occasions])
        return self

    def validate_text(self, field):
        """It says enough to be weighed."""
        if found := rules.too_short(self.project, field.data):
            raise validators.ValidationError(found)


class StatementForm(WithFiles):
    """What one side says, with what shows it."""

    statement = Paragraphs("陈述", 5000, _needed("请写明情况；没有意见的，也请写明。"))
    files = MultipleFileField(
        "附件", description="往来函件、现场记录、照片等，可以一次选多份；单份不超过 20 MB，加密保存。"
    )


class AnswerForm(Base):
    """What the team says of the opinion."""

    answer = Paragraphs("答复", 5000, _needed("请写明答复；没有补充的，也请写明。"))


class WithdrawForm(Base):
    """Why it is taken back."""

    withdrawal = Paragraphs("撤回理由", 1000, _needed("请写明理由。"))


class DecisionForm(Base):
    """What is decided, and what follows."""

    outcome = RadioField("决定", choices=[], validators=[validators.InputRequired("请选择决定。")])
    follows = Choice("不予认定的，项目", states(After), empty="请选择终止还是继续")
    reason = Paragraphs("理由", 2000, _needed("请写明理由，双方都会看到。"))

    def offer(self, actions):
        """The outcomes that are possible now."""
        self.outcome.choices = [SelectChoice(key, label) for key, label in OUTCOMES.items() if key in actions]
        if "refuse" not in actions:
            del self.follows
        return self

    def after(self):
        """What follows a refusal, or None."""
        return After(self.follows.data) if self.follows and self.follows.data else None

    def validate(self, **kwargs):
        """A refusal says what follows."""
        holds = super().validate(**kwargs)
        if holds and self.outcome.data == "refuse" and self.after() is None:
            self.follows.errors = ["请选择项目终止还是继续。"]
            return False
        return holds


class PrecedentForm(Base):
    """The summary without names."""

    title = Line(
        "标题", 80, _needed("请填写标题。"), description="写技术方向和问题，不写单位、人员和项目名称。"
    )
    summary = Paragraphs(
        "摘要", 2000, _needed("请写明经过。"), description="作过什么、为什么没有达到、记录和报告怎样。"
    )
    grounds = Paragraphs("认定或者不认定的理由", 1000, _needed("请写明理由。"))
    checked = fields.BooleanField(
        "我已核对：不含单位、人员、项目名称和技术秘密。", [validators.InputRequired("请核对后勾选。")]
    )

    def refuse_names(self, names):
        """Say which words tell whom the case is about; True when there are none."""
        if names:
            self.summary.errors = [f"摘要不能写出当事人，请删去：{'、'.join(names)}。"]
        return not names
