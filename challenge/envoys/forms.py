"""Shapes of the forms of appointments and requests."""

from wtforms import RadioField, fields, validators, widgets
from wtforms.fields.choices import SelectChoice

from accounts.states import COUNTIES, INDUSTRIES
from challenge.envoys.states import Kind
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, Whole
from core import clock


def needed(sentence):
    """The check of a field that must not be empty."""
    return [validators.DataRequired(sentence)]


def _asked(sentence):
    return [validators.InputRequired(sentence)]


def day_field(label, sentence, **kwargs):
    """A day; what is no day gets a sentence."""
    return fields.DateField(label, [_Day(sentence)], **kwargs)


class _Day:
    """A day that was typed and is one, within a hundred years."""

    field_flags = {"required": True}

    def __init__(self, sentence):
        self.sentence = sentence

    def __call__(self, form, field):
        """One sentence, whatever is wrong."""
        if field.data is None or not 2000 <= field.data.year <= 2100:
            field.errors = []
            raise validators.StopValidation(self.sentence)


class TermForm(Base):
    """Until when, and how much at the same time."""

    ends_on = day_field("续聘至", "请填写续聘的结束日期，例如 2028-12-31。")
    capacity = Whole("同时承担任务上限", 1, 50, _asked("请填写同时承担的任务上限。"))


class AppointForm(Base):
    """Who, where, for what, how long."""

    kind = RadioField(
        "类别",
        choices=[SelectChoice(one.value, one.label) for one in Kind],
        validators=[validators.InputRequired("请选择类别。")],
    )
    who = Line(
        "人员",
        40,
        needed("请填写姓名或用户名。"),
        description="特派员须是人才库在库专家并有平台账号；专员须是局内或县区工作人员。填写姓名或用户名。",
    )
    county = Choice("服务县区", COUNTIES, needed("请选择服务县区。"))
    industries = fields.SelectMultipleField(
        "服务领域",
        [validators.InputRequired("请至少选择一个服务领域。")],
        choices=[SelectChoice(one, one) for one in INDUSTRIES],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        validate_choice=False,
    )
    starts_on = day_field("聘期开始", "请填写聘期开始日期，例如 2026-12-01。")
    ends_on = day_field("聘期结束", "请填写聘期结束日期，例如 2028-11-30。")
    capacity = Whole("同时承担任务上限", 1, 50, _asked("请填写同时承担的任务上限。"))
    basis = Line("聘任依据", 200, description="聘任文件名称和文号，可以留空。")

    def validate_industries(self, field):
        """Only fields that there are."""
        if not set(field.data or ()) <= set(INDUSTRIES):
            raise validators.ValidationError("请从列表中选择服务领域。")

    def validate_ends_on(self, field):
        """After its beginning, and not over already."""
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise validators.ValidationError("聘期结束须晚于聘期开始。")
        if field.data and field.data < clock.today():
            raise validators.ValidationError("聘期结束不能早于今天。")

    def term(self):
        """The columns of the appointment."""
        names = ("county", "industries", "starts_on", "ends_on", "capacity", "basis")
        return {name: self[name].data for name in names}


class ConsentForm(Base):
    """The person agrees."""

    agreed = fields.BooleanField(
        "我同意受聘，按任务要求如实填写服务记录，保守企业的商业秘密，不在服务中谋取私利。",
        [validators.InputRequired("请阅读后勾选。")],
    )
    is_named = fields.BooleanField(
        "同意在公开名录中显示我的姓名、单位和服务领域",
        description="可以不同意，不影响受聘；以后可以随时更改。",
    )


class NamedForm(Base):
    """Whether the public reads the name."""

    is_named = fields.BooleanField("同意在公开名录中显示我的姓名、单位和服务领域")


class RequestForm(Base):
    """What an enterprise wants help with."""

    topic = Line("事项", 80, needed("请用一句话写明需要帮助的事项。"))
    industry = Choice("产业领域", INDUSTRIES, needed("请选择产业领域。"))
    text = Paragraphs(
        "具体情况",
        2000,
        needed("请写明遇到的问题、已经做过的尝试和希望得到的帮助。"),
        description="只有安排的特派员、科技局和所在县区能看到；涉及商业秘密的内容请当面说明。",
    )
    wanted = Choice("希望的特派员", (), empty="由科技局安排")


class ReasonForm(Base):
    """Why."""

    reason = Paragraphs("理由", 1000, needed("请写明理由。"))
