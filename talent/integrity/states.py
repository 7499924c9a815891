"""States of an integrity case, where it comes from, and what is asked at the gates."""

from core.workflow import State


class I(State):  # noqa: E742 one letter as for the other machines
    """诚信案件."""

    CLUE = "clue", "线索", "wait"
    CHECKING = "checking", "核查中", "wait"
    HEARING = "hearing", "申辩中", "wait"
    PENDING = "pending", "待复核认定", "wait"
    FOUND = "found", "已认定", "bad"
    UNFOUNDED = "unfounded", "不成立", "quiet"
    REVOKED = "revoked", "认定已撤销", "quiet"


class Phase(State):
    """What a finding is by the clock."""

    IN_FORCE = "in_force", "限制期内", "bad"
    RELEASED = "released", "期满解除", "quiet"


class Origin(State):
    """线索来源."""

    CONTACT = "contact", "接触报告"
    OBJECTION = "objection", "异议"
    PAYMENT = "payment", "逾期不付款"
    PROJECT = "project", "项目终止"
    CHECK = "check", "日常检查"
    REPORT = "report", "举报"
    TRANSFER = "transfer", "其他部门移送"


class Purpose(State):
    """何时查询."""

    SUBMIT = "submit", "参加揭榜"
    INVITE = "invite", "担任评审专家"
    AWARD = "award", "揭榜立项"
    ADMIT = "admit", "进入人才库"
    ENVOY = "envoy", "担任科技特派员"
    PAYMENT = "payment", "获得拨付"


# An application asks for a record that has been clean for some years; the other gates ask for now.
ASK_CLEAN_RECORD = (Purpose.SUBMIT, Purpose.AWARD)
