"""What the pages of a race tell its readers: weights, what a step does, who is no longer in it."""

from core.database import transaction
from tests.challenge.delivery.race import scene

GOOD, FAIR, POOR = ("33", "1.8"), ("30", "2"), ("24", "2.5")


def text(answer):
    return answer.get_data(as_text=True)


def test_a_step_of_a_gate_says_what_it_does_to_lanes_and_money(app, client_of, now):
    officer, challenge, people = scene.running()
    gate, steps = challenge.gates[0], f"/desk/challenges/{challenge.code}/race/1/steps"
    scene.published(people, gate, now, GOOD, FAIR, POOR)
    assert "贵队对结果有异议的" in text(
        client_of(challenge.projects[2].leader).get(steps.removesuffix("/steps"))
    )
    now.instant = gate.objections_until
    with transaction():
        officer.password_at = now.instant
    page = text(client_of(officer).get(f"{steps}/take_effect"))
    assert ("赛道 3淘汰" in page, "按本关规则调剂" in page) == (True, True)


def test_the_weights_of_a_test_stand_beside_what_is_asked(app, client, now):
    _officer, challenge, _people = scene.running()
    page = text(client.get(f"/challenges/{challenge.code}/race"))
    weight = challenge.indicators[0].weight
    assert f'data-label="权重" class="num">{weight}<' in page


def test_a_lane_that_has_left_waits_for_no_later_gate(app, client, now):
    _officer, challenge, people = scene.running()
    first, second = challenge.gates
    scene.done(people, first, now, GOOD, FAIR, POOR)
    scene.done(people, second, now, GOOD, FAIR)
    page = text(client.get(f"/challenges/{challenge.code}/race"))
    assert ("淘汰" in page, "结果未公布" in page) == (True, False)
