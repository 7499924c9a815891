"""Terms that ran out, and a time to confirm that has not."""

from challenge.envoys import rules
from challenge.envoys.missions import rules as missions
from challenge.envoys.visits import rules as visits
from core.workflow import refusal
from tests.challenge.envoys import scene


def test_after_its_term_an_appointment_and_a_mission_are_not_taken(app, now):
    _officer, envoy = scene.offered()
    made = scene.assigned()
    assert (rules.term_is_ahead(envoy), missions.envoy_may_serve(made.mission)) == (None, None)
    now.forward(days=800)
    assert refusal(envoy.user, envoy, "agree").sentence == "聘期已经结束，请经办人撤回后重新聘任。"
    late = refusal(made.envoy.user, made.mission, "accept").sentence
    assert late == "您的聘期未开始或者已经结束，不能接受新任务。"


def test_silence_counts_when_the_time_is_over(app, now):
    visit = scene.visited().visit
    assert visits.still_silent(visit) == "企业的确认期限还没有过。"
    now.instant = visit.confirm_due_at
    assert visits.still_silent(visit) is None
