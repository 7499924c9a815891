"""What a person reads when something is refused: one page per status, in plain Chinese."""

import sqlalchemy as sa
from flask import current_app, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core import documents, files, gates
from core.database import db
from core.formats import span_zh
from core.keys import Damaged
from core.workflow import Refused

SAFE = ("GET", "HEAD", "OPTIONS")  # nothing was typed into these
PAGES = (403, 404, 409, 410, 413, 422, 429, 500, 503)
STALE = "您打开页面之后，这条记录已被他人修改。请返回并刷新，核对后再提交。"
IMPOSSIBLE = "数据与已有记录冲突，未保存。请刷新页面核对后再提交。"
UNAVAILABLE = "数据库暂时不可用，请稍后重试。"
NOT_SAVED = "您提交的内容尚未保存。"
EXPIRED = "页面停留过久，或已在别处登录，安全校验未通过，内容没有保存。请返回上一页，刷新后重新提交。"


class Conflict(Exception):
    """Somebody else was faster; carries the sentence to show (409)."""


def _back():
    referrer = request.referrer or ""
    return referrer if referrer.startswith(request.host_url) else None


def page(status, sentence=""):
    """The error page of `status` with an additional sentence."""
    known = status if status in PAGES else (500 if status >= 500 else 404)
    said = {"sentence": sentence, "back": _back(), "sent": request.method not in SAFE}
    return render_template(f"errors/{known}.html", **said), status


def _refused(error):
    return page(error.refusal.status, error.refusal.sentence)


def _conflict(error):
    return page(409, str(error))


def _after_failure(status, sentence=""):
    # A failed flush leaves the session unusable, and every page asks who is signed in.
    db.session.rollback()
    return page(status, sentence)


def _unreadable(error):
    # Never shown as something else, never silent: the administrator finds it with `flask files status` too.
    current_app.logger.error("stored content: %s", error)
    return _after_failure(410)


def _not_made(error):
    current_app.logger.error("document: %s", error.__cause__)
    return page(503, str(error))


def _stale(_error):
    return _after_failure(409, STALE)


def _impossible(error):
    current_app.logger.warning("integrity: %s", error.orig)
    return _after_failure(409, IMPOSSIBLE)


def _unavailable(error):
    current_app.logger.error("database: %s", error.orig)
    return _after_failure(503, UNAVAILABLE if request.method in SAFE else UNAVAILABLE + NOT_SAVED)


def _expired(_error):
    if gates.asks_sign_in(request.endpoint) and not current_user.is_authenticated:
        return gates.to_sign_in()
    return page(422, EXPIRED)


def _http(error):
    if error.code is not None and error.code < 400:
        return error
    waiting = getattr(error, "retry_after", None)
    sentence = f"请在 {span_zh(waiting)}后再试。" if isinstance(waiting, int) else ""
    body, status = page(error.code or 500, sentence)
    return body, status, [header for header in error.get_headers() if header[0] in ("Retry-After", "Allow")]


def _unexpected(error):
    current_app.logger.error("unexpected", exc_info=error)
    if current_app.config.get("PROPAGATE_UNEXPECTED"):
        raise error
    return _after_failure(500)


HANDLERS = (
    (Refused, _refused),
    (Conflict, _conflict),
    (files.Missing, _unreadable),
    (Damaged, _unreadable),
    (documents.NotMade, _not_made),
    (sa.orm.exc.StaleDataError, _stale),
    (sa.exc.IntegrityError, _impossible),
    (sa.exc.OperationalError, _unavailable),
    (CSRFError, _expired),
    (HTTPException, _http),
    (Exception, _unexpected),
)


def register(app):
    """Attach the handlers."""
    for kind, answer in HANDLERS:
        app.register_error_handler(kind, answer)
