"""Mails that were kept back or failed for good: sent once more when the administrator says so."""

import datetime as dt

import sqlalchemy as sa
from flask import current_app

from core import audit, clock, outbox
from core.errors import Conflict
from core.outbox import Job

LINK_IS_WANTED_FOR = dt.timedelta(days=1)
NO_SERVER = "未配置邮件服务器，不能补发。请先由运维人员设置邮件服务器（MAIL_URL），再来补发。"
NOT_KEPT = "此邮件已发送或正等待发送，不需要补发。请刷新页面查看最新状态。"
OLD_LINK = "此邮件含一次性链接，申请已超过 1 天，不再补发。请本人重新申请。"


def obstacle(job=None):
    """Why this mail, or any mail, cannot be sent again; None when it can."""
    if not current_app.config["MAIL_URL"]:
        return NO_SERVER
    if job is None:
        return None
    if job.state not in outbox.AT_REST:
        return NOT_KEPT
    is_old = job.created_at < clock.now() - LINK_IS_WANTED_FOR
    return OLD_LINK if is_old and "link" in job.payload else None


def release(actor, job):
    """Send one mail again."""
    _refuse(obstacle(job))
    outbox.release(Job.id == job.id)
    what = f"补发邮件《{job.payload['subject']}》"
    return audit.record(actor, "mail.release", audit.Subject("mail", job.id), what)


def release_all(actor, days):
    """Send again what was kept back or failed in the last `days`, sealed affairs included, and never say how many.

    A link that somebody asked for long ago is not sent: nobody waits for it, and it opens an account.
    """
    _refuse(obstacle())
    now = clock.now()
    is_fresh = Job.created_at >= now - LINK_IS_WANTED_FOR
    outbox.release(
        Job.kind == "mail",
        Job.created_at >= now - dt.timedelta(days=days),
        sa.or_(Job.payload["link"].as_string().is_(None), is_fresh),
    )
    what = f"补发近 {days} 天留存和发送失败的邮件"
    return audit.record(actor, "mail.release", audit.Subject("mails", 0), what)


def _refuse(sentence):
    if sentence:
        raise Conflict(sentence)
