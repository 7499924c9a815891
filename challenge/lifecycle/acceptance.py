"""The transition table of an acceptance (验收), one row a round."""

from challenge.delivery.acceptance import effects, messages, rules
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import OPEN, V
from core.workflow import machine, nobody, step

_on = rules.project_goes_on

# A table is read as a table: one transition, one row. Whatever hangs on a conclusion hangs on `conclude`.
# fmt: off
machine(
    "acceptance",
    Acceptance,
    V,
    what=lambda acceptance: f"{acceptance.project.code} 第 {acceptance.round} 轮",
    steps=[
        step("submit", "申请验收", (V.DRAFT, V.RETURNED), V.SUBMITTED, rules.applies,
             [_on, rules.work_is_done, rules.every_indicator_evaluated, rules.report_is_there],
             [effects.hand_in, messages.tell_officer, messages.tell_to_certify], public="申请验收"),
        step("return", "退回补充", V.SUBMITTED, V.RETURNED, rules.handles, [_on], [effects.send_back_to_team, messages.tell_team], asks=("reason",)),
        step("admit", "形式审查合格，组织评议", V.SUBMITTED, V.REVIEWING, rules.handles, [_on, rules.certificate_waited_for],
             [messages.tell_team], public="验收材料形式审查合格，组织评议"),
        step("propose", "提出验收结论", V.REVIEWING, V.PROPOSED, rules.handles, [_on, rules.panel_concluded], [messages.tell_leaders]),
        step("propose_late", "整改或补充逾期，提出不通过", (V.DRAFT, V.RETURNED), V.PROPOSED, rules.handles, [_on, rules.rectification_missed], [messages.tell_leaders],
             danger=True),
        step("second", "复核同意", V.PROPOSED, V.PROPOSED, rules.seconds, [_on, rules.not_yet_seconded], [effects.note_second, messages.tell_leaders]),
        step("return_override", "复核不同意，退回", V.PROPOSED, effects.resolved, rules.seconds, [_on, rules.not_yet_seconded],
             [effects.forget_proposal, messages.tell_proposer], asks=("reason",), danger=True),
        step("send_back", "退回重新研究", V.PROPOSED, effects.resolved, rules.decides, [_on],
             [effects.forget_proposal, messages.tell_proposer], asks=("reason",), danger=True),
        step("approve", "审定同意", V.PROPOSED, V.APPROVED, rules.decides, [_on, rules.seconded],
             [effects.conclude_round, messages.tell_officer], asks=("reason",)),
        step("rectify", "要求整改", V.APPROVED, V.RECTIFYING, nobody, [], [effects.begin_rectification, messages.tell_both]),
        step("publish", "发布验收公示", V.APPROVED, V.NOTICED, rules.handles, [_on], [effects.publish_notice, messages.tell_both], public="验收结论公示"),
        step("revoke", "撤销公示，重新评议", V.NOTICED, V.REVIEWING, rules.decides, [_on],
             [effects.take_notice_back, messages.tell_both], asks=("reason",), public="验收公示撤销，重新评议", danger=True),
        step("conclude", "公布验收结论", V.NOTICED, V.CONCLUDED, rules.handles, [_on, rules.period_over],
             [effects.end_project, messages.tell_both], public="公布验收结论"),
        step("end", "项目终止，验收结束", OPEN, V.ENDED, nobody, [],
             [effects.end_quietly]),
    ],
)
