"""The lapsed list of the demonstration: what its officer reads comes of real bids and a real pool."""

from challenge.lapsed import pages
from talent.recommend import warm_up
from tests.demo.finding import of


def test_the_lapsed_list_says_why_and_what_to_do(town):
    warm_up(town, wait=True)
    row = of(town, "agri-waste")
    with town.test_request_context():
        page = pages.analysis(row, row.handler)
    assert (page.sees, page.fate.submitted, page.fate.valid, len(page.refused)) == (True, 1, 0, 1)
    # The second is near an accountant alone, who judges money.
    assert {one.name for one in page.reach.uncovered} == {"四环素类抗生素去除率", "模式综合收益增加"}
    assert len(page.absent) > 3
    assert page.proposals[0][0].title == "另找没有关联关系的揭榜方"
    ways = {one.action: way is not None for one, way in page.proposals}
    assert ways == {"split": True, "revise": True, "relist": True, "entrust": False}  # an envoy is there
