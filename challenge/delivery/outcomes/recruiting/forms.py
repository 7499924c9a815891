"""Shapes of the forms of talent records."""

from wtforms import fields, validators

from challenge.delivery.outcomes.states import Stay
from challenge.posting.forms.fields import Base, Choice, Day, Line, Needed, Paragraphs, states


class AgreeForm(Base):
    """What the person agrees to, and says."""

    stay = Choice("引进方式", states(Stay), [Needed("请选择引进方式。")])
    origin = Line("现工作单位和地区", 200, [Needed("请填写现工作单位和地区，例如“某大学，太原市”。")])
    needs = Paragraphs(
        "意向和需求",
        2000,
        description="希望承担的工作、在朔时间，以及住房、子女入学、实验条件等需求，可以留空。",
    )
    agreed = fields.BooleanField(
        "我同意市科技局为人才引进保存和使用上述信息，并提供给为我匹配的单位；我可以随时撤回，撤回后信息即删除。",
        [validators.InputRequired("请阅读后勾选；不同意的，请返回选择“不同意”。")],
    )


class NoteForm(Base):
    """How it goes on."""

    note = Paragraphs("跟进情况", 2000, [Needed("请填写跟进情况。")])


class MatchForm(Base):
    """The unit that may take the person in."""

    unit = Line("对接单位", 120, [Needed("请填写本市单位的名称或者统一社会信用代码。")])
    note = Paragraphs("匹配说明", 1000, description="为什么推荐这家单位，可以留空。")


class MeetForm(Base):
    """When they met, and what came of it."""

    day = Day("对接日期", [Needed("请填写对接日期，例如 2026-12-01。")], until_today=True)
    note = Paragraphs("对接情况", 2000, [Needed("请写明对接情况。")])


class SettleForm(Base):
    """When the person comes."""

    day = Day("引进日期", [Needed("请填写引进日期，例如 2026-12-01。")], until_today=True)
    note = Paragraphs("说明", 1000, description="聘任或合作的形式、期限等，可以留空。")


class CloseForm(Base):
    """Why not."""

    note = Paragraphs("原因", 1000, [Needed("请写明原因。")])


class PlainForm(Base):
    """A step that asks for nothing."""


STEPS = {"match": MatchForm, "meet": MeetForm, "settle": SettleForm, "close": CloseForm, "resume": CloseForm}
