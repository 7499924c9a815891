"""Shapes of the forms of the draw: a phrase, the conditions, both phrases at the draw."""

import re
import unicodedata

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from challenge import rulepack
from challenge.review.draw import rules, seeds
from challenge.review.forms import text
from challenge.states import INDUSTRIES
from talent.states import ExpertKind

LONGEST, MOST, EXCLUDED = 200, 30, 20
BETWEEN = re.compile(r"[，,：:\t]")


def _typed(value):
    return value.replace("\x00", "").strip() if value else value


def _phrase(label, **kwargs):
    checks = [DataRequired("请填写口令。"), Length(max=LONGEST, message=f"不能超过 {LONGEST} 个字。")]
    return fields.StringField(label, checks, filters=[_typed], **kwargs)


class CommitmentForm(FlaskForm):
    """A phrase, and why it comes late."""

    phrase = _phrase(
        "种子口令",
        description="可以自拟，也可以照抄上面提供的口令。请自己记好，不要告诉任何人。空格不计，公开时也不显示。",
    )

    def validate_phrase(self, field):
        if seeds.is_weak(field.data):
            raise ValidationError(f"口令太简单，别人可能猜到。请写不少于 {seeds.SHORTEST} 个字，且不要重复。")


class LateCommitmentForm(CommitmentForm):
    """After the deadline."""

    # One line: what stands in a form with a text area is kept in the browser, and a phrase must not be.
    reason = fields.StringField(
        "补作承诺的原因",
        [
            DataRequired("揭榜已截止，补作承诺须写明原因，原因会公开。"),
            Length(max=LONGEST, message=f"不能超过 {LONGEST} 个字。"),
        ],
        filters=[_typed],
    )


class CeremonyForm(FlaskForm):
    """Both phrases."""

    officer = _phrase("经办人的口令")
    supervisor = _phrase("监督人员的口令")


def _number(label, least, most, **kwargs):
    said = f"请填写 {least} 至 {most} 之间的整数。"
    checks = [InputRequired(said), NumberRange(least, most, said)]
    return Count(label, checks, **kwargs)


class Count(fields.IntegerField):
    """A whole number; what was typed stays, and the sentence is ours."""

    def process_formdata(self, valuelist):
        """Full-width digits count too."""
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        if not typed:
            self.data = None
        elif not (typed.isdecimal() and len(typed) < 9):
            self.data = None
            raise ValueError("请填写整数。")
        else:
            self.data = int(typed)


class ConditionsForm(FlaskForm):
    """Seats by kind, of them from other cities, the cap a unit, industries, who is kept out; made by `conditions_form`."""

    unit_max = _number("同一单位最多", 1, MOST)
    industries = fields.SelectMultipleField(
        "产业领域",
        choices=[SelectChoice(one, one) for one in INDUSTRIES],
        description="不选为不限；选了的，只从这些领域的专家中抽取。",
        validate_choice=False,
    )
    excluded = text(
        "不参加抽取的专家或单位",
        description="每行一个：姓名或单位全称，逗号，理由。例如：某某大学，正在审计。理由会公开，名称不公开。",
    )

    def validate_industries(self, field):
        field.data = field.data or []
        if not set(field.data) <= set(INDUSTRIES):
            raise ValidationError("请在列出的产业领域中选择。")

    def validate_excluded(self, field):
        lines = _lines(field.data)
        wrong = [number for number, line in lines if not all(_parted(line))]
        if wrong:
            raise ValidationError(f"第 {min(wrong)} 行请写成“姓名或单位，理由”。")
        if len(lines) > EXCLUDED:
            raise ValidationError(f"最多 {EXCLUDED} 行。")

    def validate(self, extra_validators=None):
        """The fields one by one, then the panel as a whole by the rule pack."""
        if not super().validate(extra_validators):
            return False
        least, panel = rules.required(self.challenge)
        for kind in ExpertKind:
            seats, outside = self._of(kind)
            if outside.data > seats.data:
                outside.errors = ["不能多于该类专家的人数。"]
            if seats.data < least.get(kind.value, 0):
                clause = rulepack.cite(self.challenge, f"reviewers_{kind.value}_min")
                seats.errors = [f"至少 {least[kind.value]} 人{clause}。"]
        number = sum(self._of(kind)[0].data for kind in ExpertKind)
        if number < panel or number % 2 == 0:
            clause = rulepack.cite(self.challenge, "reviewers_min")
            self.seats_technical.errors = [f"全组须为不少于 {panel} 人的单数，现为 {number} 人{clause}。"]
        return not self.errors

    def _of(self, kind):
        return self[f"seats_{kind.value}"], self[f"outside_{kind.value}"]

    def wanted(self):
        """The conditions as they were typed."""
        a_seat = rulepack.value(self.challenge, "draw_substitutes_per_seat")
        pairs = [_parted(line) for _, line in _lines(self.excluded.data)]
        strata = []
        for kind in ExpertKind:
            seats, outside = (field.data for field in self._of(kind))
            strata.append(
                {"kind": kind.value, "seats": seats, "outside": outside, "substitutes": seats * a_seat}
            )
        return {
            "strata": [row for row in strata if row["seats"]],
            "unit_max": self.unit_max.data,
            "industries": self.industries.data or [],
            "excluded": [{"who": who, "why": why} for who, why in pairs],
            "per_seat": rulepack.value(self.challenge, "draw_candidates_per_seat"),
            "pack": rulepack.pack_of(self.challenge)["version"],
        }


def conditions_form(of, *, eased=False):
    """The class of the form for one list, with the usual panel of its rule pack filled in; `eased` asks why."""
    least, panel = rules.required(of)
    usual = {"technical": panel - sum(least.values())} | least
    made = {
        "challenge": of,
        "unit_max": _number("同一单位最多", 1, MOST, default=rulepack.value(of, "draw_unit_max")),
    }
    for kind in ExpertKind:
        label = f"{kind.label}专家"
        made[f"seats_{kind.value}"] = _number(label, 0, MOST, default=usual.get(kind.value, 0))
        made[f"outside_{kind.value}"] = _number(f"{label}中外地专家不少于", 0, MOST, default=0)
    if eased:
        made["why"] = fields.StringField(
            "不能沿用截止前条件的原因",
            [
                DataRequired("请写明原因，原因会公开。"),
                Length(max=LONGEST, message=f"不能超过 {LONGEST} 个字。"),
            ],
            filters=[_typed],
        )
    return type("ConditionsForm", (ConditionsForm,), made)


def _parted(line):
    """(who, why), the second empty when the line has no comma."""
    who, _, why = BETWEEN.sub("\n", line, count=1).partition("\n")
    return who.strip(), why.strip()


def _lines(typed):
    found = ((number, line.strip()) for number, line in enumerate((typed or "").splitlines(), 1))
    return [(number, line) for number, line in found if line]
