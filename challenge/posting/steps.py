"""Which page carries a step: the generic confirmation page of this room, or a page of its own."""

from challenge.posting import rules
from core import workflow

# Steps that need more than a reason; rooms to the right add theirs with `page_of`.
_PAGES = {
    "publish": "posting.publish",
    "amend": "posting.amend",
    "relist": "posting.relist",
    "submit": "posting.submit",
    "hand_over": "posting.hand_over",
}
# These needs are answered on the page of the step itself, so they do not stand in the way of its button.
_ASKED_THERE = {
    "publish": (rules.in_active_programme, rules.deadline_within_rules),
    "relist": (rules.in_active_programme, rules.deadline_within_rules),
    "submit": (rules.pledge_given,),
    "amend": (),
    "hand_over": (),
}
# Possible at any time and seldom wanted: these stand beside the page, not among the steps that lead on.
ASIDE = ("hand_over",)
NEEDS_MORE = ("begin_opening", "open", "start_review", "propose", "award", "publish_notice")


def page_of(action, endpoint, asked=()):
    """A room to the right tells which of its pages (by `code`) carries a step, and the needs answered there."""
    _PAGES[action] = endpoint
    _ASKED_THERE[action] = tuple(asked)


def endpoint_of(action):
    """Endpoint of the page that carries a step, None for the generic page."""
    return _PAGES.get(action)


def is_generic(action):
    """The step asks for nothing but the facts of its row."""
    return action not in _PAGES and action not in NEEDS_MORE


def choices_of(actor, challenge):
    """Steps this person could make now, as the buttons of the page."""
    return [_softened(challenge, choice) for choice in workflow.available(actor, challenge)]


def _softened(challenge, choice):
    if choice.refusal is None or choice.action not in _ASKED_THERE:
        return choice
    row = next(row for row in workflow.steps_of(challenge) if row.action == choice.action)
    needs = [need for need in row.needs if need not in _ASKED_THERE[choice.action]]
    found = next((sentence for sentence in (need(challenge) for need in needs) if sentence), None)
    return workflow.Choice(choice.action, choice.label, choice.danger, found)


def consequences(challenge, action):
    """What will happen, as sentences for the confirmation page."""
    row = next(row for row in workflow.steps_of(challenge) if row.action == action)
    target = row.target(challenge) if callable(row.target) else row.target
    said = []
    if target is not None and target is not challenge.state:
        said.append(f"状态由“{challenge.state.label}”变为“{target.label}”。")
    said += [_SAID[effect.__name__] for effect in row.then if effect.__name__ in _SAID]
    if row.public:
        said.append("公开时间线上将出现这一事项。")
    return said


_SAID = {
    "tell_poster": "发榜单位会收到站内信。",
    "tell_followers": "关注该榜单的人会收到站内信。",
    "tell_handler": "经办人会收到站内信。",
    "tell_leaders": "局领导会收到站内信。",
    "tell_county": "所在县区的推荐人会收到站内信。",
    "tell_officers_submitted": "经办人会收到站内信。",
    "take_in_charge": "您将成为经办人。",
    "end_bids": "尚未开启的揭榜方案不会被开启。",
    "end_assignments": "未完成的评审任务将取消。",
    "revoke_notices": "公示将撤销。",
    "move_up_reserve": "候补的下一名将递补为拟揭榜方。",
    "take_back_places": "名次和拟立项结果作废，回到评审。",
    "unlock_reviews": "评审意见将解除锁定。",
    "note_suspension": "暂停期间，方案、评审和公示均不能办理；各项期限停止计算，恢复时顺延。",
    "move_clocks_after_suspension": "截止时间、补正、评审等期限按暂停的时长顺延，公示期按工作日补足。",
    "close_notice": "公示结束。",
    "continue_in_draft": "榜单保持流榜并继续公开；内容复制为一份新的需求草稿，由发榜单位调整后重新提交。",
    "tell_poster_to_adjust": "发榜单位会收到站内信。",
    "book": "台账记入一笔转账，不能更改。",
    "start_clock": "付款期限自首次申请起算。",
    "resume_reminders": "填报期限不变，继续提醒填报人。",
    "note_dunning": "催告记入台账，催告后仍不付款的可以登记诚信线索。",
    "note_return": "退回的次数和理由记入办理经过。",
    "note_pursuit": "榜单和终止办理不再等待这笔款项；应退回的金额保留，退回后仍可登记。",
    "unlock_what_follows": "达到规则要求的财政资金随之解锁。",
    "tell_team": "项目负责人会收到站内信。",
    "tell_approver": "审批人会收到站内信。",
    "tell_payer": "付款方会收到站内信。",
    "tell_receiver": "收款方会收到站内信。",
    "tell_officer": "经办人会收到站内信。",
    "tell_sides": "双方会收到站内信。",
    "tell_unheard": "对方会收到站内信，在期限内陈述意见。",
    "end_project": "项目结束：未判定的里程碑取消，未解锁的款项取消，已解锁的继续支付（须全额退回的资金不再支付，已同意拨付的由付款方说明是否已经付款）。",
    "open_case": "规则包规定须登记诚信线索的，同时登记。",
    "wake_project": "因本申请暂停的项目恢复，期限顺延。",
    "freeze_accounts": "结算期间不再登记或者冲销支出。",
    "reopen_accounts": "结算单作废，由经办人重新出具。",
    "settle_accounts": "核定的款项解锁，须全额退回的资金不认可已列支出。",
    "tell_fillers": "填报人会收到站内信。",
    "tell_checker": "经办人会收到站内信。",
    "tell_person": "本人会收到站内信。",
    "tell_unit": "对接单位会收到站内信，并能看到本人的意向。",
    "forget_person": "您填写的意向、匹配的单位和全部跟进记录将删除，不能恢复。",
    "keep_note": "填写的情况记入跟进记录，本人撤回同意时一并删除。",
    "tell_envoy": "特派员会收到站内信。",
    "tell_appointer": "经办人会收到站内信。",
    "tell_assigner": "经办人会收到站内信。",
    "tell_enterprise": "企业会收到站内信。",
    "tell_asker": "提出请求的企业会收到站内信。",
    "leave_register": "姓名不再出现在公开名录中。",
}
