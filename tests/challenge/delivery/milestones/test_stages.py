"""A value from before the milestone that judges an indicator is a stage on the way, not the end."""

from challenge.delivery.milestones import pages
from challenge.delivery.states import P
from core.database import transaction
from tests.challenge.delivery.milestones import scene


def last(project, place=0):
    row = pages.chains(project)[place].rows[-1]
    return row.label, row.text, row.verdict


def test_a_stage_value_does_not_read_as_the_end(client_of):
    _officer, project, one = scene.signed()
    density, leakage = project.indicators
    with transaction():
        project.milestones[2].indicator = f"{density.name}达到约定值"
        one.indicator = leakage.name
    scene.give(one, ("38", "1.9 %"))
    assert last(project) == ("目前", "38 Wh/L（自测阶段值，到里程碑 3 判定）", None)
    label, text, verdict = last(project, 1)
    assert (label, text, verdict.tone) == ("目前", "未达到（按团队自测）", "bad")
    page = client_of(project.leader).get(f"/desk/projects/{project.code}/indicators").get_data(as_text=True)
    assert "最近实测 38 Wh/L，任务书约定 ≥ 41 Wh/L，还差 3 Wh/L。" in page
    with transaction():
        project.state = P.ACCEPTING
    assert last(project)[:2] == ("结论", "未达到（按团队自测）")
