"""What the auditor reads, and what the auditor does not: how lists were opened and how far cases are, never what is sealed."""

import pytest

from challenge.review.actions import reporting
from challenge.states import C
from core.database import transaction
from talent.integrity import actions as register
from tests import bids, custody, world

TOLD = {
    "who": "钱说情",
    "unit": "某公司",
    "when": "昨晚",
    "channel": "gift",
    "asked": "高分",
    "text": "已拒绝。",
}


@pytest.fixture
def person(app):
    return world.user("auditor", organisation_id=None)


def test_the_minutes_of_an_opening(client, client_of, person, now):
    first, second, _ = custody.three()
    witness = world.user("supervisor")
    listed, other = custody.listed(), custody.listed()
    bid = bids.sealed(listed)
    now.instant = listed.deadline
    auditor = client_of(person)
    auditor.get("/desk/openings")
    assert "还没有开标的榜单" in auditor.text()
    custody.open_list(listed, first, second, witness)
    auditor.get("/desk/openings")
    told = auditor.text()
    assert (listed.code in told, other.code in told, "保管人密封" in told) == (True, False, True)
    path = f"/desk/challenges/{listed.code}/opening"
    assert auditor.get(f"{path}/minutes").status_code == 200
    assert all(one in auditor.text() for one in (bid.digest, first.user.display_name, witness.display_name))
    assert auditor.get(f"{path}/minutes.pdf").data.startswith(b"%PDF")
    assert auditor.get(f"/desk/challenges/{other.code}/opening/minutes").status_code == 404
    refused = [auditor.get(one).status_code for one in (path, bids.page_of(bid), "/desk/contact-reports")]
    assert refused == [403, 404, 403]
    assert client_of(world.user("researcher")).get("/desk/openings").status_code == 403
    client.get(f"/challenges/{listed.code}/opening")
    assert "经办、局领导" in client.text()
    assert not [one for one in (first, second) if one.user.display_name in client.text()]


def test_openings_are_found_and_exported_under_a_fixed_number_of_queries(client_of, person, now, queries):
    lists, counts = [world.challenge(C.OPEN, title=f"第 {number} 榜") for number in range(3)], []
    now.instant = max(one.deadline for one in lists)
    auditor = client_of(person)
    for one in lists:
        bids.open_list(one)
        with queries() as seen:
            auditor.get("/desk/openings")
        counts.append(len(seen))
    assert len(set(counts[1:])) == 1
    auditor.get(f"/desk/openings?q={lists[1].code}")
    assert (lists[1].title in auditor.text(), lists[0].title in auditor.text()) == (True, False)
    auditor.get("/desk/openings?q=没有")
    assert "没有符合条件的开标记录" in auditor.text()
    assert auditor.get("/desk/openings?export=xlsx").status_code == 200


def test_how_far_reports_and_cases_are_and_nothing_more(client_of, person):
    auditor = client_of(person)
    listed, officer = world.challenge(C.REVIEWING), world.user("officer")
    supervisor, person = world.user("supervisor"), world.user("researcher", display_name="涂涉案")
    auditor.get("/desk/contact-reports/states")
    assert "还没有接触报告" in auditor.text()
    with transaction():
        report = reporting.report(officer, listed, TOLD)
        case = register.open_case(supervisor, person, "代表成果不实。")
    with transaction():
        reporting.name_investigator(supervisor, report, supervisor.id)
    for path, code, state in (
        ("/desk/contact-reports/states", report.code, "核查中"),
        ("/desk/integrity/states", case.code, "线索"),
    ):
        auditor.get(path)
        told = auditor.text()
        assert (code in told, state in told) == (True, True)
        hidden = (*TOLD.values(), "宴请", listed.code, listed.title, officer.display_name, "涂涉案", "不实")
        assert [one for one in hidden if one in told] == []
        auditor.get(f"{path}?q=涂涉案")
        assert code not in auditor.text()
        assert auditor.get(f"{path}?export=xlsx").status_code == 200
        for other in (supervisor, world.user("admin")):
            assert client_of(other).get(path).status_code == 403
    refused = [f"/desk/contact-reports/{report.code}", f"/desk/integrity/{case.code}"]
    assert [auditor.get(one).status_code for one in refused] == [404, 404]
