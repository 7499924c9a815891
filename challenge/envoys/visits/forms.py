"""Shapes of the forms of visits."""

from wtforms import MultipleFileField, fields, validators, widgets
from wtforms.fields.choices import SelectChoice

from challenge.envoys.forms import day_field, needed
from challenge.envoys.states import Manner
from challenge.envoys.visits.actions import SAID
from challenge.posting.forms.fields import Choice, Line, Paragraphs, states
from challenge.posting.forms.uploads import WithFiles
from core import clock

PROBLEMS_MAX, PROBLEM_LONGEST = 8, 500


class VisitForm(WithFiles):
    """What happened."""

    visited_on = day_field("服务日期", "请填写服务日期，例如 2026-11-20。")
    manner = Choice("方式", states(Manner), needed("请选择服务方式。"))
    place = Line("地点", 80)
    people_met = Line("会见人员", 200, needed("请填写会见的企业人员姓名和职务。"))
    problems = Paragraphs(
        "发现的问题",
        4000,
        description=f"每行一个问题，最多 {PROBLEMS_MAX} 个；每个问题以后都可以一键形成企业的需求草稿。",
    )
    advice = Paragraphs("提出的建议", 3000, needed("请写明提出的建议；没有建议的，写明原因。"))
    next_step = Paragraphs("下一步", 1000)
    files = MultipleFileField("附件", description="照片、检测数据等，可以不传；单份不超过 20 MB。")

    def validate_visited_on(self, field):
        """A visit has been."""
        if field.data > clock.today():
            raise validators.ValidationError("服务日期不能晚于今天。")

    def validate_problems(self, field):
        """Not too many, not too long."""
        lines = self.lines()
        if len(lines) > PROBLEMS_MAX:
            raise validators.ValidationError(f"最多填写 {PROBLEMS_MAX} 个问题，请合并。")
        if any(len(one) > PROBLEM_LONGEST for one in lines):
            raise validators.ValidationError(f"每个问题不超过 {PROBLEM_LONGEST} 个字，请精简。")
        if len(set(lines)) < len(lines):
            raise validators.ValidationError("有两行问题相同，请删去一行。")

    def lines(self):
        """The problems, one a line."""
        return [one.strip() for one in (self.problems.data or "").splitlines() if one.strip()]

    def said(self):
        """The columns of the record."""
        return {name: self[name].data for name in SAID} | {"manner": Manner(self.manner.data)}


class CorrectForm(VisitForm):
    """What was wrong, and which files stay."""

    kept = fields.SelectMultipleField(
        "保留的附件",
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        validate_choice=False,
    )
    why = Paragraphs("更正理由", 1000, needed("请写明哪里有误、为什么更正。"))

    def offer(self, visit):
        """The files of the former version."""
        self.kept.choices = [SelectChoice(one.id, one.name) for one in visit.files]
        if not visit.files:
            del self.kept
        return self


def correct_form(visit, **kwargs):
    """The record as it stands, to be corrected."""
    data = {name: getattr(visit, name) for name in SAID} | {"manner": visit.manner.value}
    data |= {
        "problems": "\n".join(one.text for one in visit.problems),
        "kept": [one.id for one in visit.files],
    }
    return CorrectForm(data=data, **kwargs).offer(visit)
