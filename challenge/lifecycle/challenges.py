"""The transition table of a challenge (榜单): who may do what when, with what consequence."""

from challenge import effects, messages, suspension
from challenge.bidding import rules as bidding
from challenge.delivery import effects as delivery_effects
from challenge.delivery import rules as delivery
from challenge.delivery.closing import leaving
from challenge.delivery.closing import rules as closing
from challenge.delivery.final_accounts.waiting import every_account_confirmed
from challenge.delivery.ledger.refunds import every_refund_back
from challenge.delivery.race import definition as gates
from challenge.delivery.race import rules as races
from challenge.delivery.race.effects import close_gates, leave_race
from challenge.envoys.missions import effects as envoys
from challenge.envoys.missions import rules as missions
from challenge.notice import rules as notice
from challenge.notice.objections import rules as objections
from challenge.notice.objections.effects import cite_upheld
from challenge.posting import rules as posting
from challenge.posting.models import Challenge
from challenge.posting.required import every_required_field
from challenge.review import effects as placing
from challenge.review import facts, recusal, seconding, standing
from challenge.review import rules as review
from challenge.review.batches.seating import end_batches
from challenge.review.choosing.effects import ask_poster_to_choose
from challenge.review.choosing.rules import poster_has_chosen
from challenge.review.contacts import rules as contacts
from challenge.review.draw.seating import end_rounds
from challenge.states import C
from core.workflow import machine, nobody, step


def where_it_was(challenge):
    """暂停前的状态"""
    return challenge.suspended_from


def same(challenge):
    """状态不变"""
    return challenge.state


WITH_BUREAU = (C.SUBMITTED, C.APPRAISING)
CANCELLABLE = (
    C.POOLED,
    C.OPEN,
    C.OPENED,
    C.REVIEWING,
    C.PROPOSED,
    C.AWARDED,
    C.NOTICED,
    C.SUSPENDED,
    C.LAPSED,
)
HANDLED = (C.SUBMITTED, C.SCREENED, C.APPRAISING, *CANCELLABLE)
SUSPENDABLE = (C.OPEN, C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED)

_told = [messages.tell_poster, messages.tell_followers]
_fresh = [every_required_field, posting.cycle_within_rules]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "challenge",
    Challenge,
    C,
    [
        # action, button, from, to, who, [needs], [then]
        step("submit", "提交需求", C.DRAFT, C.SUBMITTED, posting.owns_challenge, [*_fresh, posting.pledge_given],
             [effects.forget_reason, effects.note_county, messages.tell_officers_submitted]),
        step("take_back", "撤回修改", C.SUBMITTED, C.DRAFT, posting.owns_challenge),
        step("refer", "转县区初审", C.SUBMITTED, C.SCREENED, posting.handles_challenge, [posting.county_takes_part],
             [effects.take_in_charge, messages.tell_county, messages.tell_poster]),
        step("accept", "受理，进入论证", C.SUBMITTED, C.APPRAISING, posting.handles_challenge, [posting.county_stays_out],
             [effects.take_in_charge, messages.tell_poster]),
        step("recommend", "县区推荐", C.SCREENED, C.APPRAISING, posting.recommends_for_county, [],
             [messages.tell_handler, messages.tell_poster], asks=("reason",)),
        step("county_return", "县区退回", C.SCREENED, C.DRAFT, posting.recommends_for_county, [],
             [effects.note_reason, messages.tell_handler, messages.tell_poster], asks=("reason",), danger=True),
        step("return", "退回修改", (*WITH_BUREAU, C.POOLED), C.DRAFT, posting.handles_challenge, [],
             [effects.note_reason, messages.tell_poster], asks=("reason",), danger=True),
        step("reject", "不予入库", WITH_BUREAU, C.REJECTED, posting.handles_challenge, [],
             [effects.note_reason, messages.tell_poster], asks=("reason_code", "advice"), danger=True),
        step("pool", "论证通过，入库", C.APPRAISING, C.POOLED, posting.handles_challenge, [posting.enough_opinions],
             [messages.tell_poster]),
        step("publish", "发布榜单", C.POOLED, C.OPEN, posting.is_other_officer,
             [*_fresh, posting.no_red_flag, posting.in_active_programme, posting.deadline_within_rules, gates.gates_fit],
             [effects.make_sealing_key, effects.keep_recommendation, facts.note_helpers, messages.tell_poster], public="发布榜单"),
        step("amend", "发布变更公告", C.OPEN, C.OPEN, posting.handles_challenge, [posting.deadline_to_come, *_fresh, posting.no_red_flag, posting.time_left_within_rules],
             _told, asks=("reason",), public="发布变更公告"),
        step("begin_opening", "发起开标", C.OPEN, C.OPEN, bidding.begins_opening,
             [posting.deadline_has_passed, bidding.opening_not_begun], [effects.note_opening, messages.tell_openers]),
        step("open", "确认开标", C.OPEN, C.OPENED, bidding.completes_opening,
             [posting.deadline_has_passed, bidding.opening_begun],
             [effects.open_sealed_bids, facts.note_teams, messages.tell_handler, messages.tell_of_unreadable, messages.tell_of_tied_reviewers], public="开标"),
        step("start_review", "启动评审", C.OPENED, C.REVIEWING, posting.handles_challenge,
             [recusal.handler_unrelated, bidding.copies_waited_for, review.every_bid_checked, review.enough_valid_bids],
             [effects.start_bid_reviews, messages.tell_poster, ask_poster_to_choose], public="启动专家评审"),
        step("propose", "提出拟立项方案", C.REVIEWING, C.PROPOSED, posting.handles_challenge,
             [recusal.handler_unrelated, recusal.panel_unrelated, review.committee_complete, review.every_review_in, poster_has_chosen, review.proposal_written], [placing.place_bids, messages.tell_second_officers, messages.tell_leaders],
             public="形成拟立项方案"),
        step("return_proposal", "退回重新研究", C.PROPOSED, C.REVIEWING, review.decides, [],
             [effects.note_return, placing.take_back_places, messages.tell_handler], asks=("reason",), public="退回重新研究", danger=True),
        step("return_override", "不同意未按排名推荐，退回", C.PROPOSED, C.REVIEWING, seconding.seconds_proposal, [seconding.not_yet_seconded],
             [effects.note_not_seconded, placing.take_back_places, messages.tell_of_dissent], asks=("reason",), danger=True),
        step("award", "定榜", C.PROPOSED, C.AWARDED, review.decides,
             [seconding.proposal_seconded, contacts.contacts_weighed, standing.winner_clear],
             [standing.record_winner, effects.note_award, placing.settle_bids, messages.tell_handler], asks=("reason",), public="定榜"),
        step("publish_notice", "发布公示", C.AWARDED, C.NOTICED, posting.handles_challenge, [notice.notice_drafted],
             [effects.publish_drafted_notice, facts.note_judging, messages.tell_bidders_feedback, *_told], public="发布公示"),
        step("give_up", "揭榜方退出，递补下一名", (C.NOTICED, C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING), C.PROPOSED, posting.handles_challenge, [review.has_reserve, races.no_lane_has_begun, leaving.some_winner_may_leave],
             [delivery_effects.end_project_of_winner, effects.revoke_notices, placing.move_up_reserve, messages.tell_leaders, *_told], asks=("reason",),
             public="揭榜方退出，候补递补", danger=True),
        step("go_on_without", "一方放弃，其余赛道继续", (C.NOTICED, C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING), same, races.handles_several, [races.some_lane_may_leave],
             [leave_race, *_told], asks=("reason",), public="一方放弃揭榜，其余赛道继续", danger=True),
        step("reopen_review", "撤销公示，重新评审", C.NOTICED, C.REVIEWING, posting.is_other_leader, [],
             [cite_upheld, effects.revoke_notices, placing.take_back_places, effects.unlock_reviews, messages.tell_handler, *_told],
             asks=("reason",), public="公示撤销，重新评审", danger=True),
        step("announce", "公布结果", C.NOTICED, C.ANNOUNCED, posting.handles_challenge, [notice.notice_period_over, objections.no_objection_stands],
             [effects.close_notice, delivery_effects.begin_projects, *_told], public="公布揭榜结果"),
        step("begin_project", "建立攻关项目", C.ANNOUNCED, same, delivery.lacks_project, [], [delivery_effects.begin_projects]),
        step("contract", "任务书生效", C.ANNOUNCED, C.CONTRACTED, nobody, [], _told, public="任务书生效，开始攻关"),
        step("begin_acceptance", "进入验收", C.CONTRACTED, C.ACCEPTING, nobody, [], _told, public="进入验收"),
        step("finish", "办结", (C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING), C.DONE, posting.handles_challenge, [delivery.every_project_ended, closing.every_closure_over, every_account_confirmed, every_refund_back],
             [close_gates, effects.note_reason, *_told], asks=("reason",), public="办结"),
        step("lapse", "流榜", (C.OPENED, C.REVIEWING), C.LAPSED, posting.handles_challenge,
             [bidding.copies_waited_for, review.too_few_valid_bids], [effects.note_reason, effects.end_bids, effects.end_assignments, *_told], asks=("reason",),
             public="流榜", danger=True),
        step("relist", "延期重新张榜", C.LAPSED, C.OPEN, posting.handles_challenge,
             [posting.not_continued, *_fresh, posting.in_active_programme, posting.deadline_within_rules, gates.gates_fit],
             [effects.forget_reason, effects.make_sealing_key, effects.keep_recommendation, end_rounds, end_batches, *_told],
             asks=("reason",), public="延期重新张榜"),
        # The public record of what lapsed stays: a draft that continues it goes its own way.
        step("revise", "退回调整后再入库", C.LAPSED, same, posting.handles_challenge, [posting.not_continued],
             [effects.continue_in_draft, messages.tell_poster_to_adjust, messages.tell_followers], asks=("reason",),
             public="退回调整"),
        step("split", "拆分为两份再入库", C.LAPSED, same, posting.handles_challenge, [posting.not_continued, posting.can_be_split],
             [effects.continue_in_draft, messages.tell_poster_to_adjust, messages.tell_followers], asks=("reason",),
             public="拆分调整"),
        step("entrust", "转科技特派员跟进", C.LAPSED, same, posting.handles_challenge, [posting.not_continued, missions.not_entrusted],
             [envoys.entrust, messages.tell_poster], asks=("aim",), public="转科技特派员跟进"),
        step("suspend", "暂停", SUSPENDABLE, C.SUSPENDED, posting.is_other_leader, [],
             [effects.note_suspension, effects.note_reason, messages.tell_handler, *_told], asks=("reason",), public="暂停", danger=True),
        step("resume", "恢复", C.SUSPENDED, where_it_was, posting.is_other_leader, [],
             [suspension.move_clocks_after_suspension, effects.forget_reason, messages.tell_handler, *_told], asks=("reason",),
             public="恢复"),
        step("ask_cancel", "申请撤榜", CANCELLABLE, same, posting.handles_challenge, [posting.cancelling_not_asked],
             [effects.note_cancel_request, messages.tell_leaders], asks=("reason",),
             danger=True),
        step("refuse_cancel", "不同意撤榜", CANCELLABLE, same, posting.approves_cancelling, [posting.cancelling_asked],
             [effects.drop_cancel_request, messages.tell_handler], asks=("reason",)),
        step("cancel", "批准撤榜", CANCELLABLE, C.CANCELLED, posting.approves_cancelling, [posting.cancelling_asked],
             [effects.note_reason, effects.end_bids, effects.end_assignments, effects.revoke_notices, effects.end_objections, *_told],
             asks=("reason",), public="撤榜", danger=True),
        step("hand_over", "转交经办", HANDLED, same, posting.hands_over, [],
             [effects.pass_charge_on, messages.tell_both_handlers], asks=("reason",)),
    ],
)
