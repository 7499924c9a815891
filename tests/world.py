"""Real rows for tests, made by the shortest honest way; every maker flushes inside `transaction()`."""

import datetime as dt
import functools
import itertools

from accounts import passwords
from accounts.models import Organisation, RoleGrant, User
from accounts.states import Nature, OrganisationState, Role, UserState
from challenge import rulepack
from challenge.bidding.models import Bid, BidMember, Opening
from challenge.posting.models import Challenge, Indicator, Opinion, Programme
from challenge.review.draw.models import Commitment, Draw, Transcript
from challenge.review.draw.states import D, Side
from challenge.review.models import Assignment, Proposal, ProposalPlace
from challenge.states import A, B, C, Comparator, G, Ownership
from core import clock
from core.canonical import canonical, digest
from core.database import db, transaction
from talent.models import Profile, Work
from talent.states import ExpertKind, P, WorkType

_numbers = itertools.count(1)
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(number):
    """A credit code with a valid check digit in region 999999."""
    body = f"91999999MA{number:07d}"
    total = sum(CREDIT.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return body + CREDIT[(31 - total % 31) % 31]


def _save(row):
    with transaction():
        db.session.add(row)
        db.session.flush()
    return row


def organisation(name=None, **facts):
    """An approved enterprise in 朔城区."""
    number = next(_numbers)
    defaults = {
        "name": name or f"测试单位{number}",
        "credit_code": credit_code(number),
        "nature": Nature.ENTERPRISE,
        "county": "朔城区",
        "state": OrganisationState.APPROVED,
        "created_at": clock.now(),
    }
    return _save(Organisation(**(defaults | facts)))


PASSWORD = "Liuye-Feng-4081"


@functools.cache
def _hash_of(password):
    return passwords.hash_of(password)


def user(*roles, **facts):
    """An active person with these roles (names or `Role`); with an organisation of its own unless given.

    `password` gives a real hash (`PASSWORD` is one that fits the policy); without it nobody can sign in by form.
    """
    number = next(_numbers)
    if "password" in facts:
        facts["password_hash"] = _hash_of(facts.pop("password"))
    if "organisation_id" not in facts:
        facts["organisation_id"] = organisation().id
    defaults = {
        "username": f"user{number}",
        "display_name": f"张试{number}",
        "state": UserState.ACTIVE,
        "password_hash": "not a hash",
        "password_at": clock.now(),
        "created_at": clock.now(),
    }
    row = User(**(defaults | facts))
    row.grants = [RoleGrant(role=Role(role)) for role in roles]
    return _save(row)


def programme(**facts):
    """A running batch under the current rule pack."""
    defaults = {
        "code": f"P{next(_numbers)}",
        "name": "测试批次",
        "year": 2026,
        "rules": rulepack.load(),
        "rules_version": rulepack.CURRENT,
        "state": G.ACTIVE,
        "created_at": clock.now(),
    }
    return _save(Programme(**(defaults | facts)))


def challenge(state=C.DRAFT, **facts):
    """A complete challenge in `state` with two indicators; dates are made to fit the state."""
    state = C(state)
    author = facts.pop("author", None) or user("enterprise")
    now = clock.now()
    published = state not in (C.DRAFT, C.SUBMITTED, C.SCREENED, C.APPRAISING, C.POOLED, C.REJECTED)
    defaults = {
        "code": f"JB{next(_numbers):06d}",
        "title": "高密度液流电池电堆设计",
        "organisation_id": author.organisation_id,
        "author_id": author.id,
        "kind": "技术攻关",
        "industry": "储能",
        "county": "朔城区",
        "contact_name": "李联系",
        "contact_phone": "00000",
        "background": "现有电堆功率密度偏低，两轮改型未达到目标。",
        "difficulty": "极板流道与电极压缩率耦合，漏电流难以抑制。",
        "content": "流道结构优化与电堆集成验证。",
        "cycle_months": 18,
        "reward_fen": 30_000_000,
        "cash_fen": 20_000_000,
        "public_funds_fen": 10_000_000,
        "payment_plan": [{"when": "签约后", "percent": 40}, {"when": "验收后", "percent": 60}],
        "ownership": Ownership.JOINT,
        "scene": "提供 250 kW 示范线与测试平台。",
        "keywords": ["液流电池", "电堆"],
        "pledged_at": now,
        "state": state,
        "state_since": now,
        "created_at": now,
        "updated_at": now,
    }
    if published:
        defaults |= {
            "programme_id": facts.get("programme_id") or programme().id,
            "published_at": now,
            "deadline": now + dt.timedelta(days=45),
            "questions_until": now + dt.timedelta(days=38),
        }
    row = Challenge(**(defaults | facts))
    row.indicators = [
        _indicator(0, "能量密度", Comparator.AT_LEAST, "35", "Wh/L", 60),
        _indicator(1, "漏电流", Comparator.AT_MOST, "2", "%", 40),
    ]
    return _save(row)


def _indicator(position, name, comparator, threshold, unit, weight):
    return Indicator(
        position=position,
        name=name,
        comparator=comparator,
        threshold=threshold,
        unit=unit,
        weight=weight,
        test_method="GB/T 33339",
        measured_by="第三方检测机构",
    )


def opinion(of, **facts):
    """An appraisal opinion of an officer on a challenge."""
    defaults = {
        "challenge_id": of.id,
        "author_id": facts.pop("author", None) or user("officer").id,
        "scores": {"need": 5, "novelty": 4, "measurable": 4, "benefit": 4},
        "text": "需求真实，指标可考核。",
        "at": clock.now(),
    }
    return _save(Opinion(**(defaults | facts)))


def bid(of, state=B.DRAFT, **facts):
    """A bid row for challenge `of`; without sealed content unless the state needs some."""
    leader = facts.pop("leader", None) or user("researcher")
    state = B(state)
    opened = state not in (B.DRAFT, B.SEALED, B.WITHDRAWN, B.UNOPENED)
    defaults = {
        "code": f"FA{next(_numbers):06d}",
        "challenge_id": of.id,
        "organisation_id": leader.organisation_id,
        "leader_id": leader.id,
        "state": state,
        "sealed": b"x" if state is B.SEALED else None,
        "opened_at": clock.now() if opened else None,
        "created_at": clock.now(),
    }
    row = Bid(**(defaults | facts))
    row.members = [
        BidMember(
            user_id=leader.id,
            name=leader.display_name,
            role="负责人",
            share_percent=100,
            invited_at=clock.now(),
            confirmed_at=clock.now(),
        )
    ]
    return _save(row)


def profile(name=None, state=P.ADMITTED, **facts):
    """An admitted technical expert with one work (or `works`), open to reviews and recommendation."""
    number = next(_numbers)
    works = facts.pop("works", None)
    defaults = {
        "name": name or f"专家{number}",
        "unit": "测试大学",
        "title": "教授",
        "kind": ExpertKind.TECHNICAL,
        "pools": ["柔性引进人才"],
        "industries": ["储能"],
        "keywords": ["液流电池", "极板流道"],
        "direction": "液流电池电堆与极板流道设计。",
        "review_willing": True,
        "consents_recommendation": True,
        "state": P(state),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    row = Profile(**(defaults | facts))
    default = [
        Work(
            type=WorkType.PATENT,
            title="一种液流电池极板流道结构",
            year=2023,
            abstract="通过蛇形流道降低泵耗并提高能量密度。",
            keywords=["流道"],
        )
    ]
    row.works = default if works is None else works
    return _save(row)


def assignment(of, reviewer=None, state=A.PROPOSED, **facts):
    """A reviewer's assignment on challenge `of`."""
    reviewer = reviewer or profile(user_id=user("expert").id)
    defaults = {
        "challenge_id": of.id,
        "profile_id": reviewer.id,
        "state": A(state),
        "proposed_by_id": facts.pop("proposed_by", None) or user("officer").id,
        "created_at": clock.now(),
        "invited_at": None if A(state) is A.PROPOSED else clock.now(),
        "due_at": clock.now() + dt.timedelta(days=10),
    }
    return _save(Assignment(**(defaults | facts)))


def proposal(of, proposed_by=None, winner=None, **facts):
    """A proposal for challenge `of` that waits for its decision."""
    winner = winner or bid(of, B.NOMINATED, rank=1)
    defaults = {
        "challenge_id": of.id,
        "places": [ProposalPlace(lane=1, bid_id=winner.id)],
        "ranking": [],
        "reason": "排名第一",
        "proposed_by_id": (proposed_by or user("officer")).id,
        "proposed_at": clock.now(),
    }
    return _save(Proposal(**(defaults | facts)))


def opening(of, first, role):
    """An opening that waits for its second person."""
    return _save(Opening(challenge_id=of.id, first_id=first.id, first_at=clock.now(), first_role=role))


def draw(of, people, candidates, known):
    """A round of the expert draw of `of`: waiting for the phrases while in review, else drawn as the panel sits."""
    seats = [{"kind": "technical", "seats": len(candidates), "outside": 0, "substitutes": 0}]
    conditions = {"strata": seats, "unit_max": 30, "industries": [], "excluded": [], "seated": []}
    is_drawn = of.state is not C.REVIEWING
    row = Draw(
        challenge=of,
        number=1,
        state=D.DRAWN if is_drawn else D.FIXED,
        wanted=conditions,
        conditions=conditions,
        candidates=candidates,
        people=known,
        unit_salt="0" * 64,
        created_at=clock.now(),
    )
    for side in Side:
        facts = {"salt": "0" * 64, "digest": "0" * 64, "seq": 1, "at": clock.now()}
        row.commitments.append(Commitment(side=side, user_id=people[side.value].id, **facts))
    if is_drawn:
        said = {"phrase": "口令", "entry": 1}
        told = {"result": {"drawn": [one["id"] for one in candidates], "substitutes": {}}, "algorithm": "1"}
        told |= {"head": {"rule": "deadline", "size": 1, "value": "0" * 64}, "seed": "0" * 64}
        told |= {"commitments": {side.value: said for side in Side}}
        row.transcript = Transcript(body=canonical(told).decode(), digest=digest(told), at=clock.now())
        row.assignments = list(of.assignments)
    return _save(row)
