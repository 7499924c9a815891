"""Batch publication: a deadline by the rule pack, the first public version, all lists of the batch or none."""

import datetime as dt

from challenge import rulepack
from challenge.posting import required, turns
from challenge.posting.content import differences, search_text, snapshot
from challenge.posting.models import Challenge, ChallengeVersion, Question
from challenge.states import Q
from core import clock, fulltext, outbox, workflow
from core.database import db


class NotPublished(Exception):
    """The batch was refused; `reasons`: list of (code, title, sentence)."""

    def __init__(self, reasons):
        super().__init__("；".join(f"{code} {sentence}" for code, _title, sentence in reasons))
        self.reasons = reasons


def publish_batch(actor, challenge_ids, programme, deadline):
    """Publish all lists with one deadline, or raise NotPublished with the reason of each and change nothing."""
    wanted = db.select(Challenge).where(Challenge.id.in_(challenge_ids)).order_by(Challenge.code)
    lists, reasons = db.session.scalars(wanted).all(), []
    if len(lists) != len(set(challenge_ids)):
        reasons.append(("", "所选需求", "有的已不存在，请刷新页面后重新勾选。"))
    with db.session.begin_nested() as savepoint:
        for one in lists:
            try:
                _publish(actor, one, programme, deadline)
            except workflow.Refused as refused:
                reasons.append((one.code, one.title, refused.refusal.sentence))
        if reasons:
            savepoint.rollback()
    if reasons:
        raise NotPublished(reasons)
    return lists


def _publish(actor, challenge, programme, deadline):
    misfit = required.fits_programme(challenge, programme)
    if misfit:
        raise workflow.Refused(workflow.Refusal("needs", misfit))
    challenge.programme = programme
    challenge.mode = programme.mode
    set_deadline(challenge, deadline)
    challenge.published_at = clock.now()
    workflow.apply(actor, challenge, "publish")
    if challenge.handler_id is None:
        challenge.handler_id = actor.id
    if newest_version(challenge):
        challenge.content_version += 1
    record_version(actor, challenge)


def relist(actor, challenge, programme, deadline, reason):
    """Put a lapsed list up again with a new deadline."""
    turns.wait(challenge, "indicators")
    before = snapshot(challenge)
    challenge.programme = programme
    set_deadline(challenge, deadline)
    workflow.apply(actor, challenge, "relist", reason=reason)
    challenge.published_at = clock.now()  # the time to bid, and who is recommended, count from here
    challenge.content_version += 1
    record_version(actor, challenge, reason=reason, before=before)
    return challenge


def set_deadline(challenge, deadline):
    """Set the deadline, and with it the end of questions."""
    days = rulepack.value(challenge, "question_close_days")
    challenge.deadline = deadline
    challenge.questions_until = deadline - dt.timedelta(days=days)


def record_version(actor, challenge, *, reason="", before=None, changes=(), is_substance=False):
    """Keep the public snapshot of the present content version, and make its public words findable."""
    after = snapshot(challenge)
    stands = {name: value for name, value in after.items() if name != "attachments"}
    db.session.add(
        ChallengeVersion(
            challenge_id=challenge.id,
            number=challenge.content_version,
            is_substance=is_substance,
            reason=reason,
            changes=list(changes) or (differences(before, after) if before else []),
            snapshot=stands,
            files=after["attachments"],
            author_id=actor.id,
            at=clock.now(),
        )
    )
    db.session.flush()
    make_findable(challenge)


def newest_version(challenge):
    """Number of the newest public version, None before the first publication."""
    numbers = db.select(db.func.max(ChallengeVersion.number)).filter_by(challenge_id=challenge.id)
    return db.session.scalar(numbers)


def make_findable(challenge):
    """Index the public words of a list, answered questions included."""
    answered = db.select(Question).filter_by(challenge_id=challenge.id, state=Q.ANSWERED)
    questions = db.session.scalars(answered.order_by(Question.id)).all()
    fulltext.index("challenge", challenge.id, search_text(challenge, questions))


@outbox.handler("organisation_renamed")
def _find_under_the_new_name(job):
    """The lists of an organisation are found under the name it has now."""
    posted = db.select(Challenge).filter_by(organisation_id=job.payload["organisation_id"])
    for challenge in db.session.scalars(posted.where(Challenge.published_at.is_not(None))):
        make_findable(challenge)
