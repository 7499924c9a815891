"""Vocabularies of delivery: states of project and contract, and the fixed words around them."""

from core.workflow import State


class P(State):
    """攻关项目 (project)."""

    SIGNING = "signing", "待签约", "wait"
    ACTIVE = "active", "攻关中", "work"
    ACCEPTING = "accepting", "验收中", "wait"
    RECTIFYING = "rectifying", "验收整改中", "bad"
    SUSPENDED = "suspended", "暂停", "bad"
    PASSED = "passed", "验收通过", "good"
    DILIGENT = "diligent", "尽责未达标结题", "quiet"
    FAILED = "failed", "验收不通过", "bad"
    ABANDONED = "abandoned", "已放弃", "quiet"
    ELIMINATED = "eliminated", "赛马淘汰", "quiet"
    TERMINATED = "terminated", "已终止", "bad"


IN_WORK = (P.ACTIVE, P.ACCEPTING, P.RECTIFYING)
ENDED = (P.PASSED, P.DILIGENT, P.FAILED, P.ABANDONED, P.ELIMINATED, P.TERMINATED)


class K(State):
    """任务书 (contract), one row a version."""

    DRAFT = "draft", "草稿", "quiet"
    REQUESTED = "requested", "变更申请，待核对", "wait"
    OFFERED = "offered", "待各方确认", "wait"
    IN_FORCE = "in_force", "已生效", "good"
    REFUSED = "refused", "未达成一致", "quiet"
    SUPERSEDED = "superseded", "已被新版本替代", "quiet"


class Version(State):
    """Why there is a version of the contract."""

    FIRST = "first", "首次签订"
    CHANGE = "change", "变更"
    EXTENSION = "extension", "延期"


class Party(State):
    """Sides that confirm a contract."""

    BIDDER = "bidder", "揭榜方"
    SUCCESSOR = "successor", "接任负责人"
    POSTER = "poster", "发榜方"
    BUREAU = "bureau", "主管部门"


class Manner(State):
    """How a side has confirmed."""

    CONFIRMED = "confirmed", "在平台确认"
    UPLOADED = "uploaded", "上传签字盖章件"


class Payer(State):
    """Where money comes from."""

    DEMANDER = "demander", "发榜方出资"
    PUBLIC = "public", "财政资金"
    OWN = "own", "揭榜方自筹"


class Support(State):
    """支持方式: 拨投贷补奖买."""

    GRANT = "grant", "拨款"
    EQUITY = "equity", "股权投入"
    LOAN = "loan", "贷款贴息"
    SUBSIDY = "subsidy", "后补助"
    PRIZE = "prize", "奖励"
    PURCHASE = "purchase", "购买服务"


class M(State):
    """里程碑 (milestone) of a project; 到期 and 逾期 are derived from the clock."""

    PLANNED = "planned", "计划中", "quiet"
    SUBMITTED = "submitted", "待发榜方评价", "wait"
    COMMENTED = "commented", "待判定", "wait"
    RECTIFYING = "rectifying", "整改中", "bad"
    PASSED = "passed", "已通过", "good"
    FAILED = "failed", "未通过", "bad"
    ELIMINATED = "eliminated", "赛马淘汰", "quiet"
    CANCELLED = "cancelled", "已取消", "quiet"


MILESTONE_ENDS = (M.PASSED, M.FAILED, M.ELIMINATED, M.CANCELLED)


class Source(State):
    """Who reports on a milestone, and so which measurement it is."""

    SELF = "self", "团队自测"
    POSTER = "poster", "发榜方评价"
    EXPERT = "expert", "专家评估"
    THIRD_PARTY = "third_party", "第三方检测"
    ACCEPTANCE = "acceptance", "验收测试"


class Verdict(State):
    """Whether a measured value meets what the contract demands."""

    MET = "met", "达到", "good"
    MISSED = "missed", "未达到", "bad"
    UNCLEAR = "unclear", "尚不能判定", "wait"


class Advice(State):
    """What an opinion advises."""

    PASS = "pass", "同意通过"
    RECTIFY = "rectify", "建议整改"
    FAIL = "fail", "不同意通过"


class Y(State):
    """拨付 (payment): one sum of one payer at one milestone."""

    LOCKED = "locked", "未解锁", "quiet"
    UNLOCKED = "unlocked", "已解锁", "work"
    REQUESTED = "requested", "待审批", "wait"
    APPROVED = "approved", "待付款", "wait"
    REGISTERED = "registered", "待确认到账", "wait"
    CONFIRMED = "confirmed", "已到账", "good"
    CANCELLED = "cancelled", "已取消", "quiet"


# Unlocked, and not yet paid; or paid, and not yet confirmed.
UNPAID = (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED)
WORKING = (*UNPAID, Y.REGISTERED)


class Shown(State):
    """How a payment that has arrived is shown while money of its payer has to come back."""

    TO_RETURN = "to_return", "待退回", "bad"


class Account(State):
    """科目 of the ledger, kept for each payer of a project; what is promised is what stands in all the others."""

    PROMISED = "promised", "约定出资"
    PLANNED = "planned", "未解锁"
    DUE = "due", "已解锁待付"
    UNDERWAY = "underway", "已付待确认"
    RECEIVED = "received", "到账结余"
    SPENT = "spent", "已支出"
    RETURNED = "returned", "已退回"
    CANCELLED = "cancelled", "已取消"


TOLERANCE = (
    "揭榜方按任务书开展攻关、研发记录完整、经费使用合规，因技术路线风险、不可抗力或者市场重大变化未达到指标的，"
    "经评议认定尽责的，按“尽责未达标结题”办理，不作负面评价，不影响今后揭榜。"
)
STOP_CLAUSES = (
    "里程碑整改一次后仍未通过的，可以终止项目或者启动容错评议。",
    "发榜方逾期不付款且经催告仍不履行的，揭榜方可以申请暂停或者终止，已完成工作按里程碑结算。",
    "项目负责人死亡、长期丧失工作能力或者离任且无合格人选接替的，可以终止，已完成工作按里程碑结算。",
    "任何一方破产、解散，或者因知识产权纠纷无法继续的，可以暂停或者终止。",
    "提供虚假材料、转包或者挪用经费的，终止项目、追回经费，并按科研诚信规定处理。",
)
