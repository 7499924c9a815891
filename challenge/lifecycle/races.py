"""The transition tables of a gate (关口) of a race, and of what a lane objects to in its result."""

from challenge.delivery.race import effects, messages, rules
from challenge.delivery.race.models import RaceGate, RaceObjection
from challenge.delivery.race.states import RG, RO
from core.workflow import machine, nobody, step

_common = [rules.former_gate_done, rules.every_lane_ready]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "race_gate",
    RaceGate,
    RG,
    what=lambda gate: gate.title,
    steps=[
        step("propose", "提出排名和晋级方案", RG.MEASURED, RG.PROPOSED, rules.handles_gate, [*_common, rules.every_lane_measured, rules.report_is_there],
             [effects.freeze_ranking, messages.tell_deciders]),
        step("enter", "登记测试结果", (RG.PLANNED, RG.MEASURED), RG.MEASURED, rules.handles_gate, [rules.day_has_come, *_common]),
        step("postpone", "推迟关口", RG.PLANNED, RG.PLANNED, rules.decides_on_gate, [rules.day_is_set], [effects.set_day, messages.tell_lanes, messages.tell_gates_officer],
             asks=("reason",), public="赛马关口推迟"),
        step("return", "退回重新核对", RG.PROPOSED, RG.MEASURED, rules.decides_on_gate, [], [effects.note_return, messages.tell_gates_officer],
             asks=("reason",), danger=True),
        step("publish", "批准并公布结果", RG.PROPOSED, RG.PUBLISHED, rules.decides_on_gate, [rules.report_is_there],
             [effects.note_opinion, messages.tell_lanes, messages.tell_gates_officer], asks=("reason",), public="赛马关口结果公布"),
        step("withdraw", "撤回结果，重新核对", RG.PUBLISHED, RG.MEASURED, rules.decides_on_gate, [],
             [effects.end_objections, effects.note_return, messages.tell_lanes, messages.tell_gates_officer], asks=("reason",), public="赛马关口结果撤回", danger=True),
        step("take_effect", "结果生效", RG.PUBLISHED, RG.DONE, rules.handles_gate,
             [rules.term_is_over, rules.no_objection_open, rules.evidence_judged, rules.somebody_stays], [effects.let_lanes_go_on, messages.tell_lanes], public="赛马关口结果生效"),
        step("cancel", "不再举行", rules.OPEN, RG.CANCELLED, nobody),
    ],
)
machine(
    "race_objection",
    RaceObjection,
    RO,
    what=lambda objection: objection.gate.title,
    steps=[
        step("uphold", "异议成立，撤回结果", RO.OPEN, RO.UPHELD, rules.decides_on_objection, [rules.in_dispute],
             [effects.note_objection, effects.withdraw_result, messages.tell_objector], asks=("answer",), danger=True),
        step("dismiss", "异议不成立", RO.OPEN, RO.DISMISSED, rules.decides_on_objection, [rules.in_dispute],
             [effects.note_objection, messages.tell_objector], asks=("answer",)),
        step("settle", "结果已撤回", RO.OPEN, RO.UPHELD, nobody),
    ],
)
