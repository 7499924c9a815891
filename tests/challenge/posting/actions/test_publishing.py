"""Batch publication: all lists or none, with reasons; relisting; versions; what becomes findable."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge import rulepack
from challenge.posting.actions import amending, publishing
from challenge.posting.deadlines import DeadlineRefused
from challenge.posting.models import ChallengeVersion
from challenge.states import C
from core import audit, clock, fulltext, workflow
from core.database import db, transaction
from tests import world


def days(number):
    """An instant so many days from now."""
    return clock.now() + dt.timedelta(days=number)


def versions(row):
    """(number, is_substance, labels of changes) of all versions."""
    found = db.session.scalars(
        sa.select(ChallengeVersion).filter_by(challenge_id=row.id).order_by(ChallengeVersion.number)
    )
    return [(one.number, one.is_substance, [c["label"] for c in one.changes]) for one in found]


def findable(word):
    """Ids of lists that a word finds."""
    return set(db.session.scalars(fulltext.matching("challenge", word)))


def test_a_batch_is_published(app):
    officer, batch = world.user("officer"), world.programme()
    rows = [world.challenge(C.POOLED), world.challenge(C.POOLED, title="煤矸石陶粒")]
    with transaction():
        done = publishing.publish_batch(officer, [one.id for one in rows], batch, days(30))
    assert done == rows
    for one in rows:
        assert (one.state, one.published_at, one.deadline) == (C.OPEN, clock.now(), days(30))
        assert (one.questions_until, one.handler_id, one.programme_id) == (days(23), officer.id, batch.id)
        assert versions(one) == [(1, False, [])]
    assert findable("陶粒") == {rows[1].id}
    assert findable("李联系") == set()
    public = [one.what for one in audit.entries_of(f"challenge:{rows[0].id}") if one.public]
    assert public == ["发布榜单", "密封方式：平台单方密封"]


def test_one_bad_list_holds_back_all_and_each_says_why(app):
    officer, batch = world.user("officer"), world.programme()
    good, vague = world.challenge(C.POOLED), world.challenge(C.POOLED, title="有问题的")
    own = world.challenge(C.POOLED, author=world.user("enterprise", organisation_id=officer.organisation_id))
    with transaction():
        vague.indicators[0].unit = ""
    before = db.session.scalar(sa.select(sa.func.count()).select_from(audit.AuditEntry))
    with pytest.raises(publishing.NotPublished) as refused, transaction():
        publishing.publish_batch(officer, [good.id, vague.id, own.id], batch, days(30))
    assert refused.value.reasons == [
        (
            vague.code,
            "有问题的",
            "榜单体检还有 1 项红色问题须先解决，可退回发榜单位修改：指标“能量密度”没有单位。",
        ),
        (own.code, own.title, "您没有“发布榜单”的权限，或该步骤须由他人办理。"),
    ]
    db.session.rollback()
    assert [(one.state, one.deadline, one.programme_id) for one in (good, vague, own)] == [
        (C.POOLED, None, None)
    ] * 3
    assert findable("电堆") == set()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(audit.AuditEntry)) == before


def test_a_refused_batch_can_be_put_right_in_the_same_transaction(app):
    officer, batch, row = world.user("officer"), world.programme(), world.challenge(C.POOLED)
    with transaction():
        with pytest.raises(publishing.NotPublished) as refused:
            publishing.publish_batch(officer, [row.id], batch, days(10))
        publishing.publish_batch(officer, [row.id], batch, days(20))
    assert [reason for _c, _t, reason in refused.value.reasons] == [
        "揭榜期不得少于 20 天（规则包 2026-1 第一条），请推迟截止时间。"
    ]
    assert (row.state, row.deadline) == (C.OPEN, days(20))


def test_a_list_that_comes_back_gets_the_next_version(app):
    officer, batch, row = world.user("officer"), world.programme(), world.challenge(C.POOLED)
    with transaction():
        publishing.publish_batch(officer, [row.id], batch, days(30))
    with transaction():
        db.session.execute(sa.update(type(row)).values(state=C.POOLED))
    db.session.expire_all()
    with transaction():
        publishing.publish_batch(officer, [row.id], batch, days(30))
    assert (row.content_version, [one[0] for one in versions(row)]) == (2, [1, 2])


def test_relisting_sets_a_new_deadline_and_says_so(app, now):
    officer, batch = world.user("officer"), world.programme()
    row = world.challenge(C.LAPSED, handler_id=officer.id)
    now.forward(days=60)
    with pytest.raises(workflow.Refused), transaction():
        publishing.relist(officer, row, batch, days(5), "有效方案不足")
    db.session.rollback()
    with transaction():
        publishing.relist(officer, row, batch, days(25), "有效方案不足，延期")
    assert (row.state, row.deadline, row.questions_until) == (C.OPEN, days(25), days(18))
    assert (row.content_version, versions(row)) == (2, [(2, False, ["揭榜截止"])])


def test_after_relisting_a_deadline_cannot_come_nearer_than_the_rules_allow(app, now):
    pack = rulepack.load()
    earlier = {"deadline_only_later": pack["rules"]["deadline_only_later"] | {"value": False}}
    officer, batch = world.user("officer"), world.programme(rules=pack | {"rules": pack["rules"] | earlier})
    row = world.challenge(C.LAPSED, handler_id=officer.id)
    now.forward(days=60)
    with transaction():
        publishing.relist(officer, row, batch, days(25), "有效方案不足，延期")
    with pytest.raises(DeadlineRefused, match="揭榜期不得少于 20 天"), transaction():
        amending.amend(officer, row, {"deadline": days(16)}, "提前截止")
    db.session.rollback()
    with transaction():
        amending.amend(officer, row, {"deadline": days(20)}, "提前截止")
    assert (row.published_at, row.deadline) == (now.instant, days(20))


def test_a_demand_that_does_not_exist_holds_back_the_batch(app):
    officer, batch, row = world.user("officer"), world.programme(), world.challenge(C.POOLED)
    with pytest.raises(publishing.NotPublished) as refused, transaction():
        publishing.publish_batch(officer, [row.id, 999_999], batch, days(30))
    assert refused.value.reasons == [("", "所选需求", "有的已不存在，请刷新页面后重新勾选。")]
    db.session.rollback()
    assert row.state is C.POOLED
