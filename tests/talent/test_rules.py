"""Questions about profiles, each branch."""

import datetime as dt

from core import clock
from talent import rules
from talent.models import Work
from talent.states import P, WorkType
from tests import world


def test_complete_and_limit(app):
    row = world.profile()
    assert (rules.profile_complete(row), rules.works_within_limit(row)) == (None, None)
    row.works = [Work(type=WorkType.PAPER, title=str(n)) for n in range(6)]
    assert rules.works_within_limit(row) == "每类代表成果最多 5 项，超出的类型：论文。"


def test_yearly_confirmation(app, now):
    row = world.profile(confirmed_at=clock.now() - dt.timedelta(days=364))
    assert rules.confirmation_due(row, clock.now()) is False
    now.forward(days=1)
    assert rules.confirmation_due(row, clock.now()) is True
    row.confirmed_at = None
    assert rules.confirmation_due(row, clock.now()) is True
    assert rules.confirmation_due(world.profile(state=P.STOPPED), clock.now()) is False


def test_who_keeps_a_profile(app):
    assert [rules.may_have_own_profile(world.user(role)) for role in ("researcher", "expert", "officer")] == [
        True,
        True,
        False,
    ]


def test_the_first_account_recommends_but_never_itself(app):
    own = world.user("researcher", is_first_account=True)
    row = world.profile(state=P.APPLIED, user_id=own.id, organisation_id=own.organisation_id)
    colleague = world.user("researcher", organisation_id=own.organisation_id)
    first = world.user("researcher", organisation_id=own.organisation_id, is_first_account=True)
    asked = [rules.recommends_for_unit(user, row) for user in (own, colleague, first)]
    assert asked == [False, False, True]


def test_drafts_that_nobody_handed_in(app):
    own = world.user("researcher")
    assert rules.handed_in(world.profile(state=P.DRAFT, user_id=own.id)) == "本人尚未提交入库申请。"
    assert rules.handed_in(world.profile(state=P.DRAFT)) is None
