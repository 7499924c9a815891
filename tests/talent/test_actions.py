"""Verbs of the library and what they leave in the log."""

import pytest

from core import clock
from core.audit import entries_of
from core.database import db, transaction
from core.errors import Conflict
from core.looks import Look
from core.outbox import Job
from talent import actions, consents, queries
from talent.models import Consent, Profile, Tie
from talent.states import ExpertKind, P, WorkType
from tests import world

BASIC = {
    "name": "王新建",
    "unit": "测试大学",
    "title": "教授",
    "position": "主任",
    "kind": ExpertKind.INDUSTRY,
    "region": "朔城区",
    "relation": "朔州籍",
    "industries": ["储能"],
    "pools": ["柔性引进人才"],
}
ROW = {
    "type": WorkType.PAPER,
    "title": "一篇论文",
    "year": 2024,
    "abstract": "",
    "role": "",
    "keywords": [],
    "co_authors": [],
}


def test_an_own_profile_belongs_to_account_and_organisation(app):
    own = world.user("researcher")
    with transaction():
        row = actions.create_profile(own, BASIC, own=True)
        made = (row.user_id, row.organisation_id, row.state, row.kind)
    assert made == (own.id, own.organisation_id, P.DRAFT, ExpertKind.INDUSTRY)
    assert [one.what for one in entries_of(f"profile:{row.id}")] == ["建立专家档案"]


def test_a_profile_made_by_an_officer_finds_its_organisation_by_name(app):
    unit = world.organisation("测试大学")
    with transaction():
        row = actions.create_profile(world.user("officer"), BASIC)
        assert (row.user_id, row.organisation_id) == (None, unit.id)


def test_an_edit_on_an_old_version_is_a_conflict(app):
    row, officer = world.profile(), world.user("officer")
    with transaction():
        actions.edit_profile(officer, db.session.get(Profile, row.id), {"title": "研究员"}, version=1)
    with pytest.raises(Conflict), transaction():
        actions.edit_profile(officer, db.session.get(Profile, row.id), {"title": "讲师"}, version=1)
    assert db.session.get(Profile, row.id).title == "研究员"
    assert [one.after for one in entries_of(f"profile:{row.id}")] == [{"fields": ["title"]}]


def test_works_and_posts_are_replaced_in_order(app):
    row, officer = world.profile(), world.user("officer")
    unit = world.organisation("旧单位")
    with transaction():
        found = db.session.get(Profile, row.id)
        actions.replace_works(officer, found, [ROW, ROW | {"title": "第二篇"}])
        actions.replace_employments(officer, found, [{"unit": "旧单位", "year_from": 2019, "year_to": None}])
    found = db.session.get(Profile, row.id)
    assert [(work.position, work.title) for work in found.works] == [(0, "一篇论文"), (1, "第二篇")]
    assert [(post.unit, post.organisation_id, post.year_from) for post in found.employments] == [
        ("旧单位", unit.id, 2019)
    ]


def test_consents_keep_text_version_and_time(app, now):
    own = world.user("researcher")
    row = world.profile(user_id=own.id, review_willing=False)
    with transaction():
        actions.set_consents(own, db.session.get(Profile, row.id), recommendation=False, review=True)
    rows = db.session.execute(
        db.select(Consent.kind, Consent.given, Consent.text_version, Consent.at, Consent.recorded_by_id)
    ).all()
    assert set(rows) == {
        ("recommendation", False, consents.VERSION, now.instant, own.id),
        ("review", True, consents.VERSION, now.instant, own.id),
    }
    found = db.session.get(Profile, row.id)
    assert (found.consents_recommendation, found.review_willing, found.consent_at) == (
        False,
        True,
        now.instant,
    )


def test_a_consent_is_renewed_when_its_owner_saves_it_under_a_new_text(app):
    own, officer = world.user("researcher"), world.user("officer")
    row = world.profile(user_id=own.id)
    for kind in ("recommendation", "review"):
        db.session.add(
            Consent(profile_id=row.id, kind=kind, text_version="2026-1", given=True, at=clock.now())
        )
    db.session.commit()

    def saved_by(actor, **choice):
        with transaction():
            found = db.session.get(Profile, row.id)
            actions.set_consents(actor, found, **({"recommendation": True, "review": True} | choice))
        return [(one.kind, one.text_version, one.given) for one in queries.consents_of(row)][:-2]

    assert saved_by(officer) == []
    assert saved_by(own) == [("recommendation", consents.VERSION, True)]
    assert saved_by(own) == [("recommendation", consents.VERSION, True)]
    assert saved_by(own, recommendation=False)[0] == ("recommendation", consents.VERSION, False)


def test_a_look_at_contact_data_is_logged_with_its_purpose(app):
    row, officer = world.profile(phone="0349-1234567"), world.user("officer")
    with transaction():
        actions.look_at_contact(officer, db.session.get(Profile, row.id), "邀请评审")
    looks = db.session.execute(db.select(Look.user_id, Look.object_type, Look.object_id, Look.purpose)).all()
    assert looks == [(officer.id, "profile", row.id, "邀请评审")]
    entry = entries_of(f"profile:{row.id}")[-1]
    assert (entry.what, entry.after) == ("查看联系方式", {"purpose": "邀请评审"})


def test_changed_contact_data_do_not_stand_in_the_log(app):
    row, own = world.profile(), world.user("officer")
    with transaction():
        actions.set_contact(own, db.session.get(Profile, row.id), "a@example.com", "13900000000")
    entry = entries_of(f"profile:{row.id}")[-1]
    assert (entry.what, entry.before, entry.after) == ("修改联系方式", None, None)


def test_a_tie_is_reported_once_per_source(app):
    for _ in range(2):
        with transaction():
            actions.report_tie("profile:1", "user:2", "teacher", "demand:3")
    assert db.session.scalar(db.select(db.func.count()).select_from(Tie)) == 1
    assert queries.tie("profile:1", "user:2", "teacher", "demand:3").since is None


def test_many_changes_order_one_saving_of_the_index(app):
    row, officer = world.profile(), world.user("officer")
    for title in ("甲", "乙", "丙"):
        with transaction():
            actions.edit_profile(officer, db.session.get(Profile, row.id), {"title": title})
    assert db.session.scalar(db.select(db.func.count()).where(Job.kind == "index")) == 1
