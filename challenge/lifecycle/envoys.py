"""The transition tables of envoys (科技特派员、科技专员), of requests for one, of missions, visits and assessments."""

from challenge.envoys import effects, messages, rules
from challenge.envoys.assessment import effects as assessment_effects
from challenge.envoys.assessment import messages as assessment_messages
from challenge.envoys.assessment import rules as assessment
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.missions import effects as mission_effects
from challenge.envoys.missions import messages as mission_messages
from challenge.envoys.missions import rules as missions
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import APPOINTED, BINDING_MISSIONS, E, R, S, V, Y
from challenge.envoys.visits import effects as visit_effects
from challenge.envoys.visits import messages as visit_messages
from challenge.envoys.visits import rules as visits
from challenge.envoys.visits.models import Visit
from core.workflow import machine, step

_self = rules.is_envoy_self

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "envoy",
    Envoy,
    E,
    what=lambda envoy: envoy.name,
    steps=[
        step("agree", "同意受聘", E.OFFERED, E.SERVING, _self, [rules.term_is_ahead, rules.record_clear],
             [effects.note_consent, messages.tell_appointer]),
        step("decline", "不接受聘任", E.OFFERED, E.DECLINED, _self, [],
             [effects.keep_reason, messages.tell_appointer], asks=("reason",), danger=True),
        step("take_back", "撤回聘任", E.OFFERED, E.ENDED, rules.appoints, [],
             [effects.keep_reason, effects.leave_register, messages.tell_envoy], asks=("reason",), danger=True),
        step("offer_renewal", "提出续聘", E.SERVING, E.RENEWING, rules.appoints, [rules.renewal_has_room, rules.record_clear],
             [messages.tell_renewal]),
        step("agree_renewal", "同意续聘", E.RENEWING, E.SERVING, _self, [rules.record_clear],
             [effects.take_renewal, messages.tell_appointer]),
        step("refuse_renewal", "不续聘", E.RENEWING, E.SERVING, _self, [],
             [effects.keep_reason, effects.forget_renewal, messages.tell_appointer], asks=("reason",), danger=True),
        step("resign", "卸任", APPOINTED, E.ENDED, _self, [rules.nothing_in_hand],
             [effects.keep_reason, effects.leave_register, messages.tell_appointer], asks=("reason",), danger=True),
        step("end", "解聘", APPOINTED, E.ENDED, rules.appoints, [rules.nothing_in_hand],
             [effects.keep_reason, effects.leave_register, messages.tell_envoy], asks=("reason",), danger=True),
    ],
)

machine(
    "envoy_request",
    EnvoyRequest,
    R,
    what=lambda request: request.code,
    steps=[
        step("arrange", "安排特派员", R.ASKED, R.ARRANGED, rules.handles_requests, [rules.has_mission], [messages.tell_asker]),
        step("refuse", "暂不安排", R.ASKED, R.REFUSED, rules.handles_requests, [],
             [effects.keep_reason, messages.tell_asker], asks=("reason",), danger=True),
        step("withdraw", "撤回请求", R.ASKED, R.WITHDRAWN, rules.asked_for, [], [effects.keep_reason], asks=("reason",), danger=True),
    ],
)

_ended = [mission_effects.note_result, mission_messages.tell_to_rate, mission_messages.tell_assigner]

machine(
    "mission",
    Mission,
    S,
    what=lambda mission: mission.code,
    steps=[
        step("accept", "接受任务", S.OFFERED, S.SERVING, missions.is_own_envoy, [missions.envoy_may_serve, missions.envoy_free_of_ties],
             [mission_effects.note_answer, mission_messages.tell_accepted]),
        step("decline", "谢绝任务", S.OFFERED, S.DECLINED, missions.is_own_envoy, [],
             [mission_effects.note_answer, mission_messages.tell_assigner], asks=("reason",), danger=True),
        step("replace", "改派", (*BINDING_MISSIONS, S.DECLINED), S.REPLACED, missions.assigns, [],
             [mission_effects.keep_reason, mission_messages.tell_envoy, mission_messages.tell_enterprise, mission_effects.begin_successor],
             asks=("reason",), danger=True),
        step("finish_redrafted", "办结：需求已重新编写", S.SERVING, S.FINISHED, missions.is_own_envoy, [missions.visited, missions.demand_redrafted], _ended, asks=("text",)),
        step("finish_solved", "办结：现场解决", S.SERVING, S.FINISHED, missions.is_own_envoy, [missions.visited], _ended, asks=("text",)),
        step("finish_matched", "办结：已对接专家", S.SERVING, S.FINISHED, missions.is_own_envoy, [missions.visited, missions.expert_named], _ended, asks=("text",)),
        step("finish_none", "办结：未能解决", S.SERVING, S.FINISHED, missions.is_own_envoy, [missions.visited], _ended, asks=("text",)),
        step("go_on", "退回继续服务", S.FINISHED, S.SERVING, missions.assigns, [],
             [mission_effects.go_on, mission_messages.tell_envoy, mission_messages.tell_enterprise], asks=("reason",), danger=True),
        step("rate", "评价", S.FINISHED, S.CLOSED, missions.is_served, [],
             [mission_effects.note_rating, mission_messages.tell_envoy, mission_messages.tell_assigner], asks=("rating",)),
        step("close", "企业未评价，办结", S.FINISHED, S.CLOSED, missions.assigns, [missions.rating_overdue],
             [mission_messages.tell_envoy, mission_messages.tell_enterprise]),
        step("cancel", "取消任务", (*BINDING_MISSIONS, S.DECLINED), S.CANCELLED, missions.assigns, [],
             [mission_effects.keep_reason, mission_messages.tell_envoy, mission_messages.tell_enterprise], asks=("reason",), danger=True),
    ],
)

_UNSETTLED = (V.RECORDED, V.UNCONFIRMED)

machine(
    "visit",
    Visit,
    V,
    what=lambda visit: f"{visit.mission.code} 第 {visit.number} 次服务",
    steps=[
        step("confirm", "确认属实", (*_UNSETTLED, V.DISPUTED), V.CONFIRMED, visits.confirms_visit, [visits.year_not_frozen],
             [visit_effects.note_answer, visit_messages.tell_envoy]),
        step("dispute", "提出异议", _UNSETTLED, V.DISPUTED, visits.confirms_visit, [visits.year_not_frozen],
             [visit_effects.note_answer, visit_messages.tell_envoy, visit_messages.tell_of_dispute], asks=("reason",), danger=True),
        step("lapse", "逾期未确认", V.RECORDED, V.UNCONFIRMED, visits.is_the_clock, [visits.still_silent], [visit_messages.tell_both]),
        step("correct", "更正记录", (*_UNSETTLED, V.DISPUTED, V.CONFIRMED), V.SUPERSEDED, visits.recorded_it, [visits.year_not_frozen], [],
             asks=("reason",)),
    ],
)

machine(
    "envoy_assessment",
    Assessment,
    Y,
    what=lambda one: f"{one.envoy.name} {one.year} 年度",
    steps=[
        step("report", "提交年度总结", Y.OPEN, Y.REPORTED, assessment.is_assessed, [],
             [assessment_effects.note_report, assessment_messages.tell_county], asks=("text",)),
        step("skip_report", "本人逾期未总结，转县区意见", Y.OPEN, Y.REPORTED, assessment.grades, [assessment.time_is_over],
             [assessment_effects.note_report, assessment_messages.tell_county]),
        step("opine", "填写县区意见", Y.REPORTED, Y.OPINED, assessment.speaks_for_county, [],
             [assessment_effects.note_opinion, assessment_messages.tell_officers], asks=("text",)),
        step("skip_opinion", "县区逾期未填写，转评定", Y.REPORTED, Y.OPINED, assessment.grades, [assessment.time_is_over],
             [assessment_effects.note_opinion]),
        step("grade", "评定等次", Y.OPINED, Y.GRADED, assessment.grades, [assessment.written],
             [assessment_effects.note_grade, assessment_messages.tell_graded]),
        step("answer", "提交本人意见", Y.GRADED, Y.ANSWERED, assessment.is_assessed, [],
             [assessment_effects.note_answer, assessment_messages.tell_leaders], asks=("text",)),
        step("skip_answer", "本人逾期未提意见，转审定", Y.GRADED, Y.ANSWERED, assessment.grades, [assessment.time_is_over],
             [assessment_effects.note_answer, assessment_messages.tell_leaders]),
        step("finalise", "审定", Y.ANSWERED, Y.FINAL, assessment.decides_grade, [assessment.figures_hold],
             [assessment_effects.seal, assessment_messages.tell_final]),
        step("send_back", "退回重新评定", Y.ANSWERED, Y.OPINED, assessment.decides_grade, [],
             [assessment_effects.note_return, assessment_messages.tell_sent_back], asks=("reason",), danger=True),
    ],
)
