"""What of the market waits for a person stands on the desk; no page says before that that nothing does."""

from challenge.market import actions
from challenge.states import C
from core import clock
from core.database import transaction
from reports.desk.duties import duties
from tests import world
from tests.challenge.market import scene


def asked(person):
    """(what, until when) of the market on the desk of a person."""
    return [(one.what, one.due) for one in duties(person) if one.path.startswith("/desk/market/")]


def test_a_wish_to_meet_waits_until_its_outcome_is_registered(app, now):
    owner, buyer, row = scene.asked()
    start = clock.now()
    assert asked(owner) == [("答复对接意向", clock.after_days(start, 10))]
    with transaction():
        actions.answer(owner, row, "accept")
    assert asked(owner) == [("登记对接结果", clock.after_days(start, 30))]
    with transaction():
        actions.answer(owner, row, "sign", reason="签订许可合同。")
    assert (asked(owner), asked(buyer)) == ([], [])


def test_an_own_offer_waits_to_be_handed_in_and_to_be_mended(app, now):
    owner, row = scene.drafted()
    assert asked(owner) == [("完成并提交供给成果", clock.after_days(clock.now(), 30))]
    with transaction():
        actions.make(owner, row, "submit")
    assert asked(owner) == []
    with transaction():
        actions.make(world.user("officer"), row, "return", reason="请写明中试规模。")
    assert [what for what, _ in asked(owner)] == ["按退回意见修改供给成果"]


def test_where_no_step_is_left_the_page_speaks_of_its_steps_and_leads_to_the_desk(client_of):
    owner, _buyer, _row = scene.asked()
    listed = world.challenge(C.OPEN, organisation_id=owner.organisation_id, author_id=owner.id)
    browser = client_of(owner)
    assert "答复对接意向" in browser.get("/desk").get_data(as_text=True)
    page = browser.get(f"/desk/challenges/{listed.code}").get_data(as_text=True)
    assert "没有需要您办理的事" not in page
    assert '<a href="/desk">今日待办</a>' in page
