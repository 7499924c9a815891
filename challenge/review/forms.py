"""Shapes of the forms of review; texts that were typed stay as they were when something is wrong."""

import unicodedata
from decimal import Decimal, InvalidOperation

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from challenge.review.completeness import is_extreme
from challenge.review.states import DECLARABLE, Conclusion, DeclaredTie, Recommendation
from challenge.states import Confidence

SHORT, LONG = 300, 2000


def _clean(text):
    return text.replace("\x00", "").strip() if text else text


def text(label, most=LONG, required="", **kwargs):
    """A text area of at most `most` characters; `required` is the sentence when it is empty."""
    checks = [Length(max=most, message=f"不能超过 {most} 个字。")]
    if required:
        checks.insert(0, DataRequired(required))
    return fields.TextAreaField(label, checks, filters=[_clean], **kwargs)


def one_of(label, states, message, required=True, **kwargs):
    """Radio buttons over a `State`; anything else than one of its values gets `message`."""
    choices = [SelectChoice(one.value, one.label) for one in states]
    checks = [AnyOf([one.value for one in states] + ([] if required else ["", None, "None"]), message)]
    return fields.RadioField(label, checks, choices=choices, validate_choice=False, **kwargs)


class ReasonForm(FlaskForm):
    """One reason."""

    reason = text("理由", required="请写明理由。")


class Confirmation(FlaskForm):
    """Nothing but the token."""


def check_form(items, conclusions=Conclusion):
    """The formal check: yes or no and a remark per item, one of the conclusions and its reason."""

    class CheckForm(FlaskForm):
        conclusion = one_of("审查结论", conclusions, "请选择审查结论。")
        reason = text("理由或补正要求", description="要求补正或不合格时必填，揭榜方会看到。")

        def answers(self):
            return [
                {
                    "key": one["key"],
                    "label": one["label"],
                    "ok": self[f"ok_{one['key']}"].data == "yes",
                    "remark": self[f"remark_{one['key']}"].data or "",
                }
                for one in items
            ]

        def validate_conclusion(self, field):
            wrong = [one["label"] for one in self.answers() if not one["ok"]]
            if field.data == Conclusion.QUALIFIED and wrong:
                raise ValidationError(f"“{wrong[0]}”等 {len(wrong)} 项未选择符合，不能作出合格结论。")
            if field.data in (Conclusion.CORRECT, Conclusion.UNQUALIFIED) and not wrong:
                raise ValidationError("各项均符合，不能作出补正或不合格结论。")

        def validate_reason(self, field):
            if self.conclusion.data in (Conclusion.CORRECT, Conclusion.UNQUALIFIED) and not field.data:
                raise ValidationError("请写明理由或补正要求。")

    for one in items:
        said = AnyOf(["yes", "no"], "请选择符合或不符合。")
        setattr(
            CheckForm,
            f"ok_{one['key']}",
            fields.RadioField(
                one["label"],
                [said],
                choices=[SelectChoice("yes", "符合"), SelectChoice("no", "不符合")],
                validate_choice=False,
            ),
        )
        setattr(CheckForm, f"remark_{one['key']}", fields.StringField("说明", [_short()], filters=[_clean]))
    return CheckForm()


def _short():
    return Length(max=SHORT, message=f"不能超过 {SHORT} 个字。")


def declaration_form(bids):
    """One declaration per bid, on names alone."""

    class DeclarationForm(FlaskForm):
        def answers(self):
            return {bid.id: (self[f"tie_{bid.id}"].data, self[f"note_{bid.id}"].data or "") for bid in bids}

        def validate(self, extra_validators=None):
            fine = super().validate(extra_validators)
            for bid in bids:
                note = self[f"note_{bid.id}"]
                if self[f"tie_{bid.id}"].data == DeclaredTie.OTHER and not note.data:
                    note.errors = [*note.errors, "请说明具体情形。"]
                    fine = False
            return fine

    for bid in bids:
        label = f"您与方案 {bid.code} 的关系"
        setattr(DeclarationForm, f"tie_{bid.id}", one_of(label, DECLARABLE, "请选择一项。"))
        setattr(DeclarationForm, f"note_{bid.id}", fields.StringField("说明", [_short()], filters=[_clean]))
    DeclarationForm.pledge = fields.BooleanField(
        "本人承诺以上声明属实，独立、客观、公正评审，不泄露评审内容。", [InputRequired("请勾选承诺。")]
    )
    return DeclarationForm()


class ScoreField(fields.StringField):
    """Points in half steps between 0 and `most`; `tenths` is the number, None when left empty."""

    tenths = None

    def __init__(self, label, most, **kwargs):
        super().__init__(label, **kwargs)
        self.most = most

    def pre_validate(self, form):
        """Reads what was typed; the text itself stays."""
        typed = unicodedata.normalize("NFKC", self.data or "").strip().removesuffix("分").strip()
        if not typed:
            return
        try:
            tenths = Decimal(typed) * 10
        except InvalidOperation:
            tenths = Decimal("NaN")
        if not tenths.is_finite() or not 0 <= tenths <= self.most * 10:
            raise ValidationError(f"请填写 0 至 {self.most} 之间的分数。")
        if tenths % 5:
            raise ValidationError("分数以 0.5 分为一档，例如 18 或 18.5。")
        self.tenths = int(tenths)


def _points(tenths):
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


ANSWERS = {"yes": "是", "no": "否"}


def _gate(question):
    choices = [SelectChoice(value, label) for value, label in ANSWERS.items()]
    checks = [AnyOf([*ANSWERS, "", None, "None"], "请选择是或否。")]
    return fields.RadioField(question["label"], checks, choices=choices, validate_choice=False)


def review_form(criteria, questions, review=None):
    """The review of one bid: gate questions, a score and a note per criterion, advice and comments.

    Empty is fine in a draft.
    """

    class ReviewForm(FlaskForm):
        confidence = one_of("对本方案评审的把握", Confidence, "请选择一项。", required=False)
        recommendation = one_of("总体建议", Recommendation, "请选择一项。", required=False)
        comment_to_bidder = text("给揭榜方的意见", description="公示发布后揭榜方可见，不写明出自哪位专家。")
        private_comment = text("给主管部门的意见", description="只有经办人和局领导可见。")
        version = fields.HiddenField()

        def facts(self):
            scores = {one["key"]: self[f"score_{one['key']}"].tenths for one in criteria}
            notes = {one["key"]: self[f"note_{one['key']}"].data for one in criteria}
            gates = {one["key"]: self[f"gate_{one['key']}"].data for one in questions}
            return {
                "gates": {key: value for key, value in gates.items() if value in ANSWERS},
                "scores": {key: value for key, value in scores.items() if value is not None},
                "notes": {key: value for key, value in notes.items() if value},
                "confidence": self.confidence.data or Confidence.MEDIUM.value,
                "recommendation": self.recommendation.data or "",
                "comment_to_bidder": self.comment_to_bidder.data or "",
                "private_comment": self.private_comment.data or "",
            }

        def seen_version(self):
            digits = str(self.version.data or "")  # an empty form leaves the number of the row
            return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None

    for one in questions:
        setattr(ReviewForm, f"gate_{one['key']}", _gate(one))
    for one in criteria:
        setattr(ReviewForm, f"score_{one['key']}", ScoreField(f"{one['label']}得分", one["max"]))
        setattr(ReviewForm, f"note_{one['key']}", text(f"{one['label']}评语", SHORT))
    return ReviewForm(data=_known(criteria, review))


def _known(criteria, review):
    if review is None:
        return {"confidence": Confidence.MEDIUM.value, "version": ""}
    known = {f"gate_{key}": value for key, value in review.gates.items()}
    known |= {f"score_{key}": _points(value) for key, value in review.scores.items()}
    known |= {f"note_{key}": value for key, value in review.notes.items()}
    names = ("confidence", "recommendation", "comment_to_bidder", "private_comment", "version")
    return known | {name: getattr(review, name) for name in names}


def bands_of(criterion):
    """Anchors of a criterion as (range text, anchor, needs a note), best first."""
    rows, top = [], criterion["max"]
    for low, anchor in criterion["bands"]:
        span = f"{low}–{top} 分" if low != top else f"{low} 分"
        rows.append((span, anchor, is_extreme(criterion, low * 10)))
        top = low - 0.5
    return [(span.replace(".0", ""), anchor, noted) for span, anchor, noted in rows]
