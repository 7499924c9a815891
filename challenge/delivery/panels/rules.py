"""Questions about panels: who runs, sits and votes, when a panel is complete, what its votes come to."""

import datetime as dt

from accounts.rules import is_supervisor
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.panels.states import LIVE, OFFERED, SEATED, SITTING, S, Seat, Vote
from challenge.delivery.states import ENDED, P
from core import clock
from core.formats import moment
from talent.states import ExpertKind

QUOTAS = ((ExpertKind.INDUSTRY, "panel_industry_min"), (ExpertKind.FINANCE, "panel_finance_min"))


def panel_of(project, purpose, round_=None):
    """The panel of this purpose (and round) that was not dissolved; the newest where no round is given; or None."""
    mine = [one for one in project.panels if one.purpose is purpose and one.state is not S.DISSOLVED]
    return next((one for one in reversed(mine) if round_ in (None, one.round)), None)


def handles_panel(user, panel):
    """The officer in charge, who is of neither side and on no panel."""
    return rules.handles_project(user, panel.project) and not rules.is_on_team(user, panel.project)


def oversees_panel(user, panel):
    """Leaders, supervisors, officers and the auditor: how it is made up by number, not who sits on it."""
    return rules.oversees_project(user, panel.project)


def is_member(user, member):
    """The expert whose seat it is."""
    return user.is_authenticated and member.profile.user_id == user.id


def member_of(user, panel):
    """This person's seat, or None."""
    return next((one for one in panel.members if is_member(user, one)), None)


def was_asked(user, panel):
    """Was invited, whatever became of it."""
    return member_of(user, panel) is not None


def handles_seat(user, member):
    """The officer in charge of the panel."""
    return handles_panel(user, member.panel)


def chairs(user, panel):
    """The chair."""
    found = member_of(user, panel)
    return found is not None and found.is_chair and found.state in SEATED


def sits(user, project, purpose):
    """Has declared to have no conflict and stays on the newest panel of this purpose: may read the documents."""
    panel = panel_of(project, purpose)
    found = panel.members if panel and user.is_authenticated else []
    return any(one.state in SEATED and is_member(user, one) for one in found)


def is_asked(user, project, purpose):
    """Is invited to a standing panel, or sits on it."""
    standing = (one for one in project.panels if one.purpose is purpose and one.state is not S.DISSOLVED)
    return user.is_authenticated and any(
        one.state in SITTING and is_member(user, one) for panel in standing for one in panel.members
    )


def sitting(panel):
    """Members who were invited and have not left."""
    return [one for one in panel.members if one.state in SITTING]


def seated(panel):
    """Members who have declared and stay."""
    return [one for one in panel.members if one.state in SEATED]


def project_goes_on(subject):
    """The project is neither suspended nor over."""
    project = subject.project if hasattr(subject, "project") else subject.panel.project
    if project.state is P.SUSPENDED:
        return "项目已暂停，恢复后再办理评议。"
    return f"项目{project.state.label}，不再评议。" if project.state in ENDED else None


def panel_forming(member):
    """Seats change only before the votes are counted."""
    return None if member.panel.state in LIVE else f"评议组{member.panel.state.label}，不能再变动。"


def panel_votes(member):
    """Votes are open."""
    if member.panel.state is S.VOTING:
        return None
    return "经办人开启表决后才能表决。" if member.panel.state is S.FORMING else "表决已经结束。"


def answered_in_time(member):
    """The time to answer has not run out."""
    if clock.now() < member.reply_due_at:
        return None
    return f"答复期限（{moment(member.reply_due_at)}）已过，不能再接受邀请。"


def is_the_clock(actor, member):
    """No person: a job whose time has come."""
    return actor is None


def clock_of(member):
    """The instant that counts for this member now, or None."""
    if member.state is Seat.INVITED:
        return member.reply_due_at
    return member.panel.vote_due_at if member.state is Seat.DECLARED else None


def is_overdue(member):
    """The invitation was not answered in time, or the vote not given."""
    until = clock_of(member)
    return None if until is not None and clock.now() >= until else "尚未超过期限，不能按逾期处理。"


def panel_complete(panel):
    """Odd, large enough, with industry and finance, and nobody whose answer is awaited."""
    waiting = [one for one in panel.members if one.state is Seat.INVITED]
    if waiting:
        return f"还有 {len(waiting)} 位专家没有答复邀请。"
    members, least = seated(panel), rulepack.value(panel, "panel_min")
    if len(members) < least or len(members) % 2 == 0:
        clause = rulepack.cite(panel, "panel_min")
        return f"评议组须为不少于 {least} 人的单数，现有 {len(members)} 人接受邀请{clause}。"
    for kind, key in QUOTAS:
        wanted = rulepack.value(panel, key)
        if sum(one.profile.kind is kind for one in members) < wanted:
            return f"评议组至少需要 {wanted} 名{kind.label}专家{rulepack.cite(panel, key)}。"
    return None


def has_chair(panel):
    """Somebody who sits is named chair."""
    return None if any(one.is_chair for one in seated(panel)) else "请先指定评议组组长。"


def every_vote_in(panel):
    """Every member has voted, and the panel is complete still."""
    missing = [one for one in panel.members if one.state is Seat.DECLARED]
    if missing:
        return f"还有 {len(missing)} 位专家没有表决。"
    return panel_complete(panel)


def choices(panel):
    """What can be voted here: rectification only once."""
    offered = OFFERED[panel.purpose]
    return offered if panel.round == 1 else tuple(one for one in offered if one is not Vote.RECTIFY)


def needs_note(panel, vote):
    """Whoever votes against says why."""
    return vote is not OFFERED[panel.purpose][0]


def majority(panel):
    """The `Vote` that more than the share of the rule pack has, or None; of a counted panel."""
    share, total = rulepack.value(panel, "panel_majority"), sum((panel.result or {}).values())
    found = (one for one, number in (panel.result or {}).items() if number * 100 > total * share)
    return next((Vote(one) for one in found), None)


def waits_for_opinion(panel):
    """The votes are counted and the chair has not written yet; a chair who cannot any more is replaced."""
    return panel.state is S.CLOSED and not panel.opinion


def panel_concluded(project, purpose, round_):
    """The votes of this round are counted, and the chair has written what the panel thinks."""
    panel = panel_of(project, purpose, round_)
    if panel is None:
        return "尚未组建评议组。"
    if panel.state is not S.CLOSED:
        return f"评议组{panel.state.label}，表决结束后才能提出结论。"
    return None if panel.opinion else "评议组组长还没有写出评议意见。"


def reply_due(panel, at):
    """Until when an invitation sent now can be answered."""
    return at + dt.timedelta(days=rulepack.value(panel, "panel_reply_days"))


def reads_panel(user, panel):
    """Whoever runs or oversees it, and who was asked."""
    return handles_panel(user, panel) or oversees_panel(user, panel) or was_asked(user, panel)


def reads_votes(user, panel):
    """Once the votes are counted: the officer in charge, who decides, who watches, and the members."""
    if panel.state is not S.CLOSED:
        return False
    watches = rules.oversees_project(user, panel.project)
    return handles_panel(user, panel) or watches or panel_seat_stands(user, panel)


def panel_seat_stands(user, panel):
    """Sits on the panel and has voted."""
    found = member_of(user, panel)
    return found is not None and found.state is Seat.VOTED


def sees_names(user, panel):
    """Before the conclusion is published the officer in charge, supervisors, and members of the panel that is counted."""
    counted = panel.state is S.CLOSED and panel_seat_stands(user, panel)
    return handles_panel(user, panel) or is_supervisor(user) or counted
