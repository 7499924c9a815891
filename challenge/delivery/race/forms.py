"""Shapes of the forms of races: a gate, the results of all lanes, steps, objections, who gives up."""

from wtforms import SelectChoice, fields, validators

from challenge.bidding.checklist import number_in
from challenge.delivery.forms import step_form as plain_form
from challenge.delivery.milestones.plausible import doubts
from challenge.delivery.race.actions import NOT_MEASURED, read
from challenge.delivery.race.states import Share, Tie
from challenge.delivery.states import Verdict
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, Whole
from challenge.states import Comparator

NUMERIC = (Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EQUAL)


def _needed(sentence):
    return validators.InputRequired(sentence)


def _day(label, checks, **kwargs):
    return fields.DateField(label, checks, **kwargs)


class _Dated(Base):
    def check_day(self, field):
        """A date that cannot be read says so in Chinese."""
        if field.raw_data and field.raw_data[0] and field.data is None:
            field.errors = []
            raise validators.ValidationError("请填写正确的日期，例如 2027-06-30。")


class _GateForm(_Dated):
    name = Line("关口名称", 80, [_needed("请填写关口名称，例如：样机对比测试。")])
    month = Whole("开始攻关后第几个月", 1, 60, description="从首份任务书的开始日期起算；与“测试日期”二选一。")
    held_on = _day("测试日期", [], description="已确定日期的，在此填写。")
    conditions = Paragraphs("共同测试条件", 2000, description="样品数量、工况、地点、平行样等，各赛道相同。")
    tester = Line("测试单位或者测试组", 80, [_needed("请填写由谁测试。")])
    stay = Whole("晋级名额", 1, 9, [_needed("请填写最多晋级几条赛道。")])
    floor = Whole("门槛（综合完成率，%）", 1, 150, description="低于门槛的淘汰。可以留空。")
    gap = Whole("差距（百分点）", 1, 150, description="与第一名相差超过该值的淘汰。可以留空。")
    must_meet = fields.BooleanField("有必达指标未达到本关要求的淘汰")
    tie = Choice("并列时", [(one.value, one.label) for one in Tie], empty=None)
    share = Choice("淘汰赛道的后续资金", [(one.value, one.label) for one in Share], empty=None)

    def validate_held_on(self, field):
        if not (field.raw_data and field.raw_data[0]):
            field.errors = []  # an empty date is none, not a wrong one
        self.check_day(field)
        if (field.data is None) == (self.month.data is None) and not self.month.errors:
            raise validators.ValidationError("月数和日期请填写一项，且只填一项。")


def gate_form(challenge, gate=None, **kwargs):
    """The form of one gate, with a row for each indicator of the list; filled with `gate` when there is one."""
    shape, known = type("GateForm", (_GateForm,), {}), _known(gate)
    for one in challenge.indicators:
        setattr(shape, f"use_{one.id}", fields.BooleanField(f"测试“{one.name}”"))
        if one.comparator in NUMERIC:
            said = f"榜单要求 {one.comparator.label} {one.threshold} {one.unit}，本关要求不同的在此填写数值；留空按榜单。"
            field = Line("本关要求", 40, [_a_number], description=said)
            setattr(shape, f"need_{one.id}", field)
    form = shape(data=known, **kwargs)
    form.indicators = challenge.indicators
    return form


def _a_number(_form, field):
    if field.data and number_in(field.data) is None:
        raise validators.ValidationError("请填写数值，例如 30。")


PLAIN = (
    "name",
    "month",
    "held_on",
    "conditions",
    "tester",
    "stay",
    "floor",
    "gap",
    "must_meet",
    "tie",
    "share",
)


def _known(gate):
    if gate is None:
        return {}
    used = {f"use_{one['indicator']}": True for one in gate.tests}
    needs = {f"need_{one['indicator']}": one["threshold"] for one in gate.tests}
    return {name: getattr(gate, name) for name in PLAIN} | used | needs


def facts_of(form):
    """What a valid gate form says; None with a sentence at the form when no indicator is tested."""
    tests = [
        {"indicator": one.id, "threshold": form.data.get(f"need_{one.id}") or ""}
        for one in form.indicators
        if form[f"use_{one.id}"].data
    ]
    if not tests:
        form.name.errors = ["请至少勾选一项测试指标。"]
        return None
    plain = {name: form[name].data for name in PLAIN if name not in ("tie", "share")}
    return plain | {"tie": Tie(form.tie.data), "share": Share(form.share.data), "tests": tests}


VERDICTS = [(Verdict.MET.value, "达到"), (Verdict.MISSED.value, "未达到"), (NOT_MEASURED, NOT_MEASURED)]


def results_form(gate, tests, lanes):
    """One field for each lane and test, side by side; what was entered before stands in them."""
    kept = {(one.project_id, one.indicator_id): one for one in gate.results}
    known = {"institution": gate.institution or gate.tester, "note": gate.note}
    shape = type("ResultsForm", (_ResultsForm,), {"tests": tests, "has_report": gate.blob is not None})
    for project in lanes:
        for test in tests:
            name = f"lane_{project.lane}_{test.id}"
            setattr(shape, name, _cell(project.lane, test))
            if (row := kept.get((project.id, test.id))) is not None:
                known[name] = row.value or (row.verdict.value if _is_opinion(test) else "")
                if row.verdict is Verdict.UNCLEAR:
                    known[name] = NOT_MEASURED
    return shape(data=known)


def _is_opinion(test):
    return test.comparator is Comparator.QUALITATIVE


def _cell(lane, test):
    def readable(_form, field):
        if not field.data:
            raise validators.ValidationError(f"请填写；没有测得的填“{NOT_MEASURED}”。")
        if read(test, field.data) is None:
            raise validators.ValidationError("没有读到可以判定的数值，请核对数值和单位。")

    label = f"赛道 {lane} {test.name}"
    if _is_opinion(test):
        return Choice(label, VERDICTS, [readable])
    return Line(label, 120, [readable])


class _ResultsForm(Base):
    institution = Line("测试单位", 80, [_needed("请填写测试单位。")])
    note = Paragraphs("说明", 1000, description="测试中的异常、重测等。可以留空。")
    file = fields.FileField(
        "测试报告", description="PDF 或者图片，不超过 20 MB；摘要写入日志。重测的，请上传新的报告。"
    )
    tests, has_report = (), False
    checked = fields.BooleanField("以上异常数值已与测试报告核对无误")
    named = fields.HiddenField()

    def validate_file(self, field):
        """Nobody leaves a race without the report of the test."""
        if not self.has_report and not getattr(field.data, "filename", ""):
            raise validators.ValidationError("请上传测试报告。")

    def validate_checked(self, field):
        """Odd values are confirmed as they were named; whatever is typed anew is named anew."""
        said = self.odd()
        if said and not (field.data and self.named.data == said):
            field.data = False
            raise validators.ValidationError(f"{said}。请与测试报告核对：有误的改正，无误的勾选。")

    def odd(self):
        """Which values are odd and why, as text; '' when none is."""
        return "；".join(doubts(self.tests, self.typed()))

    def typed(self):
        """{(lane, indicator id): text}."""
        names = [name.split("_") for name in self._fields if name.startswith("lane_")]
        return {(int(lane), int(key)): self[f"lane_{lane}_{key}"].data or "" for _, lane, key in names}


class _Seen(_Dated):
    seen = fields.HiddenField()

    def seen_version(self):
        """Number of the row's version that was shown, or None."""
        digits = self.seen.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


class _Postponed(_Seen):
    day = _day("新的测试日期", [_needed("请填写新的测试日期。")])
    reason = Paragraphs("理由", 1000, [validators.DataRequired("请写明理由；理由将公开。")])

    def validate_day(self, field):
        self.check_day(field)


class _Published(_Seen):
    reason = Paragraphs(
        "批准意见",
        1000,
        [validators.DataRequired("请写明批准意见，例如：已核对各赛道实测值和测试报告，同意。")],
        description="各赛道随结果看到。",
    )


def step_form(step):
    """The form of a step of a gate."""
    if step.action == "postpone":
        return _Postponed()
    if step.action == "publish":
        return _Published()
    return type("StepForm", (_Seen, type(plain_form(step))), {})()


class ObjectionForm(Base):
    """What a lane objects to."""

    text = Paragraphs("异议内容", 3000, [validators.DataRequired("请写明对哪一项结果有异议、依据是什么。")])


class AnswerForm(Base):
    """Whether the objection is right, and why."""

    action = fields.RadioField(
        "结论",
        [validators.AnyOf(["uphold", "dismiss"], "请选择异议成立或者不成立。")],
        choices=[SelectChoice("uphold", "成立，撤回结果重新核对"), SelectChoice("dismiss", "不成立")],
        validate_choice=False,
    )
    text = Paragraphs("答复", 2000, [validators.DataRequired("请写明理由，异议方会看到。")])


def giving_up_form(winners, ways):
    """Which winner gives up, and what follows: `ways` are (action, words) pairs of the steps that are possible."""

    class GivingUpForm(Base):
        bid = fields.RadioField(
            "退出揭榜的一方",
            [validators.InputRequired("请选择退出揭榜的一方。")],
            choices=[SelectChoice(str(one.id), f"{one.organisation.name}（{one.code}）") for one in winners],
        )
        way = fields.RadioField(
            "之后怎样办理",
            [validators.InputRequired("请选择之后怎样办理。")],
            choices=[SelectChoice(*one) for one in ways],
        )
        reason = Paragraphs("理由", 1000, [validators.DataRequired("请写明理由；理由将公开。")])

    alone = {"bid": str(winners[0].id)} if len(winners) == 1 else {}
    only = {"way": ways[0][0]} if len(ways) == 1 else {}
    return GivingUpForm(data=alone | only)
