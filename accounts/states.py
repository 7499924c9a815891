"""States and kinds of organisations and people."""

from core.workflow import State


class OrganisationState(State):
    """单位."""

    PENDING = "pending", "待审核", "wait"
    APPROVED = "approved", "已通过", "good"
    REFUSED = "refused", "未通过", "bad"
    STOPPED = "stopped", "已停用", "quiet"


class CorrectionState(State):
    """更正申请."""

    WAITING = "waiting", "待核对", "wait"
    CONFIRMED = "confirmed", "已核对更新", "good"
    REFUSED = "refused", "不予更正", "bad"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"


class UserState(State):
    """账号."""

    PENDING = "pending", "待审核", "wait"
    ACTIVE = "active", "正常", "good"
    REFUSED = "refused", "未通过", "bad"
    STOPPED = "stopped", "已停用", "quiet"


class Role(State):
    """角色; a person may hold several."""

    ENTERPRISE = "enterprise", "企业"
    RESEARCHER = "researcher", "科研人员"
    EXPERT = "expert", "评审专家"
    OFFICER = "officer", "经办"
    LEADER = "leader", "局领导"
    SUPERVISOR = "supervisor", "监督"
    COUNTY = "county", "县区推荐"
    FINANCE = "finance", "财务"
    AUDITOR = "auditor", "审计管理员"
    SECURITY = "security", "安全管理员"
    ADMIN = "admin", "系统管理员"


BUREAU = (Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.FINANCE)
PRIVILEGED = (*BUREAU, Role.COUNTY, Role.AUDITOR, Role.SECURITY, Role.ADMIN)
SECOND_FACTOR = (*PRIVILEGED, Role.EXPERT)
EXCLUSIVE = (Role.AUDITOR, Role.SECURITY, Role.ADMIN)


class Nature(State):
    """单位性质."""

    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高等院校"
    INSTITUTE = "institute", "科研院所"
    SERVICE = "service", "服务机构"
    GOVERNMENT = "government", "机关单位"


COUNTIES = ("朔城区", "平鲁区", "怀仁市", "山阴县", "应县", "右玉县", "朔州经济开发区")
OUTSIDE = "市外"
INDUSTRIES = (
    "能源互联网",
    "储能",
    "煤基产业",
    "新能源",
    "新材料",
    "高端陶瓷",
    "装备制造",
    "生物医药",
    "科技服务业",
    "农牧业",
    "民生科技（碳达峰、智慧城市、文旅）",
)

# Mails of these threads stand in no list: that one was sent tells of a bid, of who reviews it, who objects, reports or
# is in a case.
PRIVATE = "private:"
SEALED_THREADS = ("bid:", "liaison:", "review:", PRIVATE)
