"""Offers and inquiries: who may do what, whose consent is needed, when contact is released, and how it all ends."""

import pytest
import sqlalchemy as sa

import challenge.permissions as may
from accounts.models import Message
from challenge.delivery.outcomes.registering.rules import may_offer
from challenge.market import actions, rules
from challenge.market.models import Inquiry, Offer
from challenge.market.queries import visible_inquiries, visible_offers
from challenge.market.similar import lists_like
from challenge.market.states import S, W
from challenge.states import C, Mode, Ownership
from core import fulltext
from core.database import db, transaction
from core.errors import Conflict
from core.gates import may as allowed
from core.workflow import Refused, available, refusal
from tests import world
from tests.challenge.market import scene
from tests.challenge.test_twins import differences


def buttons(people, row):
    """{name: steps} of those who have any."""
    found = {name: {one.action for one in available(user, row)} for name, user in people.items()}
    return {name: steps for name, steps in found.items() if steps}


def test_who_may_do_what_with_an_offer(app):
    owner, row = scene.drafted()
    people = {
        "owner": owner,
        "first account": world.user(
            "researcher", organisation_id=owner.organisation_id, is_first_account=True
        ),
        "enterprise of the unit": world.user("enterprise", organisation_id=owner.organisation_id),
        "colleague": world.user("researcher", organisation_id=owner.organisation_id),
        "officer of the unit": world.user("officer", organisation_id=owner.organisation_id),
        **{role: world.user(role) for role in world.Role},
    }
    speak = ("owner", "first account", "enterprise of the unit")
    assert buttons(people, row) == {name: {"submit"} for name in speak}
    with transaction():
        actions.make(owner, row, "submit")
    check = {world.Role.OFFICER: {"return", "publish"}}
    assert buttons(people, row) == {name: {"take_back"} for name in speak} | check
    with transaction():
        actions.make(people[world.Role.OFFICER], row, "publish")
    assert buttons(people, row) == {name: {"revise", "withdraw"} for name in speak} | {
        world.Role.OFFICER: {"take_down"}
    }
    with transaction():
        actions.make(people[world.Role.OFFICER], row, "take_down", reason="涉嫌虚假宣传。")
    assert buttons(people, row) == {name: {"renew"} for name in speak}
    assert (row.state, row.reason) == (S.DOWN, "涉嫌虚假宣传。")


def test_what_is_missing_is_said(app):
    owner, row = scene.drafted(advantages="", contact_phone="", contact_email="")
    assert refusal(owner, row, "submit").sentence == "请先填写技术优势，再提交。"
    with transaction():
        actions.save(owner, row, {"advantages": "更轻。"}, row.version)
    assert "至少填写一种联系方式" in refusal(owner, row, "submit").sentence
    with pytest.raises(Conflict), transaction():
        actions.save(owner, row, {"title": "另一个"}, row.version - 1)
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(Offer).values(price_fen=0))


def test_only_what_is_on_show_is_found(app):
    owner, row = scene.listed()
    found = sa.select(Offer.id).where(Offer.id.in_(fulltext.matching("offer", "煤矸石")))
    assert db.session.scalars(found).all() == [row.id]
    with transaction():
        actions.make(owner, row, "revise")
    assert db.session.scalars(found).all() == []


@pytest.mark.parametrize(
    ("ownership", "offers", "asked"),
    [
        (Ownership.BIDDER, {"team"}, set()),
        (Ownership.LICENCE, {"team"}, set()),
        (Ownership.POSTER, {"poster"}, set()),
        (Ownership.JOINT, {"team", "poster"}, {"poster"}),
    ],
)
def test_a_result_is_offered_by_its_owners_with_the_consent_of_all(app, ownership, offers, asked):
    result = scene.result(ownership=ownership)
    people = {
        "team": result.project.leader,
        "poster": result.project.challenge.author,
        "other": world.user("enterprise"),
    }
    assert {name for name, user in people.items() if may_offer(user, result)} == offers
    first = people["team"] if "team" in offers else people["poster"]
    with transaction():
        row = actions.offer_result(first, result)
        assert actions.offer_result(first, result) is row
        facts = {name: scene.OFFER[name] for name in ("rights", "transfer", "advantages", "contact_phone")}
        actions.save(first, row, facts | {"summary": "已登记的成果。"}, row.version)
    assert {name for name, user in people.items() if rules.consents_to_offer(user, row)} == asked
    for name in asked:
        assert "全部权利人同意" in refusal(first, row, "submit").sentence
        with transaction():
            actions.consent(people[name], row)
            actions.consent(people[name], row)
    assert refusal(first, row, "submit") is None
    with pytest.raises(Refused), transaction():
        actions.consent(people["other"], row)


def test_what_an_owner_has_licensed_stays_its_own(app):
    programme = world.programme(mode=Mode.TRANSFER)
    posted = {"mode": Mode.TRANSFER, "programme_id": programme.id}
    result = scene.result(ownership=Ownership.LICENCE, **posted)
    owner, taker = result.project.challenge.author, result.project.leader
    assert (may_offer(owner, result), may_offer(taker, result)) == (True, False)
    with transaction():
        row = actions.offer_result(owner, result)
    seen = {user.id: db.session.scalars(visible_offers(user)).all() for user in (owner, taker)}
    assert seen == {owner.id: [row], taker.id: []}


def test_an_unregistered_result_is_not_offered(app):
    from tests.challenge.delivery.outcomes import scene as outcomes

    _officer, project = outcomes.ended(ownership=Ownership.BIDDER)
    with pytest.raises(Refused, match="已登记"), transaction():
        actions.offer_result(project.leader, project.achievement)


def test_who_may_do_what_with_an_inquiry(app):
    owner, buyer, row = scene.asked()
    people = {"owner": owner, "buyer": buyer, **{role: world.user(role) for role in world.Role}}
    people["colleague of the buyer"] = world.user("enterprise", organisation_id=buyer.organisation_id)
    theirs = ("buyer", "colleague of the buyer")
    assert buttons(people, row) == {"owner": {"accept", "decline"}} | {name: {"withdraw"} for name in theirs}
    seen = lambda reasons: {name for name, user in people.items() if allowed(user, row, reasons)}  # noqa: E731
    sides = {"owner", *theirs}
    assert seen(may.READ_INQUIRY) == sides | {world.Role.OFFICER}
    assert (seen(may.READ_INQUIRY_TEXT), seen(may.READ_INQUIRY_CONTACT)) == (sides, set())
    with transaction():
        actions.answer(owner, row, "accept")
    assert seen(may.READ_INQUIRY_CONTACT) == sides
    assert buttons(people, row) == {"owner": {"sign", "end"}} | {name: {"end"} for name in theirs}
    with transaction():
        actions.answer(owner, row, "sign", reason="签订许可合同。")
    assert (row.state, buttons(people, row)) == (W.SIGNED, {})


def test_one_wish_at_a_time_and_never_about_the_own(app):
    owner, buyer, row = scene.asked()
    with pytest.raises(Refused, match="正在办理"), transaction():
        actions.inquire(buyer, row.offer, scene.ASKED)
    colleague = world.user("enterprise", organisation_id=owner.organisation_id)
    for other in (owner, colleague, world.user("officer"), world.user("enterprise", organisation_id=None)):
        with pytest.raises(Refused, match="不能对这项成果"), transaction():
            actions.inquire(other, row.offer, scene.ASKED)
    copy = {"offer_id": row.offer_id, "organisation_id": row.organisation_id, "author_id": buyer.id}
    again = sa.insert(Inquiry).values(
        code="DJ-X", state=W.SENT, created_at=row.created_at, **copy, **scene.ASKED
    )
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(again)
    with transaction():
        actions.answer(buyer, row, "withdraw")
        again = actions.inquire(buyer, row.offer, scene.ASKED)
    assert (row.state, again.state) == (W.WITHDRAWN, W.SENT)


def test_what_is_taken_down_ends_what_was_not_answered(app):
    owner, buyer, row = scene.asked()
    with transaction():
        actions.make(world.user("officer"), row.offer, "take_down", reason="权属有争议。")
    assert (row.state, row.reason) == (W.ENDED, "成果已下架。")
    told = db.session.scalars(
        sa.select(Message.subject).where(Message.user_id.in_((owner.id, buyer.id)))
    ).all()
    assert f"成果“{row.offer.title}”：下架" in told
    assert f"对接意向 {row.code}：成果下架，意向结束" in told
    with pytest.raises(Refused), transaction():
        actions.answer(owner, row, "accept")


def test_map_and_twins_agree(app):
    owner, buyer, _row = scene.asked()
    _other, draft = scene.drafted()
    result = scene.result(ownership=Ownership.JOINT)
    with transaction():
        actions.offer_result(result.project.leader, result)
    mine = result.project
    people = {
        "owner": owner,
        "buyer": buyer,
        "team": mine.leader,
        "poster": mine.challenge.author,
        "first account": world.user(
            "researcher", organisation_id=owner.organisation_id, is_first_account=True
        ),
        "colleague": world.user("researcher", organisation_id=owner.organisation_id),
        "researcher of the poster": world.user("researcher", organisation_id=mine.challenge.organisation_id),
        "officer of the poster": world.user("officer", organisation_id=mine.challenge.organisation_id),
        "enterprise of the team": world.user("enterprise", organisation_id=mine.organisation_id),
        "without unit": world.user("enterprise", organisation_id=None),
        **{role: world.user(role) for role in world.Role},
    }
    assert differences(people, Offer, may.READ_OFFER, visible_offers) == {}
    assert differences(people, Inquiry, may.READ_INQUIRY, visible_inquiries) == {}
    readers = {name for name, user in people.items() if allowed(user, result.offer, may.READ_OFFER)}
    assert readers == {"team", "poster", "enterprise of the team"}
    assert not allowed(owner, draft, may.READ_OFFER)


def test_open_lists_of_the_same_matter_stand_beside_it_with_a_reason(app):
    about = {"difficulty": "煤矸石掺量提高后陶粒强度下降，烧结窑温难以控制。", "keywords": ["煤矸石", "陶粒"]}
    near = world.challenge(C.OPEN, title="煤矸石制备高性能陶粒", industry="新材料", **about)
    world.challenge(C.OPEN)
    world.challenge(C.REVIEWING, title="煤矸石制备高性能陶粒", **about)
    secret = world.challenge(C.OPEN, title="保密课题", secrecy={"difficulty": "signed"}, **about)
    _owner, offer = scene.listed()
    found = lists_like(offer)
    assert (found[0].code, found[0].reason) == (near.code, "都涉及煤矸石、陶粒")
    assert secret.code not in {one.code for one in found}
