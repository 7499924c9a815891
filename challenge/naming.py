"""What the log calls lists, bids and reviews: a bid has no name before it is opened, a reviewer none before the notice."""

import sqlalchemy as sa

from accounts.models import User
from challenge.bidding.models import Bid
from challenge.custody.models import Custodian
from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger.models import Expense, Payment
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
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
NUMBER = sa.cast(Payment.number, sa.String)
PAYMENTS = sa.select(Payment.id, Project.code + sa.literal(" 第 ") + NUMBER + " 笔").join(Payment.project)
REVIEWS = sa.select(Review.id, Bid.code).join(Review.bid).join(Review.assignment).where(UNSEALED)

affair("challenge", "榜单", LISTS)
affair("review", "评审", LISTS)
affair("secrecy", "保密承诺", LISTS, is_thing=False)
affair("recommendation", "推荐", LISTS)
affair("bid", "方案", OPENED)
affair("custodian", "保管人", CUSTODIANS)
affair("batch", "集中分派", sa.select(Batch.id, Batch.title))
thing("assignment", "评审专家", REVIEWERS)
affair("programme", "项目批次", sa.select(Programme.id, Programme.name))
thing("admission", "例外准入")
thing("review", "评审意见", REVIEWS)
thing("question", "提问")
thing("recommendation_feedback", "推荐评价")
thing("draw", "专家抽取", DRAWS)
thing("proposal", "拟立项方案")
thing("notice", "公示文本")
thing("objection", "异议", sa.select(Objection.id, Objection.code).where(Objection.code.is_not(None)))
thing("project", "攻关项目", sa.select(Project.id, Project.code))
thing("contract", "任务书", sa.select(Contract.id, Project.code).join(Contract.project))
thing("milestone", "里程碑", MILESTONES)
thing("payment", "拨付", PAYMENTS)
thing("expense", "支出", sa.select(Expense.id, Project.code).join(Expense.project))
thing("secrecy_pledge", "保密承诺书")
affair("contact_report", "接触报告", sa.select(ContactReport.id, ContactReport.code))
affair("holidays", "节假日表", is_thing=False)
thing("holiday", "节假日")
looks.kind("reviewers", "评审专家名单")
looks.kind("batch", "集中分派名单")
looks.kind("candidates", "评审专家候选")
looks.kind("solvers", "推荐揭榜专家")
looks.kind("lapse", "流榜分析中的推荐专家")
looks.kind("objector", "异议人身份", is_told=True)
looks.kind("contact_report", "接触报告")
looks.kind("contact_reporter", "接触报告的报告人")
looks.kind("objection", "异议内容")


def register(app):
    """The names register themselves when this module is imported."""
