"""What the log calls lists, bids and reviews: a bid has no name before it is opened, a reviewer none before the notice."""

import sqlalchemy as sa

from accounts.models import User
from challenge.bidding.models import Bid
from challenge.custody.models import Custodian
from challenge.delivery.acceptance.models import Acceptance, Archive
from challenge.delivery.closing.models import Closure
from challenge.delivery.contracts.models import Contract
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.ledger.models import Expense, Payment
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.panels.models import Panel
from challenge.delivery.race.models import RaceGate
from challenge.delivery.research.models import ResearchEntry
from challenge.delivery.tolerance.models import Precedent, Tolerance
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.visits.models import Visit
from challenge.market.models import Inquiry, Offer
from challenge.notice.objections.models import Objection
from challenge.posting.models import Challenge, Programme
from challenge.review.batches.models import Batch
from challenge.review.contacts.models import ContactReport
from challenge.review.draw.models import Draw
from challenge.review.models import Assignment, Review
from core import looks
from core.audit import UnsealedThread
from core.naming import affair, thing
from talent.models import Profile

LISTS = sa.select(Challenge.id, Challenge.code)
CUSTODIANS = sa.select(Custodian.id, User.display_name).join(User, User.id == Custodian.user_id)
OPENED = sa.select(Bid.id, Bid.code).where(Bid.opened_at.is_not(None))
UNSEALED = (sa.literal("review:") + sa.cast(Assignment.challenge_id, sa.String)).in_(
    sa.select(UnsealedThread.thread)
)
REVIEWERS = sa.select(Assignment.id, Profile.name).join(Assignment.profile).where(UNSEALED)
DRAWS = sa.select(Draw.id, sa.literal("第 ") + sa.cast(Draw.number, sa.String) + sa.literal(" 轮"))
MILESTONES = sa.select(
    ProjectMilestone.id, Project.code + sa.literal(" 第 ") + sa.cast(ProjectMilestone.number, sa.String)
).join(ProjectMilestone.project)
PANELS = sa.select(Panel.id, Project.code).join(Panel.project)
NUMBER = sa.cast(Payment.number, sa.String)
PAYMENTS = sa.select(Payment.id, Project.code + sa.literal(" 第 ") + NUMBER + " 笔").join(Payment.project)
NOTE = sa.literal(" 第 ") + sa.cast(ResearchEntry.number, sa.String) + " 条"
NOTES = sa.select(ResearchEntry.id, Project.code + NOTE).join(ResearchEntry.project)
GATES = sa.select(RaceGate.id, sa.literal("关口 ") + sa.cast(RaceGate.number, sa.String))
REVIEWS = sa.select(Review.id, Bid.code).join(Review.bid).join(Review.assignment).where(UNSEALED)
VISITS = sa.select(
    Visit.id, Mission.code + sa.literal(" 第 ") + sa.cast(Visit.number, sa.String) + sa.literal(" 次")
).join(Visit.mission)
YEARS = sa.select(Assessment.id, Envoy.code + sa.literal(" ") + sa.cast(Assessment.year, sa.String)).join(
    Assessment.envoy
)

affair("challenge", "榜单", LISTS)
affair("review", "评审", LISTS)
affair("secrecy", "保密承诺", LISTS, is_thing=False)
affair("recommendation", "推荐", LISTS)
affair("bid", "方案", OPENED)
affair("liaison", "对接")
thing("agreement", "合作协议")
affair("custodian", "保管人", CUSTODIANS)
affair("panel", "评议组", PANELS)
thing("panel_member", "评议专家")
affair("batch", "集中分派", sa.select(Batch.id, Batch.title))
thing("assignment", "评审专家", REVIEWERS)
affair("programme", "项目批次", sa.select(Programme.id, Programme.name))
thing("admission", "例外准入")
thing("review", "评审意见", REVIEWS)
thing("question", "提问")
thing("recommendation_feedback", "推荐评价")
thing("poster_choice", "选定")
thing("draw", "专家抽取", DRAWS)
thing("proposal", "拟立项方案")
thing("notice", "公示文本")
thing("objection", "异议", sa.select(Objection.id, Objection.code).where(Objection.code.is_not(None)))
thing("project", "攻关项目", sa.select(Project.id, Project.code))
thing("closure", "终止办理", sa.select(Closure.id, Project.code).join(Closure.project))
thing("contract", "任务书", sa.select(Contract.id, Project.code).join(Contract.project))
thing("milestone", "里程碑", MILESTONES)
thing("acceptance", "验收", sa.select(Acceptance.id, Project.code).join(Acceptance.project))
thing("archive", "归档包", sa.select(Archive.id, Project.code).join(Archive.project))
thing("payment", "拨付", PAYMENTS)
thing("final_account", "决算", sa.select(FinalAccount.id, Project.code).join(FinalAccount.project))
thing("expense", "支出", sa.select(Expense.id, Project.code).join(Expense.project))
thing("research_entry", "研发记录", NOTES)
thing("race_gate", "赛马关口", GATES)
thing("race_objection", "赛道异议")
thing("tech_contract", "技术合同登记", sa.select(TechContract.id, TechContract.code))
thing("achievement", "成果登记", sa.select(Achievement.id, Achievement.code))
thing("follow_up", "跟踪表", sa.select(FollowUp.id, FollowUp.code))
thing("talent_record", "人才引进", sa.select(Talent.id, Talent.code))
affair("offer", "供给成果", sa.select(Offer.id, Offer.code))
thing("inquiry", "对接意向", sa.select(Inquiry.id, Inquiry.code))
affair("city_turnover", "全市技术合同成交额")
thing("tolerance", "容错评议", sa.select(Tolerance.id, Tolerance.code))
affair("precedent", "容错案例", sa.select(Precedent.id, Precedent.code))
thing("secrecy_pledge", "保密承诺书")
affair("envoy", "科技特派员", sa.select(Envoy.id, Envoy.code))
affair("envoy_request", "特派员请求", sa.select(EnvoyRequest.id, EnvoyRequest.code))
affair("mission", "服务任务", sa.select(Mission.id, Mission.code))
thing("visit", "服务记录", VISITS)
thing("envoy_assessment", "年度考核", YEARS)
affair("contact_report", "接触报告", sa.select(ContactReport.id, ContactReport.code))
affair("holidays", "节假日表", is_thing=False)
thing("holiday", "节假日")
looks.kind("mission_contact", "服务对方的联系方式")
looks.kind("liaison", "对接方联系方式")
looks.kind("reviewers", "评审专家名单")
looks.kind("batch", "集中分派名单")
looks.kind("candidates", "评审专家候选")
looks.kind("solvers", "推荐揭榜专家")
looks.kind("lapse", "流榜分析中的推荐专家")
looks.kind("archive", "归档包")
looks.kind("objector", "异议人身份", is_told=True)
looks.kind("dossier", "容错证据材料")
looks.kind("research", "研发记录")
looks.kind("contact_report", "接触报告")
looks.kind("contact_reporter", "接触报告的报告人")
looks.kind("objection", "异议内容")
looks.kind("inquiry_contact", "对接双方的联系方式", is_told=True)
looks.kind("talent", "人才引进意向", is_told=True)


def register(app):
    """The names register themselves when this module is imported."""
