"""The transition tables of a panel (评议组) and of the seats on it."""

from challenge.delivery.panels import effects, eligibility, messages, rules
from challenge.delivery.panels.models import Panel, PanelMember
from challenge.delivery.panels.states import LIVE, SITTING, S, Seat
from core.workflow import machine, nobody, step

_left = [effects.note_left, effects.replace, messages.tell_handler, messages.tell_left]

# A table is read as a table: one transition, one row. What was voted is in no `asks`: that would put it into the log.
# fmt: off
machine(
    "panel",
    Panel,
    S,
    what=lambda panel: f"{panel.project.code} {panel.purpose.label}",
    steps=[
        step("start", "开启表决", S.FORMING, S.VOTING, rules.handles_panel, [rules.project_goes_on, eligibility.panel_unrelated, rules.panel_complete, rules.has_chair],
             [effects.open_votes, messages.tell_to_vote]),
        step("close", "结束表决", S.VOTING, S.CLOSED, rules.handles_panel, [rules.project_goes_on, eligibility.panel_unrelated, rules.every_vote_in, rules.has_chair],
             [effects.count_votes, messages.tell_chair]),
        step("dissolve", "解散评议组", LIVE, S.DISSOLVED, nobody, [], [effects.release_members]),
        step("void", "撤销公示，评议作废", S.CLOSED, S.DISSOLVED, nobody, [], [effects.note_reason]),
    ],
)
machine(
    "panel_member",
    PanelMember,
    Seat,
    steps=[
        step("declare", "承诺并接受", Seat.INVITED, Seat.DECLARED, rules.is_member,
             [rules.project_goes_on, rules.panel_forming, rules.answered_in_time], [messages.tell_handler]),
        step("vote", "表决", (Seat.DECLARED, Seat.VOTED), Seat.VOTED, rules.is_member, [rules.project_goes_on, rules.panel_votes],
             [effects.note_vote, messages.tell_handler]),
        step("decline", "谢绝", Seat.INVITED, Seat.DECLINED, rules.is_member, [rules.panel_forming], _left, asks=("reason",)),
        step("recuse", "回避", SITTING, Seat.RECUSED, rules.is_member, [rules.panel_forming], _left, asks=("reason",), danger=True),
        step("lapse", "逾期未复", Seat.INVITED, Seat.EXPIRED, rules.is_the_clock, [rules.project_goes_on, rules.panel_forming, rules.is_overdue], _left),
        step("expire", "逾期，另请专家", (Seat.INVITED, Seat.DECLARED), Seat.EXPIRED, rules.handles_seat,
             [rules.project_goes_on, rules.panel_forming, rules.is_overdue], _left, asks=("reason",), danger=True),
        step("remove", "取消席位", SITTING, Seat.REMOVED, rules.handles_seat,
             [rules.project_goes_on, rules.panel_forming, eligibility.must_leave], _left, asks=("reason",), danger=True),
        step("release", "评议终止", SITTING, Seat.REMOVED, nobody, [], [effects.note_left, messages.tell_left]),
    ],
)
