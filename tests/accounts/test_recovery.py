"""A forgotten password: by mail, by code from hand to hand, by two people; a lost device; the mails themselves."""

import re
import smtplib

import pytest
import sqlalchemy as sa

from accounts import mails, totp
from accounts.mailbox import tell
from accounts.models import Message, OneTimeToken
from accounts.passwords import matches
from core import audit, outbox
from core.database import db, transaction
from core.outbox import Job
from tests import world

NEW = "Danxia-Bridge-52"
BOTH = {"password": NEW, "again": NEW}


class Sink:
    """The mail server of the tests."""

    sent = []

    def __init__(self, *_facts, **_more):
        self.signed_in = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def has_extn(self, _name):
        return False

    def login(self, *who):
        self.signed_in = who

    def send_message(self, letter):
        Sink.sent.append(letter)


@pytest.fixture
def sink(app, monkeypatch):
    Sink.sent = []
    monkeypatch.setattr(smtplib, "SMTP", Sink)
    app.config.update(MAIL_URL="smtp://mail.example:25?from=jbt@example.com", BASE_URL="https://jbt.example")
    return Sink.sent


@pytest.fixture
def person(app):
    world.user("enterprise", email="noise@example.com")
    return world.user("enterprise", password=world.PASSWORD, email="own@example.com")


def link_in(letter):
    return re.search(r"https://jbt\.example(/auth/reset/\w+)", letter.get_content())[1]


def order(client, name):
    return client.post("/auth/forgotten", data={"username": name})


def test_a_link_resets_once(client, client_of, person, sink):
    elsewhere = client_of(person)
    assert client.get("/auth/forgotten").status_code == 200
    assert order(client, person.username).location == "/auth/forgotten/asked"
    outbox.run_due()
    assert [letter["To"] for letter in sink] == ["own@example.com"]
    link = link_in(sink[0])
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert client.post(link, data=BOTH | {"again": "Other-Words-12"}).status_code == 422
    assert client.post(link, data={"password": "short", "again": "short"}).status_code == 422
    assert client.post(link, data=BOTH).location == "/auth/sign-in"
    db.session.expire_all()
    assert matches(person.password_hash, NEW) is True
    assert elsewhere.get("/account").status_code == 302
    assert client.post(link, data=BOTH).status_code == 404
    assert client.get(link).status_code == 404


def test_a_link_lapses_after_half_an_hour(client, person, sink, now):
    order(client, person.username)
    outbox.run_due()
    link = link_in(sink[0])
    now.forward(minutes=30)
    assert client.post(link, data=BOTH).status_code == 404
    db.session.expire_all()
    assert matches(person.password_hash, world.PASSWORD) is True


def test_a_newer_link_replaces_the_older(client, person, sink):
    for _ in range(2):
        order(client, person.username)
        outbox.run_due()
    first, second = map(link_in, sink)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_unknown_names_get_the_same_answer_and_the_same_work(client, person, sink):
    answers = [order(client, name) for name in (person.username, "nobody.here")]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    jobs = db.session.scalars(sa.select(Job)).all()
    assert [job.kind for job in jobs] == ["account_reset", "account_reset"]
    outbox.run_due()
    assert len(sink) == 1


def test_the_secret_of_a_link_is_nowhere_in_the_database(client, person, sink):
    order(client, person.username)
    outbox.run_due()
    secret = link_in(sink[0]).rpartition("/")[2]
    rows = [str(job.payload) + str(job.result) for job in db.session.scalars(sa.select(Job))]
    rows += [token.token_hash for token in db.session.scalars(sa.select(OneTimeToken))]
    assert not any(secret in row for row in rows)


def test_too_many_orders_from_one_address(client, person):
    for _ in range(10):
        assert order(client, person.username).status_code == 302
    refused = order(client, person.username)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "请在 1 小时后再试。" in client.text()


def test_without_mail_server_letters_are_held(client_of, person):
    with transaction():
        tell([person], "有新进展", "内容只在站内", "/account")
    outbox.run_due()
    job = db.session.scalars(sa.select(Job)).one()
    assert (job.state, job.result) == ("held", {"held": True})
    admin = client_of(world.user("admin"))
    admin.get("/desk/accounts/mails")
    assert ("o***@example.com" in admin.text(), "仅留存" in admin.text()) == (True, True)
    assert "own@example.com" not in admin.text()
    assert "内容只在站内" not in admin.text()
    assert client_of(world.user("officer")).get("/desk/accounts/mails").status_code == 403


def test_a_letter_carries_no_forged_lines(app):
    app.config.update(MAIL_URL="smtp://mail.example", BASE_URL="https://jbt.example")
    letter = mails.letter_of(
        7,
        {"to": "a@example.com", "subject": "标题\r\nBcc: x@evil.example", "body": "正文", "path": "/account"},
    )
    assert letter["Subject"] == "【揭榜台】标题 Bcc: x@evil.example"
    assert letter["Bcc"] is None
    mark, _, host = letter["Message-ID"].strip("<>").partition("@")
    assert (len(mark), host) == (32, "jbt.example")
    assert letter.get_content() == "正文\n\n登录后查看：https://jbt.example/account\n"


def test_the_mark_of_a_letter_stays_and_does_not_count(app):
    payload = {"to": "a@example.com", "subject": "标题", "body": "正文"}
    app.config.update(MAIL_URL="smtp://mail.example", BASE_URL="https://jbt.example")
    first, again, next_one = (mails.letter_of(job, payload)["Message-ID"] for job in (7, 7, 8))
    assert (first == again, first == next_one) == (True, False)


def test_the_list_of_mails_names_no_reviewer(client_of, app):
    with transaction():
        for thread, name in (("", "own"), ("review:3", "judge"), ("bid:3", "bidder")):
            letter = {"to": f"{name}@{name}.example", "subject": "通知", "body": ""}
            outbox.enqueue("mail", letter, thread=thread)
    admin = client_of(world.user("admin"))
    admin.get("/desk/accounts/mails")
    shown = [name for name in ("own.example", "judge.example", "bidder.example") if name in admin.text()]
    assert shown == ["own.example"]


def test_a_link_is_not_written_without_an_own_address(client, person, sink, app):
    app.config["BASE_URL"] = ""
    order(client, person.username)
    outbox.run_due()
    assert sink == []
    job = db.session.scalars(sa.select(Job).filter_by(kind="mail")).one()
    assert job.error == "LookupError: BASE_URL is not set: a one-time link cannot be written"


def code_on(browser):
    return next(iter(browser.all("strong", class_="code"))).text


def redeem(client, user, code, **more):
    return client.post("/auth/redeem", data={"username": user.username, "code": code} | BOTH | more)


def test_an_officer_hands_over_a_code(client, client_of, person):
    officer = world.user("officer")
    desk = client_of(officer)
    assert desk.post(f"/desk/accounts/users/{person.id}/recovery/password").status_code == 200
    code = code_on(desk)
    assert client.get("/auth/redeem").status_code == 200
    assert redeem(client, person, "AAAA-BBBB-CCCC").status_code == 422
    assert redeem(client, world.user("enterprise"), code).status_code == 422
    assert redeem(client, person, code, again="Other-Words-12").status_code == 422
    assert redeem(client, person, f" {code.lower()} ").location == "/auth/sign-in"
    assert redeem(client, person, code).status_code == 422
    db.session.expire_all()
    assert matches(person.password_hash, NEW) is True
    actions = [entry.action for entry in audit.entries_of(f"user:{person.id}")]
    assert actions == ["user.ask_password", "user.issue_password", "user.password"]
    told = db.session.scalars(
        sa.select(Message.subject).where(Message.user_id == person.id).order_by(Message.id)
    ).all()
    assert told == ["已为您发放一次性重置码", "您的密码已重置"]


def test_a_code_lapses_after_a_day(client, client_of, person, now):
    desk = client_of(world.user("officer"))
    desk.post(f"/desk/accounts/users/{person.id}/recovery/password")
    now.forward(hours=24)
    assert redeem(client, person, code_on(desk)).status_code == 422


def test_five_wrong_codes_lock(client, client_of, person):
    desk = client_of(world.user("officer"))
    desk.post(f"/desk/accounts/users/{person.id}/recovery/password")
    for _ in range(5):
        redeem(client, person, "AAAA-BBBB-CCCC")
    refused = redeem(client, person, code_on(desk))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert "请在 15 分钟后再试。" in client.text()


def test_privileged_accounts_need_two_people(client, client_of):
    leader, one, two = world.user("leader"), world.user("officer"), world.user("officer")
    asking, approving = client_of(one), client_of(two)
    path = f"/desk/accounts/users/{leader.id}/recovery/password"
    assert asking.post(path).status_code == 302
    assert asking.get(f"/desk/accounts/users/{leader.id}").status_code == 200
    assert "等待另一人复核" in asking.text()
    assert asking.post(f"{path}/approve").status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).where(OneTimeToken.purpose == "hand_over")) == 0
    assert approving.get(f"/desk/accounts/users/{leader.id}").status_code == 200
    assert approving.post(f"{path}/approve").status_code == 200
    code = code_on(approving)
    row = db.session.scalars(sa.select(OneTimeToken).filter_by(purpose="hand_over")).one()
    assert (row.issued_by_id, row.approved_by_id) == (one.id, two.id)
    assert code not in row.token_hash
    assert approving.post(f"{path}/approve").status_code == 409
    assert redeem(client, leader, code).status_code == 302


def test_an_officer_cannot_approve_the_own_release(client_of):
    officer, other = world.user("officer"), world.user("officer")
    path = f"/desk/accounts/users/{officer.id}/recovery/password"
    client_of(other).post(path)
    assert client_of(officer).post(f"{path}/approve").status_code == 409


def test_a_lost_device_is_released_by_two_people(client_of, client):
    expert, one, two = (
        world.user("expert", password=world.PASSWORD),
        world.user("officer"),
        world.user("security"),
    )
    with transaction():
        expert.totp_secret = totp.sealed(totp.new_secret(), expert)
        totp.new_recovery_codes(expert)
    theirs, path = client_of(expert), f"/desk/accounts/users/{expert.id}/recovery/device"
    assert client_of(one).post(path).status_code == 302
    assert client_of(two).post(f"{path}/approve").status_code == 302
    db.session.expire_all()
    assert (expert.totp_secret, totp.codes_left(expert)) == (None, 0)
    assert theirs.get("/account").status_code == 302
    client.post("/auth/sign-in", data={"username": expert.username, "password": world.PASSWORD})
    assert client.get("/account").location == "/account/second-factor"


def test_only_officers_and_the_security_administrator_hand_over(client_of, person):
    for role in ("admin", "leader", "enterprise"):
        answer = client_of(world.user(role)).post(f"/desk/accounts/users/{person.id}/recovery/password")
        assert answer.status_code == 403
