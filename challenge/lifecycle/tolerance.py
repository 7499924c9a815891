"""The transition table of a tolerance case (容错评议): stated, deliberated, heard, decided."""

from operator import attrgetter

from challenge.delivery.tolerance import effects, messages, rules
from challenge.delivery.tolerance.models import Tolerance
from challenge.delivery.tolerance.states import OPEN, T
from core.workflow import machine, nobody, step

_told = [messages.tell_sides, messages.tell_handler]

# A table is read as a table: one transition, one row. Who decides follows the panel, or has another one deliberate once.
# fmt: off
machine(
    "tolerance",
    Tolerance,
    T,
    what=attrgetter("code"),
    steps=[
        step("submit", "固定证据材料，提交评议", T.STATING, T.REVIEWING, rules.handles_case, [rules.project_unfinished, rules.sides_heard],
             [effects.start_clock, messages.tell_sides]),
        step("hear", "送交团队听取意见", T.REVIEWING, T.HEARING, rules.handles_case, [rules.project_unfinished, rules.panel_has_concluded],
             [effects.start_clock, messages.tell_team_to_answer]),
        step("answer", "答复评议意见", T.HEARING, T.DECIDING, rules.leads_team, [rules.project_unfinished],
             [effects.start_clock, messages.tell_leaders, messages.tell_handler]),
        step("go_on", "团队逾期未答复，转入决定", T.HEARING, T.DECIDING, rules.handles_case, [rules.project_unfinished, rules.team_had_its_time],
             [effects.start_clock, messages.tell_leaders]),
        step("grant", "认定尽责", T.DECIDING, T.GRANTED, rules.decides_case, [rules.project_unfinished, rules.panel_found_diligence],
             [effects.note_decision, effects.end_diligent, *_told], asks=("reason",)),
        # An acceptance that ends as diligent leaves the same record, published and decided there.
        step("record", "验收认定尽责", T.STATING, T.GRANTED, nobody, [], [effects.note_decision, effects.settle, messages.tell_handler]),
        step("refuse", "不予认定", T.DECIDING, T.REFUSED, rules.decides_case, [rules.project_unfinished, rules.panel_found_none],
             [effects.note_decision, effects.follow_refusal, *_told], asks=("reason",), danger=True),
        step("return", "退回重新评议", T.DECIDING, T.REVIEWING, rules.decides_case, [rules.project_unfinished, rules.return_is_left],
             [effects.note_return, *_told], asks=("reason",)),
        step("withdraw", "撤回申请", (T.STATING, T.REVIEWING, T.HEARING), T.WITHDRAWN, rules.asked_for_it, [],
             [effects.note_end, effects.dissolve_panel, *_told], asks=("reason",), danger=True),
        step("drop", "评议终止", OPEN, T.WITHDRAWN, nobody, [], [effects.note_end, effects.dissolve_panel, *_told], asks=("reason",)),
    ],
)
