"""Vocabularies of outcomes: states of registrations, follow-ups and talent records, and the words of the national forms."""

from core.workflow import State


class R(State):
    """登记 of a technology contract or of a result."""

    DRAFT = "draft", "待填报", "wait"
    SUBMITTED = "submitted", "待核对", "wait"
    REGISTERED = "registered", "已登记", "good"
    DROPPED = "dropped", "不办理登记", "quiet"


class U(State):
    """跟踪表 (follow-up) of one year; 到期 and 逾期 are derived from the clock."""

    PLANNED = "planned", "待填报", "wait"
    SUBMITTED = "submitted", "待核对", "wait"
    CHECKED = "checked", "已核对", "good"
    WAIVED = "waived", "免于填报", "quiet"


class T(State):
    """人才引进 (talent record) of one person."""

    ASKED = "asked", "待本人同意", "wait"
    AGREED = "agreed", "待匹配单位", "wait"
    MATCHED = "matched", "待对接", "wait"
    MET = "met", "已对接", "wait"
    SETTLED = "settled", "已引进", "good"
    CLOSED = "closed", "未引进", "quiet"
    DECLINED = "declined", "本人不同意", "quiet"


class Stay(State):
    """How somebody comes: 引进方式."""

    FULL_TIME = "full_time", "全职引进"
    FLEXIBLE = "flexible", "柔性引进"


# Words of the 技术合同登记表 and of the 科技成果登记表; what is exported has exactly these.
CATEGORIES = (
    "技术开发（委托开发）",
    "技术开发（合作开发）",
    "技术转让",
    "技术许可",
    "技术咨询",
    "技术服务",
)
FIELDS = (
    "电子信息",
    "航空航天",
    "先进制造",
    "生物、医药和医疗器械",
    "新材料及其应用",
    "新能源与高效节能",
    "环境保护与资源综合利用",
    "核应用",
    "农业",
    "现代交通",
    "城市建设与社会发展",
)
# 社会经济目标 of GB/T 24450-2009. The text of the standard was not at hand: the first ten agree in sense and order with
# “By Socio-economic Objective” of the China Statistical Yearbook 2011, table 20-82 (English); the Chinese words of all
# and the last three entries are unverified. The officer can correct the words of a registration to those of the registry.
GOALS = (
    "环境保护、生态建设及污染防治",
    "能源生产、分配和合理利用",
    "卫生事业发展",
    "教育事业发展",
    "基础设施以及城市和农村规划",
    "社会发展和社会服务",
    "地球和大气层的探索与利用",
    "民用空间探测及开发",
    "农林牧渔业发展",
    "工商业发展",
    "非定向研究",
    "其他民用目标",
    "国防",
)
# 买方、卖方性质.
LEGAL_KINDS = (
    "机关法人",
    "事业法人：科研机构",
    "事业法人：高等院校",
    "事业法人：医疗卫生",
    "事业法人：其他",
    "社团法人",
    "企业法人：内资企业",
    "企业法人：港澳台商投资企业",
    "企业法人：外商投资企业",
    "个体经营",
    "自然人",
    "其他组织",
)
RIGHTS = (
    "专利",
    "计算机软件著作权",
    "集成电路布图设计专有权",
    "植物新品种权",
    "生物、医药新品种权",
    "设计著作权",
    "技术秘密",
    "未涉及知识产权",
)
SOURCES = ("国家科技计划", "部门计划", "省级计划", "地市县计划", "计划外")
PAYMENTS = ("一次总付", "分期支付", "提成支付", "入门费加提成")
KINDS = ("应用技术成果", "基础理论成果", "软科学成果")
EVALUATIONS = ("验收", "机构评价", "鉴定", "评审", "行业准入", "知识产权授权")
MATURITIES = ("实验室阶段", "小试阶段", "中试阶段", "示范应用", "产业化应用")
