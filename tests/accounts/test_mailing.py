"""Mails that were kept back or failed are sent once more, by the administrator alone, and nothing sealed is told."""

import smtplib

import pytest
import sqlalchemy as sa

from accounts import mails
from accounts.actions import mailing
from core import audit, outbox
from core.database import db, transaction
from core.outbox import ATTEMPTS, Job
from tests import world

SERVER = {"MAIL_URL": "smtp://mail.example:25", "BASE_URL": "https://jbt.example"}


class Sink:
    """The mail server of the tests; `broken` refuses whoever is written to."""

    sent, broken = [], False

    def __init__(self, *_facts, **_more):
        """Connected at once."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def has_extn(self, _name):
        return False

    def send_message(self, letter):
        if Sink.broken:
            raise smtplib.SMTPRecipientsRefused({letter["To"]: (550, b"no such user")})
        Sink.sent.append(letter["To"])


@pytest.fixture
def sink(monkeypatch):
    monkeypatch.setattr(smtplib, "SMTP", Sink)
    monkeypatch.setattr(Sink, "sent", [])
    monkeypatch.setattr(Sink, "broken", False)
    return Sink


def write(to="one@example.com", thread="", **more):
    """A mail in the outbox; returns its id."""
    with transaction():
        letter = {"to": to, "subject": "有新进展", "body": "正文不给人看"} | more
        return outbox.enqueue("mail", letter, thread=thread).id


def states():
    db.session.expire_all()
    return db.session.scalars(sa.select(Job.state).order_by(Job.id)).all()


def test_kept_mails_go_out_when_there_is_a_server_and_each_once(app, client_of, sink):
    first, second = write(), write("two@example.com")
    outbox.run_due()
    admin = client_of(world.user("admin"))
    assert admin.post(f"/desk/accounts/mails/{first}/again").status_code == 409
    assert states() == ["held", "held"]
    app.config.update(SERVER)
    assert admin.post(f"/desk/accounts/mails/{first}/again").location == "/desk/accounts/mails"
    assert admin.post(f"/desk/accounts/mails/{first}/again").status_code == 409
    assert (audit.head().action, audit.head().what) == ("mail.release", "补发邮件《有新进展》")
    outbox.run_due()
    assert (sink.sent, states()) == (["one@example.com"], ["done", "held"])
    assert admin.post("/desk/accounts/mails/again", data={"days": "30"}).location == "/desk/accounts/mails"
    assert audit.head().what == "补发近 30 天留存和发送失败的邮件"
    outbox.run_due()
    assert (sink.sent, states()) == (["one@example.com", "two@example.com"], ["done", "done"])
    assert admin.post(f"/desk/accounts/mails/{second}/again").status_code == 409


def test_a_failed_mail_says_why_without_the_address_and_is_tried_again(app, now, client_of, sink):
    app.config.update(SERVER)
    sink.broken = True
    mail = write("secret.person@example.com")
    for _ in range(ATTEMPTS):
        outbox.run_due()
        now.forward(hours=1)
    admin = client_of(world.user("admin"))
    admin.get("/desk/accounts/mails?state=failed&q=secret.person")
    assert ("邮件服务器拒收此收件地址" in admin.text(), "secret.person@" in admin.text()) == (True, False)
    sink.broken = False
    admin.post(f"/desk/accounts/mails/{mail}/again")
    outbox.run_due()
    assert (sink.sent, states()) == (["secret.person@example.com"], ["done"])
    assert admin.get("/desk/accounts/mails?export=xlsx").status_code == 200


def test_sealed_mails_are_in_no_list_but_go_out_with_all(app, client_of, sink):
    sealed = write("bidder@example.com", thread="bid:3")
    outbox.run_due()
    app.config.update(SERVER)
    admin = client_of(world.user("admin"))
    assert admin.post(f"/desk/accounts/mails/{sealed}/again").status_code == 404
    admin.get("/desk/accounts/mails")
    assert "还没有邮件" in admin.text()
    admin.post("/desk/accounts/mails/again", data={"days": "30"})
    outbox.run_due()
    assert sink.sent == ["bidder@example.com"]


def test_an_old_link_is_not_sent_and_old_mails_only_when_asked(app, now, client_of, sink):
    link = {"purpose": "reset", "user_id": world.user("officer").id, "path": "/auth/reset/"}
    with_link = write("link@example.com", link=link)
    write("old@example.com")
    outbox.run_due()
    app.config.update(SERVER)
    now.forward(days=10)
    admin = client_of(world.user("admin"))
    assert admin.post(f"/desk/accounts/mails/{with_link}/again").status_code == 409
    assert mailing.obstacle(db.session.get(Job, with_link)) == mailing.OLD_LINK
    admin.post("/desk/accounts/mails/again", data={"days": "7"})
    outbox.run_due()
    assert (sink.sent, states()) == ([], ["held", "held"])
    admin.post("/desk/accounts/mails/again", data={"days": "30"})
    outbox.run_due()
    assert (sink.sent, states()) == (["old@example.com"], ["held", "done"])


def test_a_fresh_link_is_sent(app, client_of, sink):
    link = {"purpose": "reset", "user_id": world.user("officer").id, "path": "/auth/reset/"}
    write("link@example.com", link=link)
    outbox.run_due()
    app.config.update(SERVER)
    client_of(world.user("admin")).post("/desk/accounts/mails/again", data={"days": "7"})
    outbox.run_due()
    assert sink.sent == ["link@example.com"]


def test_only_the_administrator_sends_again(app, client_of):
    mail = write()
    outbox.run_due()
    app.config.update(SERVER)
    for role in ("officer", "security", "leader", "auditor"):
        browser = client_of(world.user(role))
        assert browser.post(f"/desk/accounts/mails/{mail}/again").status_code == 403
        assert browser.get("/desk/accounts/mails/again").status_code == 403
    admin = client_of(world.user("admin"))
    assert admin.get("/desk/accounts/mails/again").status_code == 200
    assert admin.post("/desk/accounts/mails/again", data={"days": "5"}).status_code == 422
    assert states() == ["held"]


def test_the_command_sends_again_and_refuses_without_a_server(app, sink):
    write()
    outbox.run_due()
    run = app.test_cli_runner().invoke
    refused = run(args=["mail", "release"])
    assert (refused.exit_code, refused.output) == (1, mailing.NO_SERVER + "\n")
    app.config.update(SERVER)
    assert run(args=["mail", "release", "--days", "7"]).exit_code == 0
    outbox.run_due()
    assert sink.sent == ["one@example.com"]


def test_every_known_fault_is_a_sentence():
    assert mails.fault_zh("") == ""
    assert mails.fault_zh("gaierror: [Errno -2] Name or service not known") == "找不到邮件服务器，请核对地址"
    assert mails.fault_zh("KeyError: 'x'") == mails.UNKNOWN_FAULT
