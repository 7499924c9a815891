"""Shapes of the forms of a batch: which lists with how many reviewers, conditions, edits with their reason."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields, widgets
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from challenge import rulepack
from challenge.review.batches import rules
from challenge.review.draw.forms import Count
from challenge.review.forms import text
from talent.states import ExpertKind

MOST_SEATS, MOST_LOAD = 30, 20


def _number(label, least, most, **kwargs):
    said = f"请填写 {least} 至 {most} 之间的整数。"
    return Count(label, [InputRequired(said), NumberRange(least, most, said)], **kwargs)


def _trimmed(value):
    return value.replace("\x00", "").strip() if value else value


class BatchForm(FlaskForm):
    """Title and conditions; `batch_form` adds a box and a number for each list."""

    title = fields.StringField(
        "名称",
        [DataRequired("请填写名称。"), Length(max=120, message="不能超过 120 个字。")],
        filters=[_trimmed],
        description="例如：2026 年第一批榜单评审。",
    )
    most = _number("每位专家最多评审", 1, MOST_LOAD, default=3)
    least = _number(
        "每位候选专家至少评审",
        0,
        MOST_LOAD,
        default=0,
        description="一般填 0；填 1 表示每位候选专家都要安排到。",
    )
    floor = _number(
        "匹配度底线",
        0,
        90,
        default=20,
        description="每个席位的匹配度不低于该榜单同类最佳专家的百分之几；做不到时按每次 5 个百分点放宽，并在报告中写明。",
    )

    def validate(self, extra_validators=None):
        """The fields one by one, then each chosen list by its rule pack."""
        if not super().validate(extra_validators):
            return False
        chosen = self.chosen()
        if len(chosen) < 2:
            self.form_errors.append("请至少选择两项榜单；只有一项的，请用专家抽取。")
        kinds = self.kinds()
        for one in chosen:
            self._check(one, kinds)
        return not self.errors

    def _check(self, challenge, kinds):
        least, panel = rules.required(challenge)
        seats = self[f"seats_{challenge.id}"]
        if seats.data < panel or seats.data % 2 == 0:
            clause = rulepack.cite(challenge, "reviewers_min")
            seats.errors = [f"须为不少于 {panel} 人的单数{clause}。"]
        if seats.data < sum(kinds.values()):
            seats.errors = [f"少于各类专家最低人数合计（{sum(kinds.values())} 人）。"]
        for kind, number in least.items():
            if kinds[kind] < number:
                clause = rulepack.cite(challenge, f"reviewers_{kind}_min")
                self[f"kind_{kind}"].errors = [f"至少 {number} 人{clause}。"]

    def chosen(self):
        """The lists that are ticked."""
        return [one for one in self.lists if self[f"take_{one.id}"].data]

    def kinds(self):
        """{kind value: least seats}."""
        return {kind.value: self[f"kind_{kind.value}"].data for kind in ExpertKind}

    def wanted(self):
        """Conditions of the batch."""
        a_seat = max(rulepack.value(one, "draw_candidates_per_seat") for one in self.chosen())
        told = {name: self[name].data for name in ("most", "least", "floor")}
        return told | {"kinds": self.kinds(), "per_seat": a_seat}

    def seats(self):
        """{challenge id: reviewers}."""
        return {one.id: self[f"seats_{one.id}"].data for one in self.chosen()}


def _usual(kind, least, panel):
    """Technical experts fill what the rule pack leaves open."""
    rest = panel - sum(least.values())
    return least.get(kind.value, rest if kind is ExpertKind.TECHNICAL else 0)


def batch_form(lists):
    """The class of the form for these lists, with the usual panel of their rule packs filled in."""
    needs = [rules.required(one) for one in lists]
    made = {"lists": lists}
    for kind in ExpertKind:
        usual = max((_usual(kind, *one) for one in needs), default=0)
        made[f"kind_{kind.value}"] = _number(f"{kind.label}专家至少", 0, MOST_SEATS, default=usual)
    for one, (_, panel) in zip(lists, needs, strict=True):
        made[f"take_{one.id}"] = fields.BooleanField(f"选入 {one.code}")
        made[f"seats_{one.id}"] = _number(f"{one.code} 评审人数", 1, MOST_SEATS, default=panel)
    return type("BatchForm", (BatchForm,), made)


class SeenForm(FlaskForm):
    """The version of the proposal that was seen."""

    seen = fields.IntegerField(widget=widgets.HiddenInput(), validators=[InputRequired("请刷新页面。")])


def _reason():
    return text(
        "理由",
        500,
        required="请写明调整的理由。",
        description="理由写入分派记录，监督人员和局领导都能看到。请不要写专家姓名。",
    )


class EditForm(SeenForm):
    """Why an edit is made."""

    reason = _reason()


class WithdrawForm(FlaskForm):
    """Why a batch is withdrawn."""

    reason = text("理由", 500, required="请写明撤销的理由。")


def replace_form(choices):
    """The class of the form that names who takes the seat; `choices` [(number, label)]."""
    made = [SelectChoice("", "请选择")] + [SelectChoice(str(number), label) for number, label in choices]

    class ReplaceForm(EditForm):
        into = fields.SelectField(
            "改由谁评审", [DataRequired("请选择改由哪位专家评审。")], choices=made, validate_choice=False
        )

        reason = _reason()  # asked last

        def validate_into(self, field):
            if field.data not in {str(number) for number, _ in choices}:
                raise ValidationError("请在列出的专家中选择。")

    return ReplaceForm
