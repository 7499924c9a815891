"""Forms of a bid: shape only. Each step gives `changes()`: what it says about the draft."""

from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    validators,
    widgets,
)

from accounts import creditcode, passwords
from challenge.bidding.content import FILE_KINDS, PLEDGES, WORK_KINDS
from challenge.bidding.fields import Row, Wan, choices, filled, long, percent, short, spare, whole
from challenge.states import Confidence
from core import passphrases

UNTOUCHED = [validators.Optional()]
EMAIL = validators.Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="邮箱格式不对，请核对。")


def _credit_code(form, field):
    """As on the licence, however it was typed; the check digit must hold."""
    field.data = creditcode.normalised(field.data)
    wrong = creditcode.fault(field.data)
    if wrong:
        raise validators.ValidationError(wrong)


def _needed(sentence):
    return validators.InputRequired(sentence)


class Step(FlaskForm):
    """A step of the form; `version` tells whether the draft was changed elsewhere in the meantime."""

    version = HiddenField()
    rows: tuple = ()

    @classmethod
    def of(cls, draft):
        """The step filled with the draft, or with what was typed."""
        return cls(data=draft)

    def prepare(self):
        """Add spare rows before the page is drawn."""
        for name in self.rows:
            spare(self[name])

    def changes(self):
        """What this step says about the draft."""
        plain = {name: value for name, value in self.data.items() if name not in ("version", "csrf_token")}
        return plain | {name: filled(self[name]) for name in self.rows}


class LeadRow(Row):
    """The lead organisation's part."""

    role = short("承担的任务", 200)
    work_percent = percent("任务占比（%）")
    money_percent = percent("经费占比（%）")


class PartnerRow(Row):
    """合作单位."""

    name = short("单位名称")
    credit_code = short("统一社会信用代码", 40, [*UNTOUCHED, _credit_code])
    role = short("承担的任务")
    work_percent = percent("任务占比（%）")
    money_percent = percent("经费占比（%）")
    ip_note = short("知识产权分配", 200)


class TeamStep(Step):
    """Step 1."""

    lead = FormField(LeadRow, "牵头单位")
    partners = FieldList(FormField(PartnerRow), "合作单位", max_entries=12)
    rows = ("partners",)


class WorkRow(Row):
    """代表成果."""

    type = SelectField("类别", choices=choices(((kind, kind) for kind in WORK_KINDS), "请选择"))
    title = short("名称", 200)
    year = whole("年份", 1950, 2100)
    note = short("与本榜单的关系", 200)


class PlanStep(Step):
    """Step 2."""

    approach = long("总体思路")
    route = long("技术路线")
    innovation = long("创新点")
    foundation = long("研究基础")
    conditions = long("已具备与需要的条件", 2000)
    works = FieldList(FormField(WorkRow), "代表成果", max_entries=30)
    rows = ("works",)


class PromiseRow(Row):
    """承诺 on one indicator of the list."""

    indicator_id = HiddenField()
    name = HiddenField()
    value = short("承诺值")
    confidence = SelectField(
        "把握程度", choices=choices(((one.value, one.label) for one in Confidence), "请选择")
    )
    basis = long("依据", 2000)
    test_plan = long("测试方案", 1000)
    deviation = long("偏离说明", 1000)


class PromisesStep(Step):
    """Step 3; its rows are the indicators of the list, none may be added."""

    promises = FieldList(FormField(PromiseRow), "指标承诺", max_entries=100)

    def changes(self):
        """Rows of indicators, by their id."""
        return {"promises": [_promise(entry.form.data) for entry in self.promises.entries]}


def _promise(row):
    number = str(row["indicator_id"] or "")
    return row | {"indicator_id": int(number) if number.isascii() and number.isdigit() else 0}


class MilestoneRow(Row):
    """里程碑."""

    name = short("名称", 80)
    month = whole("第几个月完成", 1, 60)
    percent = percent("拨付比例（%）")
    indicator = short("对应指标", 200)
    deliverable = short("交付物", 400)
    judge = short("考核方", 80)


class PriceRow(Row):
    """经费科目."""

    name = short("科目", 80)
    fen = Wan("金额（万元）")


class BudgetStep(Step):
    """Step 4."""

    milestones = FieldList(FormField(MilestoneRow), "里程碑", max_entries=20)
    total_fen = Wan("经费总额")
    own_fen = Wan("其中：自筹")
    public_fen = Wan("其中：申请财政资金")
    demander_fen = Wan("其中：发榜方支付")
    price_mode = RadioField(
        "经费管理方式", UNTOUCHED, choices=choices([("lump", "包干制，不列科目"), ("lines", "分科目列支")])
    )
    price_lines = FieldList(FormField(PriceRow), "经费科目", max_entries=20)
    rows = ("milestones", "price_lines")

    def changes(self):
        """Nothing chosen is an empty text."""
        return super().changes() | {"price_mode": self.price_mode.data or ""}


class PledgesStep(Step):
    """Step 5."""

    risks = long("风险与备选方案")
    ip = RadioField(
        "知识产权方案",
        UNTOUCHED,
        choices=choices([("accept", "接受榜单约定的权属"), ("counter", "另提方案")]),
    )
    ip_note = long("知识产权方案说明", 2000)
    related = RadioField(
        "关联关系声明",
        UNTOUCHED,
        choices=choices(
            [
                ("none", "本单位、合作单位及团队成员与发榜方不存在关联关系"),
                ("some", "存在关系，在下面如实说明"),
            ]
        ),
    )
    related_note = long("关联关系说明", 2000)
    pledges = SelectMultipleField(
        "承诺",
        choices=choices(PLEDGES.items()),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )

    def changes(self):
        """Nothing chosen is an empty text."""
        chosen = {"ip": self.ip.data or "", "related": self.related.data or ""}
        return super().changes() | chosen | {"pledges": sorted(self.pledges.data or [])}


STEP_FORMS = {
    "team": TeamStep,
    "plan": PlanStep,
    "promises": PromisesStep,
    "budget": BudgetStep,
    "pledges": PledgesStep,
}


class StartForm(FlaskForm):
    """Begin a bid."""

    understood = BooleanField("我已阅读榜单和以上说明", [_needed("请先阅读榜单和说明，再勾选此项。")])


def _role():
    return short("分工", 60, [_needed("请填写分工。")])


def _share():
    return whole("投入时间占比", 1, 100)


class MemberForm(FlaskForm):
    """A member's part."""

    role, share_percent = _role(), _share()


class AccountInviteForm(FlaskForm):
    """Invite the holder of an account."""

    username = short("账号名", 40, [_needed("请填写对方的账号名。")])
    role, share_percent = _role(), _share()


class LinkInviteForm(FlaskForm):
    """Invite somebody by a one-time link."""

    name = short("姓名", 40, [_needed("请填写姓名。")])
    unit = short("单位")
    email = short("邮箱（可不填）", 120, [*UNTOUCHED, EMAIL])
    role, share_percent = _role(), _share()


class AnswerForm(FlaskForm):
    """An answer to an invitation; by link, the name typed is the consent."""

    name = short("您的姓名", 40)
    answer = RadioField(
        "您的答复",
        [_needed("请选择参加或谢绝。")],
        choices=choices([("yes", "确认参加"), ("no", "谢绝")]),
    )


class FileForm(FlaskForm):
    """Attach a file."""

    file = FileField("选择文件", [FileRequired("请先选择文件。")])
    kind = RadioField("用途", choices=choices(FILE_KINDS.items()), default="other")


class SubmitForm(FlaskForm):
    """Submit or replace: the key makes a second click the same submission; a passphrase of the team is optional."""

    key = HiddenField()
    draft_version = HiddenField()
    passphrase = PasswordField("方案口令（可选）")
    again = PasswordField("再次输入方案口令", [validators.EqualTo("passphrase", "两次输入的口令不一致。")])

    def validate_passphrase(self, field):
        """Whoever sets one sets a good one."""
        wrong = passphrases.fault(field.data) if field.data else None
        if field.data and not wrong and passwords.matches(current_user.password_hash, field.data):
            wrong = "方案口令不能与登录密码相同，请另取一个。"
        if wrong:
            raise validators.ValidationError(wrong)


class ReopenForm(FlaskForm):
    """Reopen a sealed bid by the team's passphrase."""

    passphrase = PasswordField("方案口令", [_needed("请输入提交时设置的方案口令。")])


class CopyForm(FlaskForm):
    """Begin a replacement from the copy."""

    file = FileField("方案副本（zip）", [FileRequired("请先选择提交前下载的副本。")])
