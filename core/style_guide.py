"""The page /about/style: every component in every state, on literal example objects."""

import datetime as dt
from types import SimpleNamespace as Example

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import fields, validators
from wtforms.form import Form

from core import charts, scales, strips
from core.gates import public

bp = Blueprint("about", __name__, url_prefix="/about")

TONES = [
    ("open", "揭榜中"),
    ("work", "攻关中"),
    ("wait", "待论证"),
    ("good", "已办结"),
    ("bad", "未通过"),
    ("quiet", "已撤榜"),
]
TAGS = [Example(tone=tone, label=label) for tone, label in TONES]
ROOMS = [
    Example(label=label, url=f"?{number}", fact=fact)
    for number, (label, fact) in enumerate(
        [("任务书", "第 1 版，2026年6月2日生效"), ("里程碑", "已通过 1 / 3"), ("验收", "还没有申请")]
    )
]
DEADLINES = [
    Example(text=text, at_text=at_text, urgent=urgent, past=past, iso="2026-07-10T09:30:00Z", runs=False)
    for text, at_text, urgent, past in [
        ("还剩 12 天 3 小时", "2026年7月10日（周五）17:30", False, False),
        ("还剩 5 小时 20 分钟", "2026年6月28日（周日）17:30", True, False),
        ("已过 2 天", "2026年6月26日（周五）17:30", False, True),
        ("恢复后另行公布", "2026年6月26日（周五）17:30起暂停", False, False),
    ]
]
WAITS = "还有 2 份评审意见未提交，全部提交后才能定榜。"
CHOICES = [
    Example(action="propose", label="提出拟立项名单", danger=False, refusal=None),
    Example(action="invite", label="补邀评审专家", danger=False, refusal=None),
    Example(action="cancel", label="撤榜", danger=True, refusal=None),
    Example(action="award", label="定榜", danger=False, refusal=WAITS),
]
STAGES = [
    Example(key=key, label=label, note=note)
    for key, label, note in [
        ("pooled", "入库", "3月2日"),
        ("open", "揭榜", "4月1日"),
        ("opened", "开标", "5月16日"),
        ("reviewing", "评榜", ""),
        ("noticed", "公示", ""),
        ("contracted", "攻关", ""),
        ("done", "办结", ""),
    ]
]
ENTRIES = [
    Example(at_text="2026年5月16日（周六）09:02", who="市科学技术局 经办人", what="开标，开启 6 份揭榜方案", note="监督人员在场见证。", seq=1204),
    Example(at_text="2026年4月20日（周一）10:11", who="市科学技术局 经办人", what="发布变更公告", note="第 3 项指标的测试方法改为国家标准。", seq=987),
    Example(at_text="2026年4月1日（周三）08:30", who="系统", what="张榜", note=None, seq=None),
]  # fmt: skip
FACTS = [
    ("发榜单位", "演示储能材料有限公司"),
    ("行业专栏", "新能源与储能"),
    ("攻关周期", "24 个月"),
    ("成果归属", "双方共有，发榜单位优先实施"),
    ("推荐单位", None),
]
ROWS = [
    Example(code="JB-2026-001", title="高镍正极材料低温循环寿命提升", state=TAGS[0], bids=6, reward="300.00 万元", deadline=DEADLINES[0]),
    Example(code="JB-2026-002", title="煤矸石基多孔陶瓷的低成本成型", state=TAGS[1], bids=0, reward="120.00 万元", deadline=DEADLINES[1]),
    Example(code="JB-2026-003", title="露天矿区无人驾驶车辆的雨雪环境感知", state=TAGS[2], bids=12, reward="1,080.50 万元", deadline=DEADLINES[2]),
]  # fmt: skip
DIFFICULTY = "零下 20 ℃ 时电池容量只剩六成，循环三百次后衰减加快，北方储能电站冬季无法满负荷运行；现有包覆工艺成本高，量产一致性差。"
COVERED = [
    ("低温容量保持率 ≥ 85%", (0.62, 0.31, 0.04), True),
    ("循环寿命 ≥ 3000 次", (0, 0.18, 0.24), False),
]
CHAIN = [
    ("榜单要求", "≥ 35 Wh/L", "quiet"),
    ("里程碑 1 自测", "38 Wh/L　未达到", "bad"),
    ("里程碑 1 检测", "41.5 Wh/L　达到", "good"),
]
REASON = "您的专利“低温电解液添加剂及其应用”与指标“零下 20 ℃ 容量保持率 ≥ 85%”相符。"


def _choices(labels):
    return [fields.SelectChoice(value, label) for value, label in labels.items()]


class _Indicator(Form):
    name = fields.StringField("指标名称", [validators.InputRequired("请填写指标名称。")])
    value = fields.StringField("目标值")
    unit = fields.StringField("单位")


class StyleForm(FlaskForm):
    """One field of each kind."""

    class Meta:
        csrf = False

    title = fields.StringField(
        "榜单名称",
        [validators.InputRequired("请填写榜单名称。")],
        description="不超过 30 个字，写清对象和目标。",
    )
    problem = fields.TextAreaField("难题描述", [validators.InputRequired("请写清现状、差距和试过的办法。")])
    industry = fields.SelectField(
        "行业专栏", default="", choices=_choices({"": "请选择", "storage": "新能源与储能"})
    )
    reward = fields.StringField("悬赏金额", [validators.InputRequired("请填写悬赏金额。")])
    mode = fields.RadioField("组织方式", choices=_choices({"a": "企业出题", "b": "政府出题"}), default="a")
    counties = fields.SelectMultipleField(
        "实施地点",
        choices=_choices({"s": "朔城区", "p": "平鲁区"}),
        widget=fields.RadioField.widget,
        option_widget=fields.BooleanField.widget,
    )
    due = fields.DateField("开工日期", [validators.Optional()])
    deadline = fields.DateTimeLocalField("揭榜截止", [validators.Optional()])
    months = fields.IntegerField(
        "攻关周期", [validators.Optional(), validators.NumberRange(1, 36, "攻关周期应在 1 至 36 个月之间。")]
    )
    proof = fields.FileField("佐证材料", description="PDF 或图片，单个不超过 20 MB。")
    indicators = fields.FieldList(fields.FormField(_Indicator), "技术指标", min_entries=2, max_entries=20)
    agreed = fields.BooleanField("我同意揭榜挂帅诚信承诺", [validators.InputRequired("请先阅读并勾选承诺。")])


def _listing(rows, page):
    choices = (("open", "揭榜中"), ("done", "已办结"))
    filters = [
        Example(name="q", label="关键词", kind="text", choices=(), value="材料"),
        Example(name="state", label="状态", kind="choice", choices=choices, value="open"),
        Example(name="reward_min", label="悬赏金额不低于（万元）", kind="number", choices=(), value=""),
    ]
    here = Example(rows=rows, total=143, page=page, pages=8, per_page=20, sort="reward", descending=True)
    here.__dict__.update(
        filters=filters, is_filtered=True, query={"q": "材料", "state": "open"}, export_url="?"
    )
    here.url, here.sort_url = (lambda **_: "?"), (lambda _: "?")
    return here


def _gantt():
    spans = [("小试", (2025, 9, 1), (2026, 1, 31), "good"), ("中试", (2026, 2, 1), (2026, 8, 31), "open")]
    spans += [("示范线", (2026, 9, 1), (2027, 6, 30), "quiet")]
    text = "{0[0]}.{0[1]:02} 至 {1[0]}.{1[1]:02}".format
    items = [(label, dt.date(*a), dt.date(*b), tone, text(a, b)) for label, a, b, tone in spans]
    return charts.gantt(items, dt.date(2026, 6, 28))


@bp.get("/style")
@public
def style():
    """Every component in every state."""
    form, wrong = StyleForm(formdata=None), StyleForm(formdata=None, prefix="wrong")
    wrong.months.data = 40
    wrong.validate()
    return render_template(
        "about/style.html", form=form, wrong=wrong, listing=_listing(ROWS, 4), nothing=_listing([], 1),
        tags=TAGS, deadlines=DEADLINES, choices=CHOICES, stages=STAGES, room_cards=ROOMS, entries=ENTRIES, facts_pairs=FACTS,
        difficulty=DIFFICULTY, reason=REASON, gantt_chart=_gantt(), chain_chart=charts.chain(CHAIN), scale_chart=scales.scale(None, 15, [("21.0 s", 21), ("18.6 s", 18.6)], "≤ 15 s"), strip_chart=strips.strip([("第一周", "good"), ("第二周", "wait"), ("第三周", "bad"), ("第四周", "quiet")]), matrix_chart=charts.matrix(["负责人", "成员甲", "成员乙"], COVERED, 0.25),
        radar_chart=charts.radar([("创新性", 8.6, 10), ("可行性", 7.2, 10), ("团队", 9, 10), ("经济性", 6.4, 10), ("指标", 8, 10)]),
        bar_chart=charts.bars([("新能源与储能", 42, "42 项"), ("陶瓷", 17, "17 项"), ("现代农业", 9, "9 项"), ("数字经济", 0, "0 项")]),
        action=Example(label="我要揭榜", url="?", refusal=None),
        refused=Example(label="我要揭榜", url="?", refusal="贵单位是发榜单位，不能揭自己的榜。"),
    )  # fmt: skip
