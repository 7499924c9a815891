"""The team: invitations by link and by account, answers, changes."""

from challenge.bidding.actions import teams
from core import clock
from core.database import transaction
from tests import bids, world


def test_a_member_is_invited_by_a_link_and_consents_by_name(client, client_of, challenge):
    bid = bids.drafted(challenge)
    leader = client_of(bid.leader)
    data = {"link-name": "冉墨川", "link-role": "模型", "link-share_percent": "60"}
    assert leader.post(bids.page_of(bid, "/members/link"), data=data).status_code == 302
    leader.get(bids.page_of(bid, "/members"))
    address = next(node.text for node in leader.all("span", class_="digest"))
    path = address.removeprefix("http://localhost")
    leader.get(bids.page_of(bid, "/members"))
    assert address not in leader.text()
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert "确认参加" in client.text()
    assert client.post(path).status_code == 422
    assert client.post(path, data={"answer": "yes", "name": "别人"}).status_code == 422
    assert "请填写与邀请一致的姓名，表示您本人同意。" in client.text()
    assert client.post(path, data={"answer": "yes", "name": "冉墨川"}).status_code == 200
    assert bids.find(bid.code).members[1].confirmed_at == clock.now()
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "no"}).status_code == 404


def test_a_member_with_an_account_answers_and_then_reads(client_of, challenge):
    bid, friend = bids.drafted(challenge), world.user("expert")
    leader, browser = client_of(bid.leader), client_of(friend)
    data = {"account-username": friend.username, "account-role": "测试", "account-share_percent": "30"}
    assert leader.post(bids.page_of(bid, "/members/account"), data=data).status_code == 302
    assert leader.post(bids.page_of(bid, "/members/account"), data=data).status_code == 422
    assert "此人已在团队名单中。" in leader.text()
    browser.get("/desk/bids")
    assert "邀请您参加" in browser.text()
    assert browser.get(bids.page_of(bid)).headers["Location"] == bids.page_of(bid, "/invitation")
    assert browser.get(bids.page_of(bid, "/receipts/1")).status_code == 404
    assert browser.get(bids.page_of(bid, "/invitation")).status_code == 200
    assert browser.post(bids.page_of(bid, "/invitation"), data={"answer": "yes"}).status_code == 200
    assert browser.get(bids.page_of(bid)).status_code == 200
    assert browser.get(bids.page_of(bid, "/edit/plan")).status_code == 404


def test_the_leader_changes_renews_and_removes(client_of, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        old = teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
    browser, key = client_of(bid.leader), bid.members[1].key
    assert browser.get(bids.page_of(bid, f"/members/{key}")).status_code == 200
    wrong = browser.post(bids.page_of(bid, f"/members/{key}"), data={"role": "", "share_percent": "60"})
    assert wrong.status_code == 422
    changed = {"role": "仿真", "share_percent": "70"}
    assert browser.post(bids.page_of(bid, f"/members/{key}"), data=changed).status_code == 302
    assert browser.post(bids.page_of(bid, f"/members/{key}/renew")).status_code == 302
    member = bids.find(bid.code).members[1]
    assert (member.role, member.share_percent, teams.member_of_link(old)) == ("仿真", 70, None)
    assert browser.post(bids.page_of(bid, f"/members/{bid.members[0].key}/renew")).status_code == 404
    assert browser.post(bids.page_of(bid, f"/members/{key}/remove")).status_code == 302
    assert browser.post(bids.page_of(bid, f"/members/{key}/remove")).status_code == 404


def test_a_second_click_on_an_invitation_by_link_asks_the_same_person(client_of, challenge):
    bid = bids.drafted(challenge)
    leader = client_of(bid.leader)
    data = {"link-name": "冉墨川", "link-unit": "某所", "link-role": "模型", "link-share_percent": "60"}
    for _ in range(2):
        assert leader.post(bids.page_of(bid, "/members/link"), data=data).status_code == 302
    leader.get(bids.page_of(bid, "/members"))
    (address,) = [node.text for node in leader.all("span", class_="digest")]
    assert [one.name for one in bids.find(bid.code).members[1:]] == ["冉墨川"]
    assert teams.member_of_link(address.rsplit("/", 1)[1]).name == "冉墨川"


def test_who_has_declined_can_be_asked_again(client_of, challenge):
    bid, friend = bids.drafted(challenge), world.user("expert")
    leader, browser = client_of(bid.leader), client_of(friend)
    data = {"account-username": friend.username, "account-role": "测试", "account-share_percent": "30"}
    assert leader.post(bids.page_of(bid, "/members/account"), data=data).status_code == 302
    assert browser.post(bids.page_of(bid, "/invitation"), data={"answer": "no"}).status_code == 200
    changed = data | {"account-share_percent": "40"}
    assert leader.post(bids.page_of(bid, "/members/account"), data=changed).status_code == 302
    (_, one) = bids.find(bid.code).members
    assert (one.declined_at, one.confirmed_at, one.share_percent) == (None, None, 40)
