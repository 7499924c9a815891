"""The draw of a list: what may be done when, seeds, seats, substitutes, a supplement, a second draw."""

import pytest
import sqlalchemy as sa

from challenge.review.draw import actions, heads, replay, rules, seating, seeds
from challenge.review.draw.models import Draw
from challenge.review.draw.states import D, Round, Side
from challenge.states import A, C
from core import append_only, audit, audit_walk, log_tree, merkle
from core.audit import AuditEntry
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from talent.models import Profile
from talent.states import ExpertKind
from tests import world
from tests.challenge.review import drawn, scene


def holds(draw):
    return [one.sentence for one in replay.checks(draw) if not one.holds]


def test_the_drawn_are_invited_and_everything_can_be_computed_again(app, now):
    _officer, _supervisor, draw = drawn.drawn(now)
    assert (draw.state, draw.round, rules.is_marked_late(draw)) == (D.DRAWN, Round.FIRST, False)
    assert [one.state for one in draw.assignments] == [A.INVITED] * 5
    kinds = [one.profile.kind for one in draw.assignments]
    assert (kinds.count(ExpertKind.TECHNICAL), len(set(kinds))) == (3, 3)
    assert len(draw.candidates) == 12
    assert holds(draw) == []
    with transaction():
        assert audit_walk.first_broken() is None


def test_the_head_is_the_last_entry_at_or_before_the_deadline(app, now):
    _officer, _supervisor, draw = drawn.fixed(now)
    head = heads.head_for(draw)
    last = db.session.get(AuditEntry, head["size"])
    after = db.session.get(AuditEntry, head["size"] + 1)
    assert last.at <= draw.challenge.deadline < after.at
    assert (head["rule"], head["value"], last.action) == ("deadline", last.hash, "draw.commit")


def test_no_draw_before_the_entry_of_the_deadline_is_in_a_published_head(app, now):
    _officer, _supervisor, draw = drawn.fixed(now)
    signed = db.session.scalars(sa.select(log_tree.LogHead)).one()
    head = heads.head_for(draw)
    assert head["signed"] == log_tree.document(signed)
    leaf, proof = merkle.leaf_hash(bytes.fromhex(head["value"])), [bytes.fromhex(x) for x in head["proof"]]
    root = bytes.fromhex(signed.root)
    assert merkle.is_included(leaf, head["size"] - 1, signed.size, proof, root)
    with transaction():
        append_only.unguard(db.session.connection(), "log_head")
        db.session.execute(sa.delete(log_tree.LogHead))
        append_only.guard(db.session.connection(), "log_head")
    assert heads.head_for(draw) is None
    with pytest.raises(Conflict, match="须等平台公布下一次签名的日志头"), transaction():
        actions.hold(_officer, draw, drawn.PHRASES)


def test_only_a_hash_of_the_phrase_is_kept(app, now):
    officer, supervisor, challenge = drawn.committed(now)
    rows = rules.given(rules.current(challenge))
    assert {side: one.user_id for side, one in rows.items()} == {
        Side.OFFICER: officer.id,
        Side.SUPERVISOR: supervisor.id,
    }
    one = rows[Side.OFFICER]
    assert seeds.commitment(one.salt, drawn.PHRASES["officer"]) == one.digest
    entry = db.session.get(AuditEntry, one.seq)
    assert (entry.action, entry.after["digest"], entry.after["manner"]) == (
        "draw.commit",
        one.digest,
        "按期承诺",
    )
    kept = db.session.execute(sa.text("SELECT * FROM draw_commitment")).all()
    assert "雁门" not in str(kept)


def test_a_phrase_is_the_same_however_it_is_spaced():
    salt = seeds.new_salt()
    assert seeds.commitment(salt, "ab cd\n") == seeds.commitment(salt, "abcd")
    assert seeds.is_weak("一二三四五六七八九十")
    assert seeds.is_weak("哈" * 30)
    assert not seeds.is_weak(seeds.offered())
    parts = ("a", "b", "c", "d")
    assert seeds.seed_of(*parts) != seeds.seed_of("a:1", "b", "c", "d")


def test_a_wrong_phrase_says_whose_and_leaves_nothing(app, now):
    officer, _supervisor, draw = drawn.fixed(now)
    with pytest.raises(actions.WrongPhrase) as refused, transaction():
        actions.hold(officer, draw, drawn.PHRASES | {"supervisor": "别的口令不对的那一句呀呀"})
    assert refused.value.sides == [Side.SUPERVISOR]
    assert (draw.state, draw.transcript, draw.assignments) == (D.FIXED, None, [])


def test_nobody_else_and_nothing_too_early(app, now):
    officer, supervisor, challenge = drawn.committed(now)
    draw = rules.current(challenge)
    for person, action in ((supervisor, "fix"), (world.user("officer"), "fix"), (officer, "draw")):
        with pytest.raises(Refused), transaction():
            apply(person, draw, action)
    for person in (world.user("officer"), world.user("leader"), world.user("expert")):
        with pytest.raises(Refused) as refused, transaction():
            actions.commit_seed(person, challenge, drawn.PHRASES["officer"], "理由")
        assert refused.value.refusal.kind == "who"


def test_one_commitment_alone_fixes_nothing(app, now):
    drawn.pool()
    officer, challenge = scene.in_review()
    with transaction():
        draw = actions.commit_seed(officer, challenge, drawn.PHRASES["officer"], "漏交")
    with pytest.raises(Refused) as refused, transaction():
        actions.fix(officer, draw, drawn.wanted())
    assert refused.value.refusal.sentence == "监督人员尚未提交种子承诺。"


def test_late_seeds_wait_for_the_next_published_head_and_are_marked(app, now):
    drawn.pool()
    officer, supervisor, challenge = drawn.committed(now)
    drawn.sign_head()
    with pytest.raises(Refused), transaction():
        actions.commit_seed(supervisor, challenge, "忘了再定一句新的口令好了")
    late = drawn.PHRASES | {"supervisor": "忘了再定一句新的口令好了"}
    with transaction():
        actions.commit_seed(supervisor, challenge, late["supervisor"], "忘记口令")
    draw = rules.current(challenge)
    assert rules.missing_sides(draw) == [Side.OFFICER]
    with transaction():
        actions.commit_seed(officer, challenge, late["officer"], "监督人员忘记口令")
        actions.fix(officer, draw, drawn.wanted())
    with pytest.raises(Conflict), transaction():
        actions.hold(officer, draw, late)
    now.forward(hours=12)
    head = drawn.sign_head()
    with transaction():
        world.user("expert")
        audit.record(officer, "test.noise", audit.Subject("test", 1))
    now.forward(hours=12)
    drawn.sign_head()
    with transaction():
        actions.hold(officer, draw, late)
    told = seating.json.loads(draw.transcript.body)
    assert (told["head"]["rule"], told["head"]["value"]) == ("published", head.root)
    assert [one["late"] for one in told["commitments"].values()] == [True, True]
    assert told["commitments"]["supervisor"]["reason"] == "忘记口令"
    assert holds(draw) == []


def test_who_leaves_is_replaced_in_the_order_of_the_transcript(app, now):
    officer, _supervisor, draw = drawn.drawn(now)
    order = seating.result_of(draw)["substitutes"]["technical"]
    leaving = [one for one in draw.assignments if one.profile.kind is ExpertKind.TECHNICAL]
    with transaction():
        apply(leaving[0].profile.user, leaving[0], "decline", reason="出差")
    now.forward(days=30)
    with transaction():
        apply(officer, leaving[1], "expire")
    db.session.expire_all()
    joined = draw.assignments[5:]
    assert [rules.seat_of(one)["id"] for one in joined] == order[:2]
    assert [one.state for one in joined] == [A.INVITED, A.INVITED]
    assert holds(draw) == []
    entry = db.session.scalars(
        sa.select(AuditEntry).filter_by(object_type="assignment", object_id=str(joined[0].id))
    ).first()
    assert (entry.actor_name, entry.sealed) == ("系统", True)


def test_the_officer_takes_nobody_off_who_need_not_leave(app, now):
    officer, _supervisor, draw = drawn.drawn(now)
    one = draw.assignments[0]
    with pytest.raises(Refused), transaction():
        apply(officer, one, "remove", reason="不合意")
    with transaction():
        one.profile.organisation_id = draw.challenge.bids[0].organisation_id
    db.session.expire_all()
    with transaction():
        apply(officer, one, "remove", reason="发现同单位")
    assert (one.state, len(draw.assignments)) == (A.REMOVED, 6)


def test_a_candidate_who_may_not_review_any_more_is_passed_over(app, now):
    officer, _supervisor, draw = drawn.fixed(now)
    with transaction():
        for profile_id, _salt in draw.people:
            profile = db.session.get(Profile, profile_id)
            if profile.kind is ExpertKind.FINANCE and profile.name != "库员9":
                profile.organisation_id = draw.challenge.bids[0].organisation_id
    db.session.expire_all()
    with transaction():
        actions.hold(officer, draw, drawn.PHRASES)
    finance = [one for one in draw.assignments if one.profile.kind is ExpertKind.FINANCE]
    assert [one.profile.name for one in finance if one.state is A.INVITED] == ["库员9"]
    assert all(one.reason.startswith("未能邀请") for one in finance if one.state is A.REMOVED)
    assert holds(draw) == []


def test_a_supplement_follows_when_the_substitutes_have_run_out(app, now):
    kinds = (*drawn.POOL[:6], ExpertKind.INDUSTRY, ExpertKind.FINANCE)
    officer, supervisor, draw = drawn.drawn(now, kinds)
    finance = next(one for one in draw.assignments if one.profile.kind is ExpertKind.FINANCE)
    drawn.pool((ExpertKind.FINANCE,) * 3, "另一城大学")
    with transaction():
        apply(finance.profile.user, finance, "decline", reason="出差")
    more = rules.current(draw.challenge)
    assert (more.round, more.number, more.state) == (Round.SUPPLEMENT, 2, D.GATHERING)
    assert rules.gaps(draw.challenge) == {"finance": 1}
    phrases = {"officer": "补充抽取用的第一句口令啊", "supervisor": "补充抽取用的第二句口令哦"}
    drawn.commit(officer, supervisor, draw.challenge, phrases=phrases)
    now.forward(days=1)
    drawn.sign_head()
    with transaction():
        actions.fix(officer, more, None)
        actions.hold(officer, more, phrases)
    assert [one.profile.kind for one in more.assignments] == [ExpertKind.FINANCE]
    assert len(more.conditions["seated"]) == 4
    assert rules.gaps(draw.challenge) == {}
    assert holds(draw) == holds(more) == []


def test_a_second_draw_needs_the_supervisor_and_keeps_the_first(app, now):
    officer, supervisor, draw = drawn.drawn(now)
    with transaction():
        apply(officer, draw, "ask_again", reason="条件有误")
    for person in (officer, world.user("leader")):
        with pytest.raises(Refused), transaction():
            apply(person, draw, "consent")
    with transaction():
        apply(supervisor, draw, "refuse_again", reason="条件无误")
    assert draw.state is D.DRAWN
    with transaction():
        apply(officer, draw, "ask_again", reason="条件有误")
        apply(supervisor, draw, "consent")
    again = rules.current(draw.challenge)
    assert (again.round, again.reason, draw.state) == (Round.AGAIN, "条件有误", D.VOID)
    assert {one.state for one in draw.assignments} == {A.REMOVED}
    assert holds(draw) == []


def test_no_second_draw_once_a_review_is_in(app, now):
    officer, _supervisor, draw = drawn.drawn(now)
    scene.declared(draw.assignments[0])
    scene.hand_in(draw.assignments[0])
    with pytest.raises(Refused) as refused, transaction():
        apply(officer, draw, "ask_again", reason="不合意")
    assert "已有 1 位专家提交评审意见" in refused.value.refusal.sentence


def test_who_is_kept_out_is_not_on_the_list_and_not_named(app, now):
    _officer, _supervisor, draw = drawn.fixed(now, excluded=[{"who": "库员0", "why": "正在审计"}])
    names = {db.session.get(Profile, key).name for key, _salt in draw.people}
    assert "库员0" not in names
    assert draw.conditions["excluded"] == ["正在审计"]
    assert "库员0" not in str(draw.conditions)


@pytest.mark.parametrize("change", ["UPDATE draw_transcript SET body = '{}'", "DELETE FROM draw_transcript"])
def test_the_database_keeps_every_transcript(app, now, change):
    drawn.drawn(now)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
        db.session.execute(sa.text(change))


def test_a_list_that_is_put_up_anew_is_drawn_anew(app, now):
    _officer, _supervisor, draw = drawn.drawn(now)
    from core.workflow import Move, steps_of

    with transaction():
        seating.end_rounds(draw.challenge, Move(steps_of(draw)[0], None, {}, None, draw.created_at))
    assert (draw.state, rules.current(draw.challenge)) == (D.VOID, None)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draw)) == 1
    assert draw.challenge.state is C.REVIEWING
