"""The pages of custody: enrol, change, retire; the bureau's list; a newcomer is admitted."""

from accounts.models import Message
from challenge.custody import queries
from challenge.custody.models import Custodian
from core.database import db, transaction
from tests import custody, world
from tests.custody import PASSPHRASE

HOME = "/account/custody"
OTHER = "七里河边 又是一句新的话"


def twice(words, **more):
    """A new passphrase as the form sends it."""
    return {"passphrase": words, "again": words} | more


def test_enrolling_and_changing_the_passphrase(client_of):
    person = world.user("officer", password=world.PASSWORD)
    browser = client_of(person)
    browser.get(HOME)
    assert "您还没有登记为保管人" in browser.text()
    for data, sentence in (
        ({}, "请填写保管口令。"),
        (twice("太短了"), "口令至少 12 个字符，当前为 3 个"),
        (twice(PASSPHRASE) | {"again": "不一样"}, "两次输入的口令不一致。"),
        (twice(world.PASSWORD), "保管口令不能与登录密码相同"),
    ):
        assert browser.post(HOME, data=data).status_code == 422
        assert sentence in browser.text()
    assert queries.custodian_of(person) is None
    assert browser.post(HOME, data=twice(PASSPHRASE)).status_code == 302
    browser.get(HOME)
    assert "您已登记为保管人" in browser.text()
    assert browser.post(HOME, data=twice(PASSPHRASE)).status_code == 409
    before = queries.custodian_of(person).secret
    assert browser.post(f"{HOME}/passphrase", data=twice(OTHER, present="不是这一句话")).status_code == 422
    assert "当前保管口令不正确。" in browser.text()
    assert browser.post(f"{HOME}/passphrase", data=twice(OTHER, present=PASSPHRASE)).status_code == 302
    assert queries.custodian_of(person).secret != before


def test_changing_is_limited_and_damage_is_said(client_of, app):
    one = custody.custodian("leader")
    browser = client_of(one.user)
    assert browser.get(f"{HOME}/passphrase").status_code == 200
    with transaction():
        one.secret = b"torn"
    browser.post(f"{HOME}/passphrase", data=twice(OTHER, present=PASSPHRASE))
    assert "您的保管人密钥已损坏" in browser.text()
    with transaction():
        db.session.delete(one)
    one = custody.custodian("leader")
    browser = client_of(one.user)
    for _ in range(5):
        browser.post(f"{HOME}/passphrase", data=twice(OTHER, present="不是这一句话"))
    assert browser.post(f"{HOME}/passphrase", data=twice(OTHER, present=PASSPHRASE)).status_code == 429


def test_retiring(client_of, app):
    first, second = (custody.custodian(role, password=world.PASSWORD) for role in ("officer", "leader"))
    custody.custodian("supervisor")
    world.user("supervisor")
    challenge = custody.listed()
    browser = client_of(first.user)
    browser.get(f"{HOME}/retire")
    assert "您的私钥立即销毁" in browser.text()
    assert f"{challenge.code} {challenge.title}：可开启的组合由 3 组减为 1 组" in browser.text()
    for wrong in ({}, {"secret": "不是密码"}, {"secret": PASSPHRASE}):
        assert browser.post(f"{HOME}/retire", data=wrong).status_code == 422
    assert "密码或验证码不正确，没有退出。" in browser.text()
    assert db.session.get(Custodian, first.id).secret is not None
    assert browser.post(f"{HOME}/retire", data={"secret": world.PASSWORD}).status_code == 302
    db.session.expire_all()
    assert db.session.get(Custodian, first.id).secret is None
    browser.get(HOME)
    assert "退出保管人，私钥已销毁。" in browser.text()
    told = db.session.scalars(db.select(Message).filter_by(user_id=second.user_id)).one()
    assert (told.subject, told.body) == (
        f"{first.user.display_name}已退出保管人",
        f"{challenge.code}：可开启的组合还有 1 组，请尽快接纳新的保管人",
    )
    browser = client_of(second.user)
    browser.get("/desk/custodians")
    assert "只剩 1 组，请接纳新的保管人" in browser.text()
    browser.get(f"{HOME}/retire")
    assert challenge.code in browser.text()
    assert browser.post(f"{HOME}/retire", data={"secret": world.PASSWORD}).status_code == 409
    assert client_of(first.user).post(f"{HOME}/retire").status_code == 409


def test_the_bureau_sees_who_can_open_what(client_of):
    three = custody.three()
    world.user("supervisor")
    challenge = custody.listed()
    browser = client_of(world.user("officer"))
    browser.get("/desk/custodians")
    for one in three:
        assert one.user.display_name in browser.text()
    assert browser.text().count(challenge.code) == 4
    browser.get(f"/desk/custodians?q={three[0].user.display_name}")
    assert three[1].user.display_name not in browser.text()
    browser.get("/desk/custodians?state=retired")
    assert "没有符合条件的保管人" in browser.text()
    assert browser.get("/desk/custodians?export=xlsx").status_code == 200
    assert client_of(world.user("researcher")).get("/desk/custodians").status_code == 403


def test_the_list_takes_as_many_queries_for_many(client_of, queries):
    custody.three()
    world.user("supervisor")
    custody.listed()
    officer = world.user("officer")
    browser = client_of(officer)
    browser.get("/desk/custodians")
    with queries() as few:
        browser.get("/desk/custodians")
    for _ in range(4):
        custody.custodian("officer")
        custody.listed()
    with queries() as many:
        browser.get("/desk/custodians")
    assert len(many) == len(few)


def test_two_custodians_admit_a_third_through_the_page(client_of, app):
    first, second = custody.custodian("officer"), custody.custodian("leader")
    watcher = world.user("supervisor")
    challenge = custody.listed()
    late = custody.custodian("supervisor")
    browser, path = client_of(watcher), f"/desk/challenges/{challenge.code}/custodians"
    browser.get(path)
    assert "接纳新的保管人" in browser.text()
    data = {"newcomer": late.id, "first": first.id, "first_passphrase": PASSPHRASE, "second": second.id}
    assert browser.post(path, data=data | {"second_passphrase": "不是这一句话啊"}).status_code == 422
    assert f"{second.user.display_name}的保管口令不正确" in browser.text()
    assert late in queries.newcomers(challenge)
    assert browser.post(path, data=data | {"second_passphrase": PASSPHRASE}).status_code == 302
    assert queries.newcomers(challenge) == []
    browser.get(path)
    assert "没有可以接纳的保管人" in browser.text()


def test_a_list_the_platform_seals_has_no_custodians(client_of, app):
    challenge = world.challenge("open")
    browser, path = client_of(world.user("officer")), f"/desk/challenges/{challenge.code}/custodians"
    browser.get(path)
    assert "平台单方密封" in browser.text()
    assert browser.post(path).status_code == 422
