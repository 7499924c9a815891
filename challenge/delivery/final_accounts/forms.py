"""Shapes of the forms of final accounts."""

from wtforms import fields, validators

from challenge.posting.forms.fields import Base, Paragraphs


class HandInForm(Base):
    """The team stands for the figures that were shown."""

    digest = fields.HiddenField()
    agreed = fields.BooleanField(
        "我已核对各项金额，支出已全部登记；提交后不能再登记支出。",
        [validators.InputRequired("请核对后勾选。")],
    )


class ReasonForm(Base):
    """Why it goes back."""

    reason = Paragraphs("理由", 2000, [validators.DataRequired("请写明哪里不对、怎样改正。")])


class PlainForm(Base):
    """A step that asks for nothing."""
