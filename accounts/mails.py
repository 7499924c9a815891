"""Sends the mails of the outbox by SMTP; without MAIL_URL they are held and only stand in the list."""

import functools
import hashlib
import hmac
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

from accounts import tokens
from accounts.models import User
from core import keys, outbox
from core.database import db

TIMEOUT = 20
UNKNOWN_FAULT = "发送时出错，详见服务器日志"
FAULTS = {
    "SMTPAuthenticationError": "邮件服务器拒绝登录，请核对用户名和密码",
    "SMTPRecipientsRefused": "邮件服务器拒收此收件地址",
    "SMTPSenderRefused": "邮件服务器拒绝此发件地址",
    "SMTPDataError": "邮件服务器拒收此邮件",
    "SMTPServerDisconnected": "邮件服务器中断了连接",
    "SMTPConnectError": "无法连接邮件服务器",
    "ConnectionRefusedError": "无法连接邮件服务器",
    "ConnectionResetError": "邮件服务器中断了连接",
    "TimeoutError": "邮件服务器没有应答",
    "OSError": "无法连接邮件服务器",
    "gaierror": "找不到邮件服务器，请核对地址",
    "SSLError": "与邮件服务器的加密连接失败",
    "SSLCertVerificationError": "邮件服务器的证书无效",
    "LookupError": "未设置平台网址（BASE_URL），不能写入一次性链接",
}


@outbox.handler("mail")
def send(job):
    """Deliver one letter: `to, subject, body, path`, or `link` whose one-time secret is made here.

    A path that is itself a secret comes as `sealed_path`, an address that nobody may read in the table as `sealed_to`.

    The secret of a link is made at the moment of sending, so it never stands in the database in clear.
    """
    url = current_app.config["MAIL_URL"]
    if not url:
        return {"held": True}
    return functools.partial(_deliver, url, letter_of(job.id, job.payload))


def _deliver(url, letter):
    with _connection(urlsplit(url)) as server:
        server.send_message(letter)
    return {"sent": True}


def letter_of(job_id, payload):
    """The `EmailMessage` of a payload; its id follows from the job, so that a second copy can be recognised."""
    base, site = current_app.config["BASE_URL"].rstrip("/"), current_app.config["SITE_NAME"]
    letter = EmailMessage()
    letter["Subject"] = f"【{site}】{' '.join(payload['subject'].split())}"
    letter["From"] = _sender()
    letter["To"] = opened(payload["sealed_to"]) if "sealed_to" in payload else payload["to"]
    letter["Message-ID"] = f"<{_mark(job_id)}@{urlsplit(base).hostname or 'jiebangtai'}>"
    lines = [payload["body"]]
    if "link" in payload:
        lines.append(_link(base, payload["link"]))
    elif "sealed_path" in payload:
        lines.append(_known(base) + opened(payload["sealed_path"]))
    elif payload.get("path") and base:
        lines.append(f"登录后查看：{base}{payload['path']}")
    letter.set_content("\n\n".join(lines))
    return letter


def fault_zh(error):
    """Why a mail did not go out, for people: `error` as the outbox keeps it may hold an address, so its text is left out."""
    return FAULTS.get(error.partition(":")[0], UNKNOWN_FAULT) if error else ""


def sealed(text):
    """A path or an address as the outbox keeps it: whoever reads the database learns nothing of it."""
    return keys.encrypt("mail path", text.encode()).hex()


def opened(ciphertext):
    """The text that `sealed` was given."""
    return keys.decrypt("mail path", bytes.fromhex(ciphertext)).decode()


def _link(base, link):
    user = db.session.get(User, link["user_id"])
    return f"{_known(base)}{link['path']}{tokens.mint(link['purpose'], user)}"


def _known(base):
    # The address of the request must not be trusted here: who forges it would receive the secret.
    if not base:
        raise LookupError("BASE_URL is not set: a one-time link cannot be written")
    return base


def _mark(job_id):
    # The number itself counts up with every mail, and so would tell a reader how busy a sealed affair is.
    return hmac.new(keys.derived("mail id"), str(job_id).encode(), hashlib.sha256).hexdigest()[:32]


def _sender():
    url = urlsplit(current_app.config["MAIL_URL"])
    given = parse_qs(url.query).get("from", [""])[0]
    return given or unquote(url.username or "") or f"noreply@{url.hostname}"


def _connection(url):
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            url.hostname, url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(url.hostname, url.port or 25, timeout=TIMEOUT)
        if server.has_extn("starttls") or "tls" in parse_qs(url.query):
            server.starttls(context=ssl.create_default_context())
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def register(app):
    """The handler registers itself when this module is imported."""
