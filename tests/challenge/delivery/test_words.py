"""Pages of a project of 成果转化 speak its words throughout: crumbs, tables, filters, refusals."""

import pytest

from challenge.states import Mode
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.acceptance import scene as accepting

OTHER_WORDS = ("里程碑", "发榜方", "揭榜方", "发榜单位", "揭榜单位", "技术指标")


@pytest.mark.parametrize("tail", ["", "/milestones/1", "/ledger", "/acceptance", "/indicators", "/research"])
def test_no_word_of_the_other_modes(app, client_of, tail):
    programme = world.programme(mode=Mode.TRANSFER)
    _officer, project = scene.signed(mode=Mode.TRANSFER, programme_id=programme.id)
    for person in (project.leader, project.challenge.author):
        page = client_of(person).get(f"/desk/projects/{project.code}{tail}").text
        said = page[page.index("<main") : page.index("</main>")]
        assert [said[max(0, said.index(word) - 60) :][:90] for word in OTHER_WORDS if word in said] == []


def test_the_notice_of_an_acceptance(app, client):
    facts = {"mode": Mode.TRANSFER, "programme_id": world.programme(mode=Mode.TRANSFER).id}
    _officer, project, acceptance = accepting.noticed(**facts)
    said = "".join(acceptance.notice.facts["said"])
    poster = project.challenge.organisation.name
    assert (f"成果方：{poster}" in said, "成果方评价：" in said, "发榜单位" in said) == (True, True, False)
