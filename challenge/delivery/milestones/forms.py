"""Shapes of the forms of milestones; a field for every indicator of the contract."""

from flask import request
from wtforms import MultipleFileField, RadioField, fields, validators
from wtforms.fields.choices import SelectChoice

from challenge.delivery.milestones.measuring import qualitative
from challenge.delivery.states import Advice, Verdict
from challenge.posting.content import demand_text
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, states
from challenge.states import Comparator
from core import clock, inspection
from core.formats import date_zh

OUTCOMES = {"pass": "通过", "rectify": "整改后重新提交（仅一次）", "fail": "不通过"}
_JUDGED = [(one.value, one.label) for one in (Verdict.MET, Verdict.MISSED)]


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class _WithFiles(Base):
    """A form that takes files: `uploads()` inspects them and puts what is wrong beside the field."""

    def uploads(self):
        """Pairs of what the inspection found and the bytes; None when one was refused."""
        found = []
        for sent in request.files.getlist("files"):
            if not sent.filename:
                continue
            data = sent.read()
            try:
                found.append((inspection.inspect(sent.filename, data), data))
            except inspection.RefusedFile as refused:
                self.files.errors = [f"{sent.filename[:60]}：{refused}"]
                return None
        return found


class _WithIndicators(_WithFiles):
    """A form with fields of its own for each indicator of a project."""

    indicators: tuple = ()

    def values(self):
        """{id of the indicator: text that was typed}."""
        named = {one.id: f"value_{one.id}" for one in self.indicators}
        return {key: self[name].data or "" for key, name in named.items() if name in self}

    def verdicts(self):
        """{id of a qualitative indicator: (Verdict, reason)} of those that were judged."""
        said = {one.id: f"verdict_{one.id}" for one in self.indicators if f"verdict_{one.id}" in self}
        return {
            key: (Verdict(self[name].data), self[f"why_{key}"].data)
            for key, name in said.items()
            if self[name].data
        }

    def validate(self, **kwargs):
        """A verdict without a reason is none, nor a reason without a verdict."""
        holds = super().validate(**kwargs)
        for one in self.indicators:
            if f"verdict_{one.id}" not in self:
                continue
            verdict, why = self[f"verdict_{one.id}"], self[f"why_{one.id}"]
            if bool(verdict.data) != bool(why.data):
                (why if verdict.data else verdict).errors = ["判定和理由须一起填写，或者都留空。"]
                holds = False
        return holds


def _form(base, project, *, measures, judges, **kwargs):
    """The form `base` with fields for the indicators: values, and verdicts of a judge on qualitative ones."""
    own: dict = {"indicators": tuple(project.indicators)}
    for one in project.indicators:
        if measures:
            hint = f"任务书约定 {demand_text(one)}。" + (
                ""
                if one.comparator is Comparator.QUALITATIVE
                else "请填写数值和单位，是否达到由平台按数值判定。"
            )
            own[f"value_{one.id}"] = Line(f"{one.name}：实测", 120, description=hint)
        if judges and one in qualitative(project):
            own[f"verdict_{one.id}"] = Choice(f"{one.name}：判定", _JUDGED, empty="不作判定")
            own[f"why_{one.id}"] = Paragraphs(f"{one.name}：判定理由", 500)
    return type(base.__name__, (base,), own)(**kwargs)


class _Evidence(_WithIndicators):
    text = Paragraphs("完成情况", 3000, description="对照交付物写清做了什么、结果怎样、与计划有何不同。")
    files = MultipleFileField(
        "证明材料", description="检测记录、照片、交付清单等，可以一次选多份；单份不超过 20 MB。"
    )


def evidence_form(project, draft=None, **kwargs):
    """What the team reports; with what it has saved."""
    if draft is not None:
        saved = {f"value_{one.indicator_id}": one.value for one in draft.measurements}
        kwargs["data"] = {"text": draft.text, **saved}
    return _form(_Evidence, project, measures=True, judges=False, **kwargs)


class CommentForm(Base):
    """The poster's opinion."""

    advice = Choice("意见", states(Advice), _needed("请选择意见。"))
    text = Paragraphs("说明", 2000, _needed("请写明意见，便于经办人判定。"))


class _Test(_WithIndicators):
    institution = Line("检测机构", 80, _needed("请填写检测机构。"))
    text = Paragraphs("报告摘要", 2000)
    files = MultipleFileField("检测报告", description="至少一份，PDF 或图片，单份不超过 20 MB。")

    def uploads(self):
        """At least one."""
        found = super().uploads()
        if found == []:
            self.files.errors = ["请上传检测报告。"]
            return None
        return found


def check_form(project, **kwargs):
    """The report of a third party."""
    return _form(_Test, project, measures=True, judges=True, **kwargs)


class AskForm(Base):
    """Whose opinion is wanted."""

    who = Line(
        "专家",
        40,
        _needed("请填写专家的姓名或用户名。"),
        description="填写平台上专家账号的姓名或用户名。与任何一方有关的人不能评估。",
    )


class FreeForm(Base):
    """The expert's word."""

    free = fields.BooleanField(
        "我与揭榜方、发榜方没有利害关系，对看到的材料保密。",
        [validators.InputRequired("请勾选声明；有关系的，请点“谢绝”。")],
    )


class _Opinion(_WithIndicators):
    advice = Choice("意见", states(Advice), _needed("请选择意见。"))
    text = Paragraphs("评估意见", 3000, _needed("请写明评估意见。"))


def opinion_form(project, **kwargs):
    """The opinion of an expert."""
    return _form(_Opinion, project, measures=False, judges=True, **kwargs)


class ConcludeForm(Base):
    """How the milestone is judged."""

    outcome = RadioField("判定", choices=[], validators=[validators.InputRequired("请选择判定结果。")])
    until = fields.DateField("整改期限", [validators.Optional()])
    reason = Paragraphs("理由", 2000, _needed("请写明理由，双方都会看到。"))

    def offer(self, actions, last):
        """The outcomes that are possible now; the last day of a rectification."""
        self.outcome.choices = [SelectChoice(key, label) for key, label in OUTCOMES.items() if key in actions]
        if "rectify" not in actions:
            del self.until
        else:
            self.until.description = f"要求整改时填写，最迟{date_zh(last)}。"
            self.last = last
        return self

    def validate(self, **kwargs):
        """A rectification needs its day."""
        holds = super().validate(**kwargs)
        if not holds or self.outcome.data != "rectify":
            return holds
        if self.until.data is None or not clock.today() < self.until.data <= self.last:
            self.until.errors = [f"请填写明天至{date_zh(self.last)}之间的日期。"]
            return False
        return True
