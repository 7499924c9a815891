"""Shapes of the forms of acceptance; a field for every indicator of the contract."""

from wtforms import MultipleFileField, RadioField, fields, validators
from wtforms.fields.choices import SelectChoice

from challenge.delivery.acceptance.states import Conclusion, Paper, Satisfaction
from challenge.delivery.states import Source
from challenge.delivery.tolerance.states import Cause
from challenge.posting.content import demand_text
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, states
from challenge.posting.forms.uploads import WithFiles, sent_files
from challenge.states import Comparator
from core import clock
from core.formats import date_zh


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class PlainForm(Base):
    """A step that asks for nothing."""


class _Evaluation(WithFiles):
    """What the team says of its own work, on the whole and of each indicator."""

    indicators: tuple = ()
    summary = Paragraphs("总体自评", 3000, description="写清完成了什么、与任务书有何不同、成果在哪里使用。")
    institution = Line("第三方检测机构", 80, description="上传检测报告的，请填写出具报告的机构。")
    reports = MultipleFileField("第三方检测报告", description="可以一次选多份；单份不超过 20 MB。")
    files = MultipleFileField("其他材料", description="用户使用报告、专利、论文、照片等，可以一次选多份。")

    def values(self):
        """{id of the indicator: value that was typed}."""
        return {one.id: self[f"value_{one.id}"].data or "" for one in self.indicators}

    def notes(self):
        """{id of the indicator: what was said of it}."""
        return {one.id: self[f"note_{one.id}"].data or "" for one in self.indicators}

    def papers(self):
        """[(kind, institution, inspection, bytes)] of all files; None when one was refused."""
        others = self.uploads()
        reports = sent_files(self.reports)
        if others is None or reports is None:
            return None
        if reports and not self.institution.data:
            self.institution.errors = ["请填写出具检测报告的机构。"]
            return None
        tests = [(Paper.TEST, self.institution.data, *one) for one in reports]
        return tests + [(Paper.OTHER, "", *one) for one in others]


def evaluation_form(project, acceptance=None, **kwargs):
    """The self-evaluation, with what was saved."""
    own: dict = {"indicators": tuple(project.indicators)}
    for one in project.indicators:
        hint = f"任务书约定 {demand_text(one)}。"
        if one.comparator is not Comparator.QUALITATIVE:
            hint += "请填写数值和单位，是否达到由平台按数值判定。"
        own[f"value_{one.id}"] = Line(f"{one.name}：自评结果", 120, description=hint)
        own[f"note_{one.id}"] = Paragraphs(f"{one.name}：说明", 500)
    if acceptance is not None:
        kwargs["data"] = _said(acceptance)
    return type("EvaluationForm", (_Evaluation,), own)(**kwargs)


def _said(acceptance):
    """What the team has saved; in a round that nobody has begun to fill in, what it said in the round before."""
    rows = [one for one in acceptance.project.acceptances if one.round <= acceptance.round]
    for row in reversed(rows):
        said = [one for one in row.measurements if one.source is Source.SELF]
        if row.summary or said:
            values = {f"value_{one.indicator_id}": one.value for one in said}
            return {"summary": row.summary, **values} | {f"note_{one.indicator_id}": one.note for one in said}
    return {}


class CertificateForm(WithFiles):
    """What the poster says of the result."""

    satisfaction = RadioField(
        "使用评价",
        choices=[SelectChoice(*one) for one in states(Satisfaction)],
        validators=[validators.InputRequired("请选择使用评价。")],
    )
    certificate = Paragraphs(
        "用户证明",
        2000,
        _needed("请写明成果在何处使用、效果如何。"),
        description="提交后不能修改，双方和评议专家都会看到。",
    )
    files = MultipleFileField("盖章的用户证明（可选）", description="PDF 或图片，不超过 20 MB。")


class CheckForm(Base):
    """Whether the papers are complete."""

    go = RadioField(
        "形式审查",
        choices=[SelectChoice("admit", "合格，组织评议"), SelectChoice("return", "退回补充")],
        validators=[validators.InputRequired("请选择审查结果。")],
    )
    missing = Paragraphs("需要补充的内容", 1000, description="退回补充的，须写明缺什么。")

    def validate_missing(self, field):
        """What goes back needs its reason."""
        if self.go.data == "return" and not field.data:
            raise validators.ValidationError("请写明需要补充的内容。")


class ProposalForm(Base):
    """The conclusion, its basis, and why it departs from verdicts or votes."""

    conclusion = RadioField("拟定结论", choices=[], validators=[validators.InputRequired("请选择拟定结论。")])
    until = fields.DateField("整改期限", [validators.Optional()])
    cause = Choice(
        "未达标的主要原因",
        states(Cause),
        empty="不适用",
        description="拟定尽责未达标结题时必填，写入容错案例。",
    )
    basis = Paragraphs("结论依据", 2000, _needed("请写明结论依据，公示时会公开。"))
    override_reason = Paragraphs(
        "与判定或者表决不一致的理由", 1000, description="不一致时必填；须另一名经办人复核，公示时公开。"
    )

    def offer(self, offered, last, departures):
        """What can be proposed now, the last day of a rectification, and {Conclusion: what it departs from}."""
        self.conclusion.choices = [SelectChoice(one.value, one.label) for one in offered]
        self.last, self.departures = last, departures
        if Conclusion.RECTIFY in offered:
            self.until.description = f"要求整改时填写，最迟{date_zh(last)}。"
        else:
            del self.until
        return self

    def validate(self, **kwargs):
        """A rectification needs its day, a departure its reason."""
        holds = super().validate(**kwargs)
        if not holds:
            return False
        chosen = Conclusion(self.conclusion.data)
        if chosen is Conclusion.RECTIFY:
            day = self.until.data
            if day is None or not clock.today() < day <= self.last:
                self.until.errors = [f"请填写明天至{date_zh(self.last)}之间的日期。"]
                holds = False
        if chosen is Conclusion.DILIGENT and not self.cause.data:
            self.cause.errors = ["拟定尽责未达标结题的，请选择未达标的主要原因。"]
            holds = False
        if self.departures.get(chosen) and not self.override_reason.data:
            said = "；".join(self.departures[chosen])
            self.override_reason.errors = [f"拟定结论与下列情况不一致，请写明理由：{said}。"]
            holds = False
        return holds


class SecondForm(Base):
    """The second officer agrees, or says why not."""

    go = RadioField(
        "复核",
        choices=[SelectChoice("second", "同意"), SelectChoice("return_override", "不同意，退回")],
        validators=[validators.InputRequired("请选择复核意见。")],
    )
    why = Paragraphs("理由", 1000, description="不同意的，须写明理由。")

    def validate_why(self, field):
        """Whoever disagrees says why."""
        if self.go.data == "return_override" and not field.data:
            raise validators.ValidationError("请写明不同意的理由。")


class DecisionForm(Base):
    """The leader approves or sends back."""

    go = RadioField(
        "审定",
        choices=[SelectChoice("approve", "同意"), SelectChoice("send_back", "退回重新研究")],
        validators=[validators.InputRequired("请选择审定意见。")],
    )
    decision = Paragraphs("审定意见", 1000, _needed("请写明审定意见。"))


class RevokeForm(Base):
    """Why a notice is taken back."""

    revoking = Paragraphs("撤销理由", 1000, _needed("请写明撤销理由，会在公示页面公开。"))


class LeaveOutForm(Base):
    """Why the archive is built without what cannot be read."""

    left_out = Paragraphs(
        "说明",
        500,
        _needed("请写明文件为何缺失、原件在何处；写入归档目录。"),
        description="写入归档目录，谁都看得到。",
    )


class LeadForm(Base):
    """What is put into the integrity case."""

    facts = Paragraphs(
        "事实", 2000, _needed("请写明事实和依据。"), description="供监督人员核查；不通过本身不等于失信。"
    )
