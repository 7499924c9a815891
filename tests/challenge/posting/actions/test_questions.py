"""Questions: nobody learns who asked, neither from rows, log, messages nor jobs; answers are public and told."""

import json

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.posting.actions import questions
from challenge.posting.models import Follow
from challenge.states import C, Q
from core import audit, fulltext, keys, outbox, workflow
from core.database import db, transaction
from core.errors import Conflict
from tests import world


def asked(listed, asker, text="能否采用非钒体系？"):
    """A question in a transaction of its own."""
    with transaction():
        return questions.ask(asker, listed, text)


def test_the_asker_is_kept_as_ciphertext_only(app):
    officer = world.user("officer", email="o@example.com")
    listed = world.challenge(C.OPEN, handler_id=officer.id)
    asker = world.user("researcher", id=887766, email="asker@example.com", display_name="秘密人")
    row = asked(listed, asker)
    assert keys.decrypt("question", row.asker, listed.code.encode()) == b"887766"
    written = []
    for mapper in db.Model.registry.mappers:
        if mapper.class_.__tablename__ in ("user_account", "role_grant", "organisation"):
            continue
        written += [repr(tuple(one)) for one in db.session.execute(sa.select(mapper.local_table))]
    text = json.dumps(written, ensure_ascii=False)
    assert [name for name in ("887766", "秘密人", "asker@example.com") if name in text] == []
    assert (audit.head().actor_id, audit.head().actor_name) == (None, "系统")
    told = {one.user_id for one in db.session.scalars(sa.select(Message))}
    assert told == {officer.id, listed.author_id}
    assert [job.payload["to"] for job in db.session.scalars(sa.select(outbox.Job))] == ["o@example.com"]


def test_without_a_handler_all_officers_are_told(app):
    officers = {world.user("officer").id, world.user("officer").id}
    listed = world.challenge(C.OPEN)
    asked(listed, world.user("researcher"))
    told = {one.user_id for one in db.session.scalars(sa.select(Message))}
    assert told == officers | {listed.author_id}


def test_the_window_closes(app, now):
    listed = world.challenge(C.OPEN)
    now.forward(days=38)
    with pytest.raises(Conflict) as refused:
        asked(listed, world.user("researcher"))
    assert str(refused.value) == "提问已截止：提问在揭榜截止前 7 天结束（规则包 2026-1 第七条）。"


def test_an_answer_is_told_to_followers_and_findable(app):
    listed, follower = world.challenge(C.OPEN), world.user("researcher")
    row = asked(listed, world.user("researcher"))
    with transaction():
        questions.follow(follower, listed)
        questions.follow(follower, listed)
        questions.answer(listed.author, row, "铁铬体系不能对应考核。")
    assert (row.state, row.answer, row.answered_by_id) == (
        Q.ANSWERED,
        "铁铬体系不能对应考核。",
        listed.author_id,
    )
    mine = db.session.scalars(sa.select(Message).filter_by(user_id=follower.id)).all()
    assert [(one.body, one.path) for one in mine] == [
        ("问：能否采用非钒体系？\n答：铁铬体系不能对应考核。", f"/challenges/{listed.code}#questions")
    ]
    assert set(db.session.scalars(fulltext.matching("challenge", "铁铬"))) == {listed.id}


def test_a_declined_question_stays_hidden(app):
    listed = world.challenge(C.OPEN)
    row = asked(listed, world.user("researcher"), "请告知膜的型号")
    with transaction():
        questions.decline(world.user("officer"), row, "涉及商业秘密")
    assert (row.state, row.answer) == (Q.DECLINED, "涉及商业秘密")
    assert set(db.session.scalars(fulltext.matching("challenge", "型号"))) == set()
    with pytest.raises(workflow.Refused) as refused, transaction():
        questions.answer(listed.author, row, "补答")
    assert refused.value.refusal.status == 409


def test_who_may_answer_and_until_when(app, now):
    listed = world.challenge(C.OPEN)
    row = asked(listed, world.user("researcher"))
    with pytest.raises(workflow.Refused) as refused, transaction():
        questions.answer(world.user("researcher"), row, "我来答")
    assert refused.value.refusal.status == 403
    now.forward(days=46)
    with pytest.raises(workflow.Refused) as refused, transaction():
        questions.answer(listed.author, row, "迟到的答复")
    assert refused.value.refusal.sentence == "榜单已不在揭榜期，不能再公开答复。"


def test_follow_and_unfollow(app):
    listed, reader = world.challenge(C.OPEN), world.user("researcher")
    other = world.challenge(C.OPEN)
    with transaction():
        questions.follow(reader, listed)
        questions.follow(reader, other)
        questions.unfollow(reader, listed)
    assert [one.challenge_id for one in db.session.scalars(sa.select(Follow))] == [other.id]
    assert (questions.is_following(reader, listed), questions.is_following(reader, other)) == (False, True)
