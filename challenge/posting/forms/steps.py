"""The four steps of the challenge form: 基本情况, 难点与指标, 资金与归属, 条件与承诺."""

import re

from wtforms import SelectChoice, fields, validators, widgets

from challenge.posting.forms.fields import (
    PHONE,
    Asked,
    Choice,
    Line,
    Paragraphs,
    Row,
    Rows,
    Wan,
    Whole,
    states,
)
from challenge.posting.forms.stepping import StepForm
from challenge.states import (
    BIDDER_NEEDS,
    COUNTIES,
    INDUSTRIES,
    KINDS,
    SECTIONS,
    Comparator,
    Ownership,
    Secrecy,
    TargetKind,
)
from core import inspection

WORDS_MOST, WORD_LONGEST = 8, 30
_LIST = re.compile(r"[、，,；;\s]+")
_MAIL = validators.Regexp(
    r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$", message="请填写正确的邮箱，例如 name@example.com。"
)


class BasicsForm(StepForm):
    """1 基本情况."""

    LABEL = "基本情况"
    title = Line("题目", 120, [Asked()], description="写清对象和要达到的目标，不超过 30 个字为宜。")
    kind = Choice("需求类型", KINDS, [Asked()])
    industry = Choice("产业领域", INDUSTRIES, [Asked()])
    county = Choice("所在县区", COUNTIES, [Asked()])
    keywords = Line("关键词", 200, description=f"用顿号隔开，按重要程度排列，最多 {WORDS_MOST} 个。")
    background = Paragraphs(
        "背景与已有尝试", checks=[Asked()], description="写清现状、差距，以及试过哪些办法、为什么没有成功。"
    )
    contact_name = Line("联系人", 40, description="联系方式不公开，只有经办人能查看，每次查看都有记录。")
    contact_phone = Line("联系电话", 30, [PHONE])
    contact_email = Line("联系邮箱", 120, [_MAIL])
    intended_expert = fields.BooleanField("已有意向专家或团队")
    intended_expert_note = Line(
        "意向专家说明", 200, description="如实声明不影响入库，论证时会核对是否公平开放。"
    )
    PLAIN = (
        "title",
        "kind",
        "industry",
        "county",
        "background",
        "contact_name",
        "contact_phone",
        "contact_email",
        "intended_expert",
        "intended_expert_note",
    )

    @classmethod
    def stored(cls, challenge):
        """Keywords as one line."""
        return super().stored(challenge) | {"keywords": "、".join(challenge.keywords)}

    def validate_keywords(self, field):
        """Not more than are kept, and none that would be cut."""
        words = self._words()
        if len(words) > WORDS_MOST:
            raise validators.ValidationError(f"关键词最多 {WORDS_MOST} 个，现有 {len(words)} 个，请删减。")
        if long := next((word for word in words if len(word) > WORD_LONGEST), None):
            raise validators.ValidationError(
                f"关键词“{long[:10]}……”超过 {WORD_LONGEST} 个字，请缩短，或用顿号隔开。"
            )

    def _words(self):
        return list(dict.fromkeys(word for word in _LIST.split(self.keywords.data or "") if word))

    def changes(self):
        """Keywords as a list."""
        words = [word[:WORD_LONGEST] for word in self._words()]
        return super().changes() | {"keywords": words[:WORDS_MOST]}


class IndicatorRow(Row):
    """One technical indicator."""

    TEXTS = (
        "name",
        "threshold",
        "threshold_high",
        "unit",
        "present_level",
        "test_method",
        "test_conditions",
        "measured_by",
        "weight",
    )
    id = fields.HiddenField()
    name = Line("指标名称", 80)
    comparator = Choice("比较方式", states(Comparator), empty=None, default=Comparator.AT_LEAST.value)
    threshold = Line("要求值", 200)
    threshold_high = Line("上限（区间）", 40)
    unit = Line("单位", 40)
    present_level = Line("目前水平", 120)
    test_method = Line("测试方法或标准号", 200)
    test_conditions = Line("测试条件", 200)
    measured_by = Line("由谁测定", 80)
    weight = Whole("权重", 0, 100)
    is_must = Choice("性质", [("must", "必达"), ("bonus", "加分")], empty=None, default="must")

    def values(self):
        """As `actions.drafting.write` takes them."""
        plain = {name: one.data for name, one in self._fields.items() if name not in ("id", "is_must")}
        plain |= {"comparator": Comparator(self.comparator.data), "weight": self.weight.data or 0}
        number = str(self.id.data or "")
        return plain | {
            "id": int(number) if re.fullmatch(r"\d{1,9}", number) else None,
            "is_must": self.is_must.data == "must",
        }


class TargetRow(Row):
    """Another target."""

    kind = Choice("类别", states(TargetKind), empty=None, default=TargetKind.ECONOMIC.value)
    text = Line("考核内容", 300)

    def values(self):
        """As `actions.drafting.write` takes them."""
        return {"kind": TargetKind(self.kind.data), "text": self.text.data}


class ProblemForm(StepForm):
    """2 难点与指标."""

    LABEL = "难点与指标"
    difficulty = Paragraphs("技术难点", checks=[Asked()], description="难在哪里、卡在哪一步，两三句话说清。")
    content = Paragraphs("研究内容", description="要做哪些研究、交付什么。")
    indicators = Rows(
        IndicatorRow,
        "技术指标",
        description="每项都要能测、能比，权重合计 100。要求值填数字，定性指标写可以判断的要求。空行不保存。",
    )
    targets = Rows(TargetRow, "其他考核目标", description="经济、知识产权、推广应用等方面，可不填。")
    PLAIN = ("difficulty", "content")
    ROW_FIELDS = ("indicators", "targets")

    @classmethod
    def stored(cls, challenge):
        """Rows of the draft."""
        indicators = [
            {name: getattr(one, name) for name in ("id", *IndicatorRow.TEXTS)}
            | {"comparator": one.comparator.value, "is_must": "must" if one.is_must else "bonus"}
            for one in challenge.indicators
        ]
        targets = [{"kind": one.kind.value, "text": one.text} for one in challenge.targets]
        return super().stored(challenge) | {"indicators": indicators, "targets": targets}

    def changes(self):
        """Rows that hold something, unless one of them has an error."""
        good = {name: self[name].filled for name in self.ROW_FIELDS if not self[name].errors}
        return super().changes() | good


class PaymentRow(Row):
    """One payment."""

    when = Line("拨付条件", 80)
    percent = Whole("比例（%）", 0, 100)

    def values(self):
        """As the plan is stored."""
        return {"when": self.when.data, "percent": self.percent.data or 0}


class MoneyForm(StepForm):
    """3 资金与归属."""

    LABEL = "资金与归属"
    reward_fen = Wan("悬赏金额", [Asked()], description="等于现金与财政资金之和。")
    cash_fen = Wan("其中：付给揭榜方的现金")
    public_funds_fen = Wan("其中：申请财政资金")
    own_funds_fen = Wan("自筹配套资金", description="本单位另外投入的资金，不计入悬赏金额。")
    payment_plan = Rows(PaymentRow, "拨付计划", description="写明每笔在什么条件下拨付，比例合计 100%。")
    cycle_months = Whole("攻关周期", 1, 60, [Asked()])
    ownership = Choice("知识产权归属", states(Ownership), [Asked()])
    ownership_note = Paragraphs("归属说明", 1000, description="写明份额、使用范围和收益分配。")
    PLAIN = (
        "reward_fen",
        "cash_fen",
        "public_funds_fen",
        "own_funds_fen",
        "cycle_months",
        "ownership_note",
    )
    ROW_FIELDS = ("payment_plan",)

    @classmethod
    def stored(cls, challenge):
        """Ownership by value, payments as rows."""
        owner = challenge.ownership.value if challenge.ownership else ""
        return super().stored(challenge) | {"ownership": owner, "payment_plan": challenge.payment_plan}

    def changes(self):
        """Ownership as its enum; the plan unless one of its rows has an error."""
        found = super().changes()
        if not self.ownership.errors:
            found["ownership"] = Ownership(self.ownership.data) if self.ownership.data else None
        if not self.payment_plan.errors:
            found["payment_plan"] = self.payment_plan.filled
        return found


class TermsForm(StepForm):
    """4 条件与承诺."""

    LABEL = "条件与承诺"
    bidder_needs = fields.SelectMultipleField(
        "揭榜条件",
        choices=[SelectChoice(*pair) for pair in BIDDER_NEEDS.items()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
        description="勾选揭榜方应具备的条件，可不选。",
    )
    bidder_conditions = Paragraphs(
        "揭榜条件补充说明",
        2000,
        description="写研发能力和条件要求；不得设置年龄、学历、职称、注册时间等门槛。",
    )
    scene = Paragraphs(
        "应用场景与可提供条件", 2000, [Asked()], description="能提供的场地、设备、样品、数据和人员配合。"
    )
    files = fields.MultipleFileField(
        "添加附件", description="PDF、Word、Excel 或图片，单个不超过 20 MB，最多 10 个。",
        render_kw={"accept": inspection.ACCEPT},
    )  # fmt: skip
    PLAIN = ("bidder_needs", "bidder_conditions", "scene")

    @classmethod
    def stored(cls, challenge):
        """One choice per section."""
        levels = {f"secrecy_{name}": challenge.secrecy.get(name, "public") for name in SECTIONS}
        return super().stored(challenge) | levels

    def changes(self):
        """One level per section."""
        chosen = {name: self[f"secrecy_{name}"].data for name in SECTIONS}
        good = not any(self[f"secrecy_{name}"].errors for name in SECTIONS)
        return super().changes() | ({"secrecy": chosen} if good else {})

    @property
    def secrecy_fields(self):
        """The choices of 公开范围, in the order of the sections."""
        return [self[f"secrecy_{name}"] for name in SECTIONS]


for _name, _label in SECTIONS.items():
    setattr(TermsForm, f"secrecy_{_name}", Choice(_label, states(Secrecy), empty=None, default="public"))

STEPS = tuple(
    (number, form.LABEL, form)
    for number, form in enumerate((BasicsForm, ProblemForm, MoneyForm, TermsForm), start=1)
)
FORMS = {number: form for number, _label, form in STEPS}
