"""人才引进: nothing is kept of a person who has not agreed, and nothing is left when the word is taken back."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.delivery.outcomes.recruiting import actions, rules
from challenge.delivery.outcomes.recruiting.models import Talent, TalentNote
from challenge.delivery.outcomes.recruiting.queries import units_called
from challenge.delivery.outcomes.states import Stay, T
from core.database import db, transaction
from core.workflow import Refused, available
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.outcomes import scene

SAID = (Stay.FLEXIBLE, "某大学，太原市", "每年来朔三个月，需要中试场地。")


def agreed():
    officer, row = scene.talent()
    with transaction():
        actions.agree(row.user, row, *SAID)
    return officer, row


def test_only_winners_from_outside_are_asked_and_once(app):
    officer, project = projects.signed()
    assert project.talents == []
    _officer, row = scene.talent()
    assert (row.state, row.user, row.stay, row.origin) == (T.ASKED, row.project.leader, None, "")
    with transaction():
        scene.ask_winners(row.project, scene.move_of(officer))
    assert len(row.project.talents) == 1


def test_who_may_do_what_in_each_state(app):
    officer, row = agreed()
    unit = world.organisation("塞上储能有限公司")
    hirer = world.user("enterprise", organisation_id=unit.id)
    people = {
        "person": row.user,
        "officer": officer,
        "unit": hirer,
        "poster": row.project.challenge.author,
        **{role: world.user(role) for role in ("leader", "supervisor", "finance", "auditor", "researcher")},
        "other officer": world.user("officer"),
    }

    def may():
        found = {name: {one.action for one in available(user, row)} for name, user in people.items()}
        return {name: actions for name, actions in found.items() if actions}

    back = {"person": {"withdraw"}}
    assert may() == back | {"officer": {"match", "close"}}
    with transaction():
        actions.match(officer, row, unit, "方向一致。")
    assert may() == back | {"officer": {"match", "meet", "close"}}
    with transaction():
        actions.meet(officer, row, dt.date(2026, 9, 10), "双方有意。")
    assert may() == back | {"officer": {"settle", "close"}}
    with transaction():
        actions.settle(officer, row, dt.date(2026, 9, 16), "")
    assert (row.state, may()) == (T.SETTLED, back)
    assert [one.text for one in row.notes] == ["方向一致。", "双方有意。"]


def test_the_database_keeps_nothing_of_who_has_not_agreed(app):
    _officer, row = scene.talent()
    for change in ({"stay": Stay.FULL_TIME}, {"state": T.AGREED}, {"state": T.MATCHED}):
        with pytest.raises(sa.exc.IntegrityError), transaction():
            db.session.execute(sa.update(Talent).where(Talent.id == row.id).values(**change))
    with transaction():
        actions.make(row.user, row, "decline")
    assert [one.action for one in available(row.user, row)] == ["agree"]


def test_whoever_takes_the_word_back_leaves_nothing(app):
    officer, row = agreed()
    with transaction():
        actions.match(officer, row, world.organisation(), "方向一致。")
        actions.add_note(officer, row, "已电话联系。")
    with pytest.raises(Refused, match="本人"), transaction():
        actions.withdraw(officer, row)
    db.session.refresh(row)
    with transaction():
        actions.withdraw(row.user, row)
    assert row.state is T.DECLINED
    left = (row.stay, row.origin, row.needs, row.unit_id, row.agreed_at)
    assert left == (None, "", "", None, None)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TalentNote)) == 0
    with pytest.raises(Refused), transaction():
        actions.add_note(officer, row, "再联系。")


def test_who_was_closed_comes_back_only_while_the_word_stands(app):
    officer, row = agreed()
    with transaction():
        actions.make(officer, row, "close", "暂无合适单位。")
        actions.make(officer, row, "resume", "新设岗位。")
    assert row.state is T.AGREED
    assert rules.still_agreed(row) is None
    with transaction():
        actions.make(officer, row, "close", "暂无合适单位。")
        actions.withdraw(row.user, row)
    assert {one.action for one in available(officer, row)} == set()


def test_what_is_said_stands_as_ciphertext(app):
    _officer, _row = agreed()
    kept = db.session.execute(sa.text("SELECT origin, needs FROM talent_record")).one()
    assert all("朔".encode() not in bytes(one) and "太原".encode() not in bytes(one) for one in kept)


def test_units_of_the_city_are_found_by_name_or_code(app):
    unit = world.organisation("塞上储能有限公司")
    world.organisation("塞上储能有限公司朔州分公司")
    world.organisation("塞上储能研究院", county="市外")
    assert units_called("塞上储能有限公司") == [unit]
    assert units_called(unit.credit_code) == [unit]
    assert len(units_called("塞上")) == 2
    assert units_called("没有这家") == []
