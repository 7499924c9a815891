"""提问、答复、关注. Who asked is kept as ciphertext only: no page, no log, no message names the asker."""

from challenge.messages import tell_question_asked
from challenge.posting import rules
from challenge.posting.actions.publishing import make_findable
from challenge.posting.models import Follow, Question
from challenge.states import Q
from core import audit, clock, keys, workflow
from core.database import db
from core.errors import Conflict


def ask(actor, challenge, text):
    """Ask about an open list; poster and officer in charge are told, without the asker."""
    closed = rules.questions_open(challenge)
    if closed:
        raise Conflict(closed)
    sealed = keys.encrypt("question", str(actor.id).encode(), challenge.code.encode())
    row = Question(challenge_id=challenge.id, asker=sealed, text=text, asked_at=clock.now(), state=Q.ASKED)
    db.session.add(row)
    audit.record(None, "question.ask", row, "收到提问（提问人保密）")
    tell_question_asked(row)
    return row


def answer(actor, question, text):
    """Answer in public: question and answer become part of the list."""
    workflow.apply(actor, question, "answer", answer=text)
    question.answer, question.answered_at, question.answered_by_id = text, clock.now(), actor.id
    db.session.flush()
    make_findable(question.challenge)
    return question


def decline(actor, question, reason):
    """Decide not to answer in public; the question stays hidden."""
    workflow.apply(actor, question, "decline", reason=reason)
    question.answer, question.answered_at, question.answered_by_id = reason, clock.now(), actor.id
    db.session.flush()
    return question


def follow(actor, challenge):
    """Be told of every change and answer; following twice is no error."""
    if not is_following(actor, challenge):
        db.session.add(Follow(user_id=actor.id, challenge_id=challenge.id, at=clock.now()))
        db.session.flush()


def unfollow(actor, challenge):
    """Be told no more; not following is no error."""
    db.session.execute(db.delete(Follow).filter_by(user_id=actor.id, challenge_id=challenge.id))


def is_following(actor, challenge):
    """Whether this person follows the list."""
    if not actor.is_authenticated:
        return False
    mine = db.select(Follow.id).filter_by(user_id=actor.id, challenge_id=challenge.id)
    return db.session.scalar(mine) is not None
