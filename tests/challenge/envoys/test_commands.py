"""`flask envoys verify` names what was touched after it was frozen."""

from challenge.envoys.assessment import actions
from challenge.envoys.states import Grade
from core.database import transaction
from tests.challenge.envoys import scene


def verified(app):
    answer = app.test_cli_runner().invoke(args=["envoys", "verify"])
    return answer.exit_code, answer.output


def test_frozen_figures_are_verified(app, now):
    made = scene.confirmed()
    with transaction():
        (one,) = actions.begin_year(made.officer, 2026)
        actions.step(made.envoy.user, one, "report", text="总结。")
    assert verified(app) == (0, "0 份考核全部相符。\n")
    now.forward(days=11)
    with transaction():
        actions.step(made.officer, one, "skip_opinion")
        actions.grade(made.officer, one, Grade.PASS, "按时服务。")
    assert verified(app) == (0, "1 份考核全部相符。\n")
    with transaction():
        one.body = one.body | {"total": 9900}
    assert verified(app) == (1, "TP2026-0001 2026 年度：内容与摘要不符。\n1 份考核，1 处不符。\n")
    with transaction():
        one.digest = actions.digest(one.body)
    assert verified(app)[1].startswith("TP2026-0001 2026 年度：日志中没有这一摘要。")
