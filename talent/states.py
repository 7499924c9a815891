"""States and kinds of expert profiles, and the vocabularies of their form."""

from accounts.states import COUNTIES, INDUSTRIES
from core.workflow import State

__all__ = ["COUNTIES", "INDUSTRIES"]


class P(State):
    """专家档案."""

    DRAFT = "draft", "草稿", "quiet"
    APPLIED = "applied", "待推荐", "wait"
    RECOMMENDED = "recommended", "待入库", "wait"
    ADMITTED = "admitted", "在库", "good"
    STOPPED = "stopped", "停用", "bad"
    LEFT = "left", "已退库", "quiet"


class ExpertKind(State):
    """专家类别."""

    TECHNICAL = "technical", "技术研发"
    INDUSTRY = "industry", "产业"
    FINANCE = "finance", "财务"
    OTHER = "other", "其他"


class WorkType(State):
    """代表成果类型."""

    PAPER = "paper", "论文"
    PATENT = "patent", "专利"
    PROJECT = "project", "项目"
    AWARD = "award", "奖项"
    STANDARD = "standard", "标准"


POOLS = ("朔州籍在外高层次人才", "本地高层次专家人才", "朔州籍在外优秀大学生", "柔性引进人才")
RELATIONS = ("朔州籍", "在朔工作", "曾在朔工作", "项目合作", "无")
OUTSIDE = "外地"
REGIONS = (*COUNTIES, OUTSIDE)
