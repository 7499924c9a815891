"""What an acceptance waits for, where no other test meets it."""

from types import SimpleNamespace

from challenge.delivery.acceptance import rules
from challenge.delivery.contracts.rules import list_allows_signing
from challenge.delivery.panels.rules import project_goes_on
from challenge.delivery.states import P
from core.database import transaction
from core.workflow import apply
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.panels import scene as panels
from tests.challenge.delivery.race import scene as races


def test_nobody_applies_before_a_gate_is_in_effect(app, now):
    _officer, challenge, _people = races.running(2)
    project = challenge.projects[0]
    now.forward(days=4000)
    assert "的结果尚未生效，暂不能申请验收。" in rules.work_is_done(SimpleNamespace(project=project))


def test_a_notice_that_runs_into_an_unknown_year_is_not_over(app):
    notice = SimpleNamespace(calendar_known=False)
    assert "请先在“节假日表”中补录" in rules.period_over(SimpleNamespace(notice=notice))


def test_nothing_is_deliberated_while_the_project_rests(app):
    _officer, project, panel = panels.formed()
    assert project_goes_on(panel) is None
    with transaction():
        apply(world.user("leader"), project, "suspend", reason="停电。")
    assert project_goes_on(panel) == "项目已暂停，恢复后再办理评议。"


def test_nothing_is_signed_for_a_project_that_has_ended(app):
    _officer, project, contract = scene.offered()
    assert list_allows_signing(contract) is None
    with transaction():
        apply(project.leader, project, "abandon", reason="资金不足。")
    assert (project.state, list_allows_signing(contract)) == (P.ABANDONED, "项目已放弃，不能再签约。")
