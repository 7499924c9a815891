"""Shapes of the forms of milestones; a field for every indicator of the contract."""

from wtforms import MultipleFileField, RadioField, fields, validators, widgets
from wtforms.fields.choices import SelectChoice

from challenge.delivery.milestones import rules
from challenge.delivery.milestones.concluding import untested_since
from challenge.delivery.milestones.departing import REASON_MIN
from challenge.delivery.milestones.judging import unread
from challenge.delivery.milestones.measuring import qualitative
from challenge.delivery.states import Advice, Verdict
from challenge.posting.content import demand_text
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, states
from challenge.posting.forms.uploads import WithFiles
from challenge.states import Comparator
from core import clock
from core.formats import date_zh

OUTCOMES = {
    "pass": "通过",
    "propose_pass": "提请另一名经办人复核后通过",
    "rectify": "整改后重新提交（仅一次）",
    "fail": "不通过",
}
_JUDGED = [(one.value, one.label) for one in (Verdict.MET, Verdict.MISSED)]


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class _WithIndicators(WithFiles):
    """A form with fields of its own for each indicator of a project."""

    indicators: tuple = ()

    def reads(self):
        """Nothing that was typed is refused; a draft keeps whatever it is."""
        return True

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
        holds = super().validate(**kwargs) and self.reads()
        for one in self.indicators:
            if f"verdict_{one.id}" not in self:
                continue
            verdict, why = self[f"verdict_{one.id}"], self[f"why_{one.id}"]
            if bool(verdict.data) != bool(why.data):
                (why if verdict.data else verdict).errors = ["判定和理由须一起填写，或者都留空。"]
                holds = False
        return holds


def _form(base, project, *, measures, judges, milestone=None, **kwargs):
    """The form `base` with fields for the indicators: values, and verdicts of a judge on qualitative ones.

    Those that the milestone is about stand first and say so.
    """
    own: dict = {"indicators": tuple(project.indicators)}
    first = [one for one in project.indicators if milestone and one.name in milestone.indicator]
    for one in sorted(project.indicators, key=lambda each: each not in first):
        if measures:
            hint = f"任务书约定 {demand_text(one)}。" + _what_to_type(one)
            hint = f"本里程碑的考核指标，{hint}" if one in first else hint
            own[f"value_{one.id}"] = Line(f"{one.name}：实测", 120, description=hint)
        if judges and one in qualitative(project):
            own[f"verdict_{one.id}"] = Choice(f"{one.name}：判定", _JUDGED, empty="不作判定")
            own[f"why_{one.id}"] = Paragraphs(f"{one.name}：判定理由", 500)
    return type(base.__name__, (base,), own)(**kwargs)


def _what_to_type(indicator):
    """How a value of this indicator is written, and who says whether it is enough."""
    if indicator.comparator is not Comparator.QUALITATIVE:
        return "请填写数值和单位，是否达到由平台按数值判定。"
    judge = indicator.measured_by or "评估专家"
    return f"请写明做到了什么程度、有什么材料为证，是否达到由{judge}判定。"


class _Evidence(_WithIndicators):
    text = Paragraphs("完成情况", 3000, description="对照交付物写清做了什么、结果怎样、与计划有何不同。")
    carried = fields.SelectMultipleField(
        "沿用首次提交的材料",
        choices=[],
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    files = MultipleFileField(
        "证明材料", description="检测记录、照片、交付清单等，可以一次选多份；单份不超过 20 MB。"
    )


def evidence_form(milestone, *, is_sent=False, **kwargs):
    """What the team reports. Unless it `is_sent` it begins with what was saved, else, where a rectification was asked
    for, with what was given before; files given before can be taken along."""
    draft, former = rules.draft_of(milestone), rules.given_before(milestone)
    begins, kept = draft or former, {one.sha256 for one in draft.files} if draft else set()
    left = [one for one in former.files if one.sha256 not in kept] if former else []
    if begins is not None and not is_sent:
        saved = {f"value_{one.indicator_id}": one.value for one in begins.measurements}
        carried = [] if draft else [one.id for one in left]
        kwargs["data"] = {"text": begins.text, "carried": carried, **saved}
    made = _form(_Evidence, milestone.project, measures=True, judges=False, milestone=milestone, **kwargs)
    made.carried.choices = [SelectChoice(one.id, one.name) for one in left]
    if not left:
        del made.carried
    return made


class CommentForm(Base):
    """The poster's opinion."""

    advice = Choice("意见", states(Advice), _needed("请选择意见。"))
    text = Paragraphs("说明", 2000, _needed("请写明意见，便于经办人判定。"))


class _Test(_WithIndicators):
    def reads(self):
        """Whoever copies a report writes numbers that can be judged."""
        fields_of = {one: self[f"value_{one.id}"] for one in self.indicators}
        found = {field: unread(one, field.data) for one, field in fields_of.items()}
        for field, said in found.items():
            field.errors = [said] if said else field.errors
        return not any(found.values())

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


def check_form(project, milestone=None, **kwargs):
    """The report of a third party, on a milestone or on the whole project."""
    return _form(_Test, project, measures=True, judges=True, milestone=milestone, **kwargs)


class RetestForm(Base):
    """What must be tested again after a rectification, and why."""

    again = fields.SelectMultipleField(
        "须复测的指标",
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        description="选中的指标登记复测结果以前，不能判定通过；全部不选即取消要求。",
    )
    because = Paragraphs("说明", 500, _needed("请写明复测要求，双方都会看到。"))

    def offer(self, milestone):
        """The indicators without a test since the rectification."""
        self.again.choices = [SelectChoice(one.id, one.name) for one in untested_since(milestone)]
        return self


class AskForm(Base):
    """Whose opinion is wanted."""

    profile = RadioField("候选专家", choices=[], coerce=int, validate_choice=False)

    def validate_profile(self, field):
        """Somebody is chosen."""
        if not isinstance(field.data, int):
            raise validators.ValidationError("请从候选名单中选择一位专家。")


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


class SecondForm(Base):
    """What the second officer says to a departure."""

    go = RadioField(
        "复核意见",
        choices=[SelectChoice("agree", "同意，判定通过"), SelectChoice("refuse", "不同意，退回")],
        validators=[validators.InputRequired("请选择复核意见。")],
    )
    why = Paragraphs("不同意的理由", 1000)

    def validate(self, **kwargs):
        """Whoever refuses says why."""
        holds = super().validate(**kwargs)
        if holds and self.go.data == "refuse" and not self.why.data:
            self.why.errors = ["请写明不同意的理由。"]
            return False
        return holds


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
        """A rectification needs its day, a departure its reason."""
        holds = super().validate(**kwargs)
        if holds and self.outcome.data == "propose_pass" and len(self.reason.data.strip()) < REASON_MIN:
            self.reason.errors = [f"与任务书的约定不一致的，请写明理由，不少于 {REASON_MIN} 个字。"]
            return False
        if not holds or self.outcome.data != "rectify":
            return holds
        if self.until.data is None or not clock.today() < self.until.data <= self.last:
            self.until.errors = [f"请填写明天至{date_zh(self.last)}之间的日期。"]
            return False
        return True
