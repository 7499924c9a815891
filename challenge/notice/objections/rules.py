"""Questions about objections: who objects, who handles, until when, and what must be true before a step."""

from accounts.rules import holds_privilege, is_leader, is_supervisor
from accounts.states import UserState
from challenge import rulepack
from challenge.bidding.rules import stands_apart
from challenge.notice.objections import sealed
from challenge.notice.rules import current_notice, is_paused
from challenge.posting.rules import not_suspended, now_of
from challenge.states import N, O, Outcome
from core import clock
from core.formats import moment
from core.spelling import same

ABOUT = {"notice": "公示内容", "procedure": "评审和定榜程序", "winner": "拟揭榜方案"}
REQUIRED = {"facts": "事实和理由", "evidence": "证据或证据线索", "remedy": "请求事项", "name": "姓名"}
AT_WORK = (O.SUBMITTED, O.INVESTIGATING, O.REVIEWING)
APPEALABLE = (O.REFUSED, O.ANSWERED)
WITH_FIRST = (O.SUBMITTED, O.INVESTIGATING)
OVER = (O.FINAL, O.WITHDRAWN, O.ENDED)


def is_objector(user, objection):
    """Whose objection it is."""
    mark = sealed.mark_of(user)
    return bool(mark) and mark == objection.owner_mark


def takes_paper(user, notice):
    """A supervisor apart from the list enters what came on paper."""
    challenge = notice.challenge
    apart = is_supervisor(user) and user.organisation_id != challenge.organisation_id
    return apart and stands_apart(user, challenge)


def enters_paper(user, objection):
    """The same, of the objection that is being entered: it belongs to no account."""
    return not objection.owner_mark and takes_paper(user, objection.notice)


def speaks(user, objection):
    """Whose objection it is; what an objector on paper asks is entered by somebody who watches and does not handle."""
    if objection.owner_mark:
        return is_objector(user, objection)
    return oversees_objections(user, objection) and user.id not in (objection.handler_id, objection.second_id)


def owns_objection_draft(user, objection):
    """Whose objection it is, while it is a draft."""
    return is_objector(user, objection) and objection.state is O.DRAFT


def _watches(user):
    return is_supervisor(user) or is_leader(user)


def handles_objection(user, objection):
    """The supervisor to whom the objection was given, or a leader where no supervisor is free."""
    return _watches(user) and objection.handler_id == user.id


def reviews_objection(user, objection):
    """The second person, to whom the review was given."""
    return _watches(user) and objection.second_id == user.id


def oversees_objections(user, objection):
    """Supervisors and leaders apart from the list know of every objection, not of who objects or what it says."""
    challenge = objection.challenge
    apart = (
        _watches(user) and user.organisation_id != challenge.organisation_id and stands_apart(user, challenge)
    )
    return objection.state is not O.DRAFT and apart


def assigns_objection(user, objection):
    """Supervisors and leaders apart from the list say who handles it; never the objector."""
    return not is_objector(user, objection) and oversees_objections(user, objection)


def may_see_objector(user, objection):
    """Whoever handles it now, by a logged look."""
    first = handles_objection(user, objection) and objection.state in WITH_FIRST
    return first or (reviews_objection(user, objection) and objection.state is O.REVIEWING)


def keeps_from_objecting(user):
    """Why this person cannot object on this platform, or None: real names only, and not those who run it."""
    if user.state is not UserState.ACTIVE:
        return "账号通过审核后才能实名提出异议。"
    if holds_privilege(user):
        return "局内人员和管理员不在本平台提出异议，请向监督人员反映。"
    return None


def keeps_name_out(user, objection):
    """Why the name in the objection is not the one of this account, or None."""
    typed = sealed.get(objection, "content").get("name")
    return None if same(typed, user.display_name) else "姓名须与账号登记的姓名一致，请修改后再提交。"


def closes_at(notice):
    """The instant from which no objection is accepted any more: the one rule of page, action, job and test."""
    return notice.ends_at


def takes_objections(notice):
    """Why no objection to this notice can be submitted now, or None."""
    if notice.state is N.REVOKED:
        return "公示已撤销，不再接收异议。"
    if notice.state is N.DRAFT:
        return "公示尚未发布。"
    if is_paused(notice):
        return "榜单已暂停，公示期停止计算，恢复后可以继续提交。"
    if notice.state is N.CLOSED or clock.now() >= closes_at(notice):
        cite = rulepack.cite(notice, "objection_period")
        return f"公示期已于 {moment(closes_at(notice))} 届满，不能再提交异议{cite}。"
    return None


def period_running(objection):
    """The period of the notice has not ended."""
    return takes_objections(objection.notice)


def notice_stands(objection):
    """The notice has neither led to a result nor been taken back."""
    return None if objection.notice.state is N.PUBLISHED else "公示已结束或撤销，书面异议请另行处理。"


def everything_written(objection):
    """Nothing that a structured, real-name objection needs is missing."""
    written = sealed.get(objection, "content")
    missing = [label for name, label in REQUIRED.items() if not written.get(name)]
    missing += [] if objection.about else ["异议对象"]
    missing += [] if objection.ground else ["异议理由"]
    missing += [] if written.get("phone") or written.get("email") else ["联系电话或邮箱"]
    return f"还没有填写：{'、'.join(missing)}。请补充后再提交。" if missing else None


def list_goes_on(objection):
    """The list is not suspended."""
    return not_suspended(objection.challenge)


def has_handler(objection):
    """Somebody handles it."""
    return None if objection.handler_id else "尚未指定承办人，请先指定。"


def has_second(objection):
    """Somebody reviews it."""
    return None if objection.second_id else "尚未指定复核人，请先指定。"


def extension_unused(objection):
    """The one extension has not been used, and the time has not run out."""
    if objection.extension:
        cite = rulepack.cite(objection, "objection_extension_workdays")
        return f"答复期限只能延长一次，已经延长{cite}。"
    return "答复期限已过，不能再延长，请尽快答复。" if is_overdue(objection) else None


def investigated(objection):
    """The investigation was written down."""
    return None if objection.record else "请先填写调查记录。"


def appeal_in_time(objection):
    """The time to ask for the review has not run out."""
    if objection.due_at is None or not time_is_up(objection):
        return None
    cite = rulepack.cite(objection, "objection_appeal_workdays")
    return f"申请复核的期限已过{cite}。"


def was_refused(objection):
    """It was not admitted."""
    return None if objection.inadmissible else "本件已受理并答复，请作出复核结论。"


def was_answered(objection):
    """It was admitted and answered."""
    return None if objection.outcome else "本件未曾受理，请决定是否维持不予受理。"


def time_is_up(objection):
    """The clock that runs now is over for certain; it stands still while the list is suspended."""
    return objection.calendar_known and now_of(objection.challenge) >= objection.due_at


def is_overdue(objection):
    """Whoever has the next move there has let the time pass."""
    return objection.state in AT_WORK and objection.due_at is not None and time_is_up(objection)


def is_open(objection):
    """Submitted and not final: at work, or answered and the time to ask for the review still runs."""
    if objection.state in APPEALABLE:
        return not time_is_up(objection)
    return objection.state in AT_WORK


def is_over(objection):
    """Has come to its end, by a decision or by the clock."""
    return objection.state is not O.DRAFT and not is_open(objection)


def verdict(objection):
    """What it has come to, as far as it is known: that of the second instance beats the first."""
    return objection.second_outcome or objection.outcome


def upheld_of(challenge):
    """The objections to the present notice of a list that hold."""
    notice = current_notice(challenge)
    return upheld_to(notice) if notice is not None else []


def upheld_to(notice):
    """The objections to one notice that hold."""
    found = notice.objections
    return [one for one in found if one.state in (O.ANSWERED, O.REVIEWING, O.FINAL) and _holds(one)]


def _holds(objection):
    return verdict(objection) is Outcome.UPHELD


def open_of(challenge):
    """The objections to any notice of a list that have not come to their end."""
    return [one for notice in challenge.notices for one in notice.objections if is_open(one)]


def no_objection_stands(challenge):
    """No objection is open, and none holds: asked before the result is announced and before a contract."""
    cite = rulepack.cite(challenge, "objection_blocks")
    upheld, waiting = upheld_of(challenge), open_of(challenge)
    if upheld:
        return f"有 {len(upheld)} 件异议成立，须由局领导撤销公示重新评审，或申请撤榜{cite}。"
    return f"还有 {len(waiting)} 件异议未办结，办结以后才能继续{cite}。" if waiting else None


def no_objection_to(notice):
    """No objection to this notice is open, and none holds: asked before what it says takes effect."""
    cite = rulepack.cite(notice, "objection_blocks")
    upheld, waiting = upheld_to(notice), [one for one in notice.objections if is_open(one)]
    if upheld:
        return f"有 {len(upheld)} 件异议成立，须由局领导撤销公示重新评议{cite}。"
    return f"还有 {len(waiting)} 件异议未办结，办结以后才能继续{cite}。" if waiting else None
