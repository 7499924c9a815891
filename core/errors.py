"""What a person reads when something is refused: one page per status, in plain Chinese."""

import sqlalchemy as sa
from flask import render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.workflow import Refused

PAGES = (403, 404, 409, 413, 422, 429, 500, 503)


class Conflict(Exception):
    """Somebody else was faster; carries the sentence to show (409)."""


def page(status, sentence=""):
    """The error page of `status` with an additional sentence."""
    template = status if status in PAGES else (500 if status >= 500 else 404)
    return render_template(f"errors/{template}.html", sentence=sentence, back=_back()), status


def _back():
    referrer = request.referrer or ""
    return referrer if referrer.startswith(request.host_url) else None


def register(app):
    """Attach the handlers."""

    @app.errorhandler(Refused)
    def _refused(error):
        return page(error.refusal.status, error.refusal.sentence)

    @app.errorhandler(Conflict)
    def _conflict(error):
        return page(409, str(error))

    @app.errorhandler(sa.orm.exc.StaleDataError)
    def _stale(_error):
        return page(409, "您打开页面之后，这条记录已被他人修改。请返回并刷新，核对后再提交。")

    @app.errorhandler(sa.exc.IntegrityError)
    def _impossible(error):
        app.logger.warning("integrity: %s", error.orig)
        return page(409, "数据与已有记录冲突，未保存。请刷新页面核对后再提交。")

    @app.errorhandler(sa.exc.OperationalError)
    def _unavailable(error):
        app.logger.error("database: %s", error.orig)
        return page(503, "数据库暂时不可用，您提交的内容尚未保存，请稍后重试。")

    @app.errorhandler(CSRFError)
    def _csrf(_error):
        return page(422, "页面停留过久或已在别处登录，安全校验未通过。请返回上一页刷新后重新提交。")

    @app.errorhandler(HTTPException)
    def _http(error):
        if error.code is not None and error.code < 400:
            return error
        body, status = page(error.code or 500)
        return body, status, [h for h in error.get_headers() if h[0] in ("Retry-After", "Allow")]

    @app.errorhandler(Exception)
    def _unexpected(_error):
        app.logger.exception("unexpected")
        if app.config.get("PROPAGATE_UNEXPECTED"):
            raise
        return page(500)
