"""A poster that does not do its part: the debtor is heard and may still pay; the public reads nothing before the decision."""

import re

import pytest

from challenge.delivery.closing import actions, rules
from challenge.delivery.closing.states import E
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import P, Party, Y
from challenge.posting.queries.history import public_timeline
from core import clock
from core.database import db, transaction
from core.workflow import Refused, apply
from reports.desk.duties import duties
from talent.integrity.models import IntegrityCase
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.ledger import scene as money


def test_a_demander_who_does_not_pay(app, now):
    officer, project, people = scene.under_contract()
    money.passes(project, 1)
    row = money.requested(people, money.payment(project, "demander"))
    with pytest.raises(Refused, match="期限未到"):
        scene.asked(project, people.team, "demander_default")
    now.forward(days=31)
    with transaction():
        paying.make(officer, row, "dun")
    now.forward(days=11)
    with pytest.raises(Refused, match="不能以这个原因"):
        scene.asked(project, people.poster, "demander_default")
    closure = scene.asked(project, people.team, "demander_default")
    assert (closure.state, project.state) == (E.ASKED, P.ACTIVE)
    with transaction():
        actions.make(officer, closure, "accept")
    assert (project.state, rules.unheard(closure)) == (P.SUSPENDED, [Party.POSTER])
    now.forward(days=10)
    with transaction():
        actions.make(people.leader, closure, "end", "发榜方经催告仍不付款。")
    case = db.session.query(IntegrityCase).one()
    assert (case.organisation_id, row.state) == (project.challenge.organisation_id, Y.REQUESTED)
    scene.drawn(closure, {2: 20})
    with pytest.raises(Refused, match="期满仍未确认"), transaction():
        actions.make(people.leader, closure, "determine", "发榜方不予确认。")
    now.forward(days=15)
    with transaction():
        actions.make(people.leader, closure, "determine", "发榜方不予确认。")
    assert (closure.state, closure.determined, faults(project)) == (E.AGREED, "发榜方不予确认。", [])


def test_a_debtor_may_still_pay_while_it_is_heard(app, now):
    _officer, people, row, closure = scene.in_default(now)
    project = closure.project
    assert project.state is P.SUSPENDED
    assert "应付款：里程碑 1，4.50 万元" in [one.what for one in duties(people.poster)]
    with transaction():
        paying.approve(people.poster, row)
    with transaction():
        paying.register(people.poster, row, clock.today(), "1")
    with transaction():
        paying.confirm(people.team, row)
    assert (row.state, faults(project)) == (Y.CONFIRMED, [])
    other = money.payment(project, "own")
    with transaction():
        actions.make(people.team, closure, "withdraw", "发榜方已付款。")
    with transaction():
        apply(people.leader, project, "suspend", reason="核查经费。")
    with pytest.raises(Refused, match="恢复后再办理拨付"), transaction():
        paying.register(people.team, other, clock.today(), "2")
    assert not [one for one in duties(people.team) if one.what.startswith("登记自筹投入")]


def test_the_public_does_not_read_what_one_side_claims(app, now):
    _officer, people, _row, closure = scene.in_default(now)
    with transaction():
        actions.make(people.team, closure, "withdraw", "发榜方恶意欠款已付。")
    told = " ".join(one.what + one.note for one in public_timeline(closure.project.challenge))
    assert "办理终止程序期间暂停" in told
    assert "付款" not in told
    assert "欠款" not in told


def test_a_poster_that_withholds_what_it_owes_is_answered_for_by_it(app, now):
    officer, project, people = scene.under_contract()
    money.passes(project, 1)
    with pytest.raises(Refused, match="不能以这个原因"):
        scene.asked(project, people.poster, "poster_breach")
    closure = scene.asked(project, people.team, "poster_breach", "多次催促，仍不提供试验场地。")
    scene.heard(closure, officer, agrees=False)
    with transaction():
        actions.make(people.leader, closure, "end", "发榜方不提供约定的试验场地。")
    case = db.session.query(IntegrityCase).one()
    assert (case.organisation_id, project.reason_code) == (project.challenge.organisation_id, "poster_breach")
    scene.drawn(closure, {2: 50})
    row = next(one for one in closure.settlement["payers"] if one["payer"] == "demander")
    assert row["back_fen"] == 0
    assert [one["payer"] for one in closure.settlement["work"] if one["amount_fen"]] == ["demander"]


def test_an_unpaid_team_reads_what_it_can_do(client_of, now):
    _officer, project, people, row = money.dunned(now)
    base = f"/desk/projects/{project.code}"
    way = f"{base}/closures/new?reason=demander_default"
    assert way not in client_of(people.team).get(base).get_data(as_text=True)
    now.forward(days=11)
    team, poster = client_of(people.team), client_of(people.poster)
    for path in (base, f"{base}/payments/{row.number}"):
        for reader, sees in ((team, True), (poster, False)):
            page = reader.get(path).get_data(as_text=True)
            assert ("（里程碑 1，4.50 万元）付款期限已过 12 天" in page, way in page) == (True, sees)
    page = team.get(way).get_data(as_text=True)
    assert re.search(r'<input checked [^>]*value="demander_default"', page)
    assert team.get(f"{base}/closures/new?reason=nonsense").status_code == 200
