"""The table of profiles: state × person -> buttons, and what a step leaves behind."""

import pytest

from accounts.models import Message
from core import workflow
from core.audit import entries_of
from core.database import db, transaction
from core.workflow import Refused, apply, available
from talent.models import Profile
from talent.states import P
from tests import world

MATRIX = {
    P.DRAFT: {"own": {"apply"}, "officer": set(), "unit": set(), "stranger": set()},
    P.APPLIED: {
        "own": {"take_back"},
        "officer": {"admit", "return"},
        "unit": {"recommend", "unit_return"},
        "stranger": set(),
    },
    P.RECOMMENDED: {"own": {"take_back"}, "officer": {"admit", "return"}, "unit": set(), "stranger": set()},
    P.ADMITTED: {"own": {"leave"}, "officer": {"stop", "leave"}, "unit": set(), "stranger": set()},
    P.STOPPED: {"own": {"leave"}, "officer": {"resume", "leave"}, "unit": set(), "stranger": set()},
    P.LEFT: {"own": {"return_to_pool"}, "officer": {"return_to_pool"}, "unit": set(), "stranger": set()},
}


@pytest.fixture
def people(app):
    own = world.user("researcher")
    return {
        "own": own,
        "officer": world.user("officer"),
        "unit": world.user("enterprise", organisation_id=own.organisation_id),
        "stranger": world.user("enterprise", "researcher"),
    }


def of(person, state, **facts):
    return world.profile(state=state, user_id=person.id, organisation_id=person.organisation_id, **facts)


@pytest.mark.parametrize("state", list(P))
def test_buttons_of_each_person_in_each_state(people, state):
    row = of(people["own"], state)
    seen = {who: {choice.action for choice in available(user, row)} for who, user in people.items()}
    assert seen == MATRIX[state]


def test_every_state_is_reachable_and_only_by_the_engine():
    table = next(one for one in workflow.machines() if one["model"] is Profile)
    reached = {P.DRAFT} | {step.target for step in table["steps"]}
    assert reached == set(P)


def test_an_officer_admits_a_profile_without_account_from_draft(people):
    row = world.profile(state=P.DRAFT)
    assert {one.action for one in available(people["officer"], row)} == {"admit"}
    with transaction():
        apply(people["officer"], db.session.get(Profile, row.id), "admit")
    row = db.session.get(Profile, row.id)
    assert (row.state, row.confirmed_at is not None) == (P.ADMITTED, True)
    assert [entry.action for entry in entries_of(f"profile:{row.id}")] == ["profile.admit"]


def test_an_officer_does_not_admit_the_own_profile(people):
    row = of(people["officer"], P.APPLIED)
    with pytest.raises(Refused) as refused:
        apply(people["officer"], row, "admit")
    assert refused.value.refusal.status == 403


def test_an_incomplete_profile_says_what_is_missing(people):
    row = of(people["own"], P.DRAFT, title="", keywords=[], works=[])
    with pytest.raises(Refused) as refused:
        apply(people["own"], row, "apply")
    sentence = "档案还有必填内容未填写：职称、关键词、代表成果（至少一项）。请补充后再提交。"
    assert (refused.value.refusal.status, refused.value.refusal.sentence) == (422, sentence)


def test_a_return_needs_a_reason_and_tells_the_person(people):
    row = of(people["own"], P.APPLIED)
    with pytest.raises(Refused):
        apply(people["officer"], row, "return", reason=" ")
    with transaction():
        apply(people["officer"], db.session.get(Profile, row.id), "return", reason="请补充近三年成果")
    told = db.session.scalars(db.select(Message).filter_by(user_id=people["own"].id)).all()
    assert [(one.subject, one.body) for one in told] == [
        ("您的专家档案已办理：退回修改", "理由：请补充近三年成果")
    ]


def test_applying_tells_unit_and_officers(people):
    row = of(people["own"], P.DRAFT, name="李申请")
    with transaction():
        apply(people["own"], db.session.get(Profile, row.id), "apply")
    told = db.session.execute(db.select(Message.user_id, Message.subject).order_by(Message.user_id)).all()
    assert set(told) == {
        (people["unit"].id, "专家入库待单位推荐：李申请"),
        (people["officer"].id, "专家档案待入库：李申请"),
    }
