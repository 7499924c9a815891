"""Shapes of the forms of yearly assessments."""

from wtforms import RadioField, validators
from wtforms.fields.choices import SelectChoice

from challenge.envoys.forms import needed
from challenge.envoys.states import Grade
from challenge.posting.forms.fields import Base, Choice, Paragraphs, states


def _grades(label):
    return RadioField(
        label,
        choices=[SelectChoice(*one) for one in states(Grade)],
        validators=[validators.InputRequired("请选择等次。")],
    )


class BeginForm(Base):
    """Which year."""

    year = Choice("年度", (), needed("请选择年度。"), empty=None)

    def offer_years(self, this_year):
        """This year and the one before."""
        self.year.offer([(str(one), f"{one} 年") for one in (this_year, this_year - 1)])
        return self


class ReportForm(Base):
    """The year in the envoy's own words."""

    text = Paragraphs("年度总结", 5000, needed("请写明一年来的服务情况、成效和不足。"))


class OpinionForm(Base):
    """What the county thinks."""

    grade = _grades("建议等次")
    text = Paragraphs("县区意见", 2000, needed("请写明意见和依据。"))


class GradeForm(Base):
    """The bureau's grade."""

    grade = _grades("等次")
    reason = Paragraphs("理由", 2000, needed("请写明理由，本人会看到。"))


class AnswerForm(Base):
    """What the envoy says of it."""

    text = Paragraphs("本人意见", 2000, needed("请写明意见；没有意见的，写“无意见”。"))
