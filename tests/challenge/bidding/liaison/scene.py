"""Lists of the mode 企业出题, contacts and agreements, made by the real actions."""

from challenge.bidding.liaison.actions import agreeing, contacting
from challenge.bidding.liaison.models import Agreement, Liaison
from challenge.states import C, Mode
from core.database import db, transaction
from tests import world

ASKED = {"name": "林试", "phone": "13900001111", "email": "", "note": "做过同类短堆。"}
ANSWERED = {"name": "王示", "phone": "", "email": "wang@example.com", "note": "欢迎到厂里看。"}
TERMS = {
    "poster_work": "提供测试台和样机现场。",
    "team_work": "流道设计和样堆试制。",
    "money": "发榜方支付十万元，验收后付清。",
    "ip": "双方共有，发榜方优先使用。",
    "extra": "",
}


def listed(**facts):
    """(the demander's person, an open list of 企业出题)."""
    poster = world.user("enterprise")
    programme = world.programme(mode=Mode.ENTERPRISE)
    return poster, world.challenge(
        C.OPEN, author=poster, programme_id=programme.id, mode=Mode.ENTERPRISE, **facts
    )


def asked(challenge, leader=None):
    """A contact that waits for its answer."""
    leader = leader or world.user("researcher")
    with transaction():
        code = contacting.ask(db.session.merge(leader), db.session.merge(challenge), ASKED).code
    return of(code)


def connected(challenge, poster, leader=None):
    """A contact on which both sides have agreed."""
    row = asked(challenge, leader)
    with transaction():
        contacting.answer(db.session.merge(poster), row, True, ANSWERED)
    return of(row.code)


def drafted(challenge, poster, leader=None):
    """An agreement that nobody has confirmed yet."""
    row = connected(challenge, poster, leader)
    with transaction():
        code = agreeing.draft(row.person, row, TERMS).code
    return agreement(code)


def drafted_again(row):
    """A new agreement of the same contact, which nobody has confirmed yet."""
    with transaction():
        return agreeing.draft(row.person, row, TERMS | {"extra": "另付样机费。"})


def signed(challenge, poster, leader=None):
    """An agreement in force."""
    row = drafted(challenge, poster, leader)
    for person in (row.liaison.person, poster):
        with transaction():
            agreeing.confirm(db.session.merge(person), agreement(row.code), row.digest)
    return agreement(row.code)


def of(code):
    """The contact as it stands in the database."""
    return db.session.scalar(db.select(Liaison).filter_by(code=code))


def agreement(code):
    """The agreement as it stands in the database."""
    return db.session.scalar(db.select(Agreement).filter_by(code=code))


def of_team(challenge, leader):
    """The newest contact of this person on a list."""
    mine = db.select(Liaison).filter_by(challenge_id=challenge.id, person_id=leader.id)
    return db.session.scalars(mine.order_by(Liaison.id.desc())).first()
