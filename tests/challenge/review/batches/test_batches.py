"""A batch from the choice of lists to the seats: what is proposed, edited, consented to, deployed, replaced."""

import pytest
import sqlalchemy as sa

from challenge.review.batches import actions, keeping, queries, rules, seating, solving
from challenge.review.batches.models import BatchVersion
from challenge.review.batches.states import Edit, F
from challenge.review.draw import actions as drawing
from challenge.review.models import Assignment
from challenge.states import A, C
from core import audit, outbox
from core.audit import AuditEntry
from core.database import db, transaction
from core.workflow import Refused, apply
from talent.models import Profile
from talent.states import ExpertKind
from tests import world
from tests.challenge.review import batched, drawn, scene


def pairs(batch):
    return {(code, number) for code, number, _ in keeping.newest(batch).told["pairs"]}


def first_pair(batch):
    return min(pairs(batch))


def edited(officer, batch, kind=Edit.LOCK, pair=None, into=None, reason="熟悉该方向"):
    with transaction():
        return actions.edit(officer, batch, batch.current, kind, reason, pair or first_pair(batch), into)


def test_jobs_go_on_list_by_list_and_propose(app):
    _officer, batch, lists = batched.begun(2)
    assert (batch.state, [one.is_live for one in batch.lists]) == (F.COMPUTING, [True, True])
    outbox.run_due(limit=3)
    db.session.expire_all()
    from challenge.review.batches import computing

    assert computing.progress(batch) == (3, 5)
    assert batch.state is F.COMPUTING
    outbox.run_due()
    db.session.expire_all()
    assert (batch.state, batch.current, batch.edits) == (F.PROPOSED, 1, 0)
    body, facts = keeping.newest(batch).told, keeping.facts_of(batch)
    assert solving.checked(facts, body) == []
    assert len(body["pairs"]) == 10
    for one in lists:
        kinds = [facts["people"][str(n)]["kind"] for code, n, _ in body["pairs"] if code == one.code]
        assert len(kinds) == 5
        assert "industry" in kinds
        assert "finance" in kinds
    assert all(load <= 2 for _, load in body["report"]["loads"])
    assert batch.reasons.keys() == {f"{code}:{number}" for code, number in pairs(batch)}


def test_a_list_is_in_one_batch_or_has_a_draw(app):
    officer, batch, lists = batched.begun(2)
    with transaction(), pytest.raises(Refused, match="已在集中分派“第一批”中"):
        actions.begin(officer, "又一批", {one.id: 5 for one in lists}, batched.CONDITIONS)
    with transaction(), pytest.raises(Refused, match="已在集中分派“第一批”中，不能另行抽取"):
        drawing.commit_seed(officer, lists[0], drawn.PHRASES["officer"], "补作")
    with transaction():
        apply(officer, batch, "withdraw", reason="改为抽取")
    with transaction():
        drawing.commit_seed(officer, lists[0], drawn.PHRASES["officer"], "补作")
    with transaction(), pytest.raises(Refused, match="已有专家抽取"):
        actions.begin(officer, "又一批", {one.id: 5 for one in lists}, batched.CONDITIONS)


def test_an_edit_keeps_to_conflicts_and_caps_and_stands_in_the_transcript(app):
    officer, batch, lists = batched.computed()
    before, code = pairs(batch), lists[0].code
    out = min(number for of, number in before if of == code)
    body, known = keeping.newest(batch).told, keeping.facts_of(batch)
    into = queries.choices(body, known, code, out)[0][0]
    edited(officer, batch, Edit.REPLACE, (code, out), into, "申请过本方向")
    assert (batch.state, batch.edits) == (F.ADJUSTED, 1)
    assert (code, into) in pairs(batch)
    assert (code, out) not in pairs(batch)
    assert solving.checked(known, keeping.newest(batch).told) == []
    row = keeping.newest(batch)
    assert (row.what, row.reason) == (f"{code}：专家 {out} 改为 专家 {into}", "申请过本方向")
    entry = audit.head()
    logged = db.session.scalars(sa.select(AuditEntry).filter_by(action="batch.adjust")).one()
    assert logged.after["version"] == row.digest
    assert entry is not None
    edited(officer, batch, Edit.UNDO, pair=None)
    assert pairs(batch) == before
    assert (batch.edits, keeping.newest(batch).told["locks"]) == (2, [])
    with pytest.raises(solving.Impossible, match="没有可以撤回的调整"):
        edited(officer, batch, Edit.UNDO)


def test_who_must_stay_away_by_now_cannot_be_put_on_a_seat(app):
    officer, batch, lists = batched.computed()
    code = lists[0].code
    out = min(number for of, number in pairs(batch) if of == code)
    known = keeping.facts_of(batch)
    into = queries.choices(keeping.newest(batch).told, known, code, out)[0][0]
    profile = db.session.get(Profile, batch.people[into - 1])
    with transaction():
        profile.organisation_id = lists[0].bids[0].organisation_id
    with pytest.raises(solving.Impossible, match=f"专家 {into} 不能评审 {code}：按现在的记录须回避"):
        edited(officer, batch, Edit.REPLACE, (code, out), into)
    with transaction():
        profile.organisation_id, profile.review_cap = None, 0
    with pytest.raises(solving.Impossible, match="本年度评审已达上限"):
        edited(officer, batch, Edit.REPLACE, (code, out), into)
    with pytest.raises(solving.Impossible, match="不在该榜单可选的专家之中"):
        edited(officer, batch, Edit.REPLACE, (code, out), 999)
    assert batch.edits == 0


def test_edits_need_the_supervisors_consent_to_this_very_version(app):
    officer, batch, _ = batched.computed()
    supervisor = batched.supervisor()
    edited(officer, batch)
    with transaction(), pytest.raises(Refused, match="须监督人员看过调整理由并同意"):
        actions.deploy(officer, batch, batch.current)
    with transaction(), pytest.raises(Refused, match="没有“同意部署”的权限"):
        actions.consent(officer, batch, batch.current)
    with transaction():
        actions.consent(supervisor, batch, batch.current)
    edited(officer, batch, reason="另一理由", pair=sorted(pairs(batch))[1])
    assert rules.edits_consented(batch) is not None
    with pytest.raises(actions.Stale):
        actions.consent(supervisor, batch, batch.current - 1)
    with transaction():
        actions.consent(supervisor, batch, batch.current)
    with transaction():
        actions.deploy(officer, batch, batch.current)
    assert batch.state is F.DEPLOYED


def test_deploying_gives_out_the_seats_and_tells_the_public_only_numbers(app):
    officer, batch, lists = batched.computed()
    edited(officer, batch)
    with transaction():
        actions.consent(batched.supervisor(), batch, batch.current)
    with transaction():
        actions.deploy(officer, batch, batch.current)
    rows = db.session.scalars(sa.select(Assignment).where(Assignment.batch_id == batch.id)).all()
    assert len(rows) == 10
    assert {one.state for one in rows} == {A.PROPOSED}
    told = db.session.scalars(sa.select(AuditEntry).filter_by(action="batch.seats", public=True)).all()
    assert [one.what for one in told] == [
        "评审专家由集中分派产生：5 人，人工调整 1 处，均写明理由并经监督人员同意"
    ] * 2
    assert {one.thread for one in told} == {f"challenge:{one.id}" for one in lists}
    with transaction(), pytest.raises(Refused):
        apply(officer, batch, "withdraw", reason="迟了")


def test_a_fact_that_has_changed_is_named_and_the_proposal_stays(app):
    officer, batch, _lists = batched.computed()
    code, number = first_pair(batch)
    profile = db.session.get(Profile, batch.people[number - 1])
    others = [n for c, n in sorted(pairs(batch)) if n != number]
    with transaction():
        profile.review_willing = False
        db.session.get(Profile, batch.people[others[0] - 1]).review_cap = 0
    with transaction(), pytest.raises(actions.Changed) as error:
        actions.deploy(officer, batch, batch.current)
    assert (
        f"{code}：专家 {number} 现须回避或待核实，或已不能参加评审（不在库、不同意、诚信限制）。"
        in error.value.sentences
    )
    assert any(f"专家 {others[0]} 分派了" in one for one in error.value.sentences)
    assert (batch.state, db.session.query(Assignment).count()) == (F.PROPOSED, 0)
    with transaction():
        apply(officer, batch, "recompute")
    outbox.run_due()
    db.session.expire_all()
    assert (batch.state, batch.current) == (F.PROPOSED, 2)
    assert number not in {n for _, n in pairs(batch)}
    with transaction():
        actions.deploy(officer, batch, 2)
    assert batch.state is F.DEPLOYED


def test_whoever_leaves_is_replaced_in_the_stored_order(app):
    officer, batch, lists = batched.deployed()
    with transaction():
        assert seating.invite_all(officer, lists[0]) == (5, [])
    leaver = lists[0].assignments[0]
    order = keeping.newest(batch).told["substitutes"][lists[0].code][leaver.profile.kind.value]
    with transaction():
        apply(leaver.profile.user, leaver, "decline", reason="出差")
    joined = lists[0].assignments[-1]
    assert (joined.state, joined.profile_id) == (A.INVITED, batch.people[order[0] - 1])
    assert seating.empty_seats(rules.live_of(lists[0])) == {}
    with transaction():
        for _ in range(len(order)):
            here = [one for one in lists[0].assignments if one.state is A.INVITED]
            same = [one for one in here if one.profile.kind is leaver.profile.kind]
            if same:
                apply(same[0].profile.user, same[0], "decline", reason="出差")
    sitting = [one.profile_id for one in lists[0].assignments]
    assert len(sitting) == len(set(sitting))


def test_when_the_stored_order_has_run_out_the_pool_goes_on(app):
    officer, batch, lists = batched.deployed(per_seat=1)
    challenge = lists[0]
    with transaction():
        seating.invite_all(officer, challenge)
    stored = {
        batch.people[n - 1]
        for n in keeping.newest(batch).told["substitutes"][challenge.code].get("industry", ())
    }
    asked = []
    for _ in range(4):
        here = [one for one in challenge.assignments if one.state is A.INVITED]
        leaver = next((one for one in here if one.profile.kind is ExpertKind.INDUSTRY), None)
        if leaver is None:
            break
        asked.append(leaver.profile_id)
        with transaction():
            apply(leaver.profile.user, leaver, "decline", reason="出差")
    assert len(set(asked)) == len(asked)
    beyond = [one for one in asked if one not in batch.people]
    assert beyond
    assert set(beyond).isdisjoint(stored)
    said = db.session.scalars(sa.select(AuditEntry.what).filter_by(action="assignment.propose")).all()
    assert "集中分派候补已用完，按同一规则继续递补" in said


def test_two_batches_share_the_room_of_an_expert(app):
    officer, batch, _ = batched.computed()
    _code, number = first_pair(batch)
    profile = db.session.get(Profile, batch.people[number - 1])
    with transaction():
        profile.review_cap = 2
    with transaction():
        actions.deploy(officer, batch, batch.current)
    _, _other = scene.in_review()
    load = sum(n == number for _, n in pairs(batch))
    assert queries.facts.room(batch)[profile.id] == 2 - load


def test_without_an_answer_the_officer_reads_why(app):
    officer, batch, lists = batched.begun(
        2, kinds={"technical": 0, "industry": 1, "finance": 4, "other": 0}, most=1
    )
    outbox.run_due()
    db.session.expire_all()
    assert batch.state is F.INFEASIBLE
    assert any(char in batch.obstacles[0] for char in "人项")
    with transaction():
        apply(officer, batch, "withdraw", reason="放宽条件")
    assert [one.is_live for one in batch.lists] == [False, False]
    assert rules.is_free(lists[0]) is None


def test_versions_cannot_be_changed(app):
    _, _batch, _ = batched.computed()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(sa.update(BatchVersion.__table__).values(reason="另写"))


def test_who_sees_and_handles_a_batch(app):
    officer, batch, lists = batched.begun()
    people = [
        officer,
        *(world.user(role) for role in ("officer", "leader", "supervisor", "auditor", "expert")),
    ]
    at_poster = world.user("officer", organisation_id=lists[0].organisation_id)
    seen = [
        (rules.handles_batch(one, batch) or rules.oversees_batch(one, batch)) for one in (*people, at_poster)
    ]
    assert seen == [True, False, True, True, True, False, False]
    twin = [bool(db.session.scalars(queries.visible_batches(one)).all()) for one in (*people, at_poster)]
    assert twin == seen
    with transaction():
        apply(officer, batch, "withdraw", reason="换人办理")
    with transaction(), pytest.raises(Refused, match="至少包含一项由您经办"):
        actions.begin(people[1], "他人", {one.id: 5 for one in lists}, batched.CONDITIONS)


def test_a_list_put_up_anew_leaves_the_batch(app):
    _, batch, lists = batched.deployed()
    move = type("Move", (), {"carry": staticmethod(lambda row, action, **facts: None)})
    with transaction():
        seating.end_batches(lists[0], move)
    assert [one.is_live for one in batch.lists] == [False, True]
    assert lists[0].state is C.REVIEWING
