"""The roof: builds the application from its rooms. `create_app()` for commands and tests, `server()` to serve."""

import importlib
import os
import uuid
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from core import (
    assets,
    database,
    errors,
    formats,
    gates,
    headers,
    keys,
    log_tree,
    markdown,
    outbox,
    phrasing,
    settings,
    typed,
    unread,
    wording,
)
from core.database import db, transaction

SAFE = ("GET", "HEAD", "OPTIONS")
NO_START = 3  # gunicorn gives up on this status; after any other it would start the worker again and again
ROOT = Path(__file__).resolve().parent
csrf = CSRFProtect()

# Every module here has a blueprint `bp`; a room without a page does not stand here.
PAGES = (
    "core.health",
    "core.head_views",
    "core.log_views",
    "core.style_guide",
    "accounts.views.auth",
    "accounts.views.registration",
    "accounts.views.forgotten",
    "accounts.views.account",
    "accounts.views.second_factor",
    "accounts.views.messages",
    "accounts.views.people",
    "accounts.views.organisations",
    "accounts.views.corrections",
    "accounts.views.outbox",
    "accounts.views.looks",
    "talent.views",
    "talent.integrity.views",
    "challenge.posting.views",
    "challenge.custody.views",
    "challenge.bidding.views",
    "challenge.bidding.liaison.views",
    "challenge.review.views",
    "challenge.review.batches.views",
    "challenge.notice.views",
    "challenge.notice.objections.views",
    "challenge.delivery.views",
    "challenge.delivery.outcomes.views",
    "challenge.market.views",
    "challenge.delivery.views.precedents",
    "challenge.delivery.race.views",
    "challenge.recommending.views",
    "challenge.envoys.views",
    "challenge.lapsed.views",
    "reports.desk.views",
    "reports.feed.views",
    "demo.views",
)
# Every module here has `register(app)`: commands, job handlers, template context.
FITTINGS = (
    "core.commands",
    "core.jumps",
    "core.orphans",
    "accounts.sessions",
    "accounts.duties",
    "accounts.lifecycle",
    "accounts.naming",
    "accounts.mails",
    "accounts.commands",
    "talent.lifecycle",
    "talent.integrity.lifecycle",
    "talent.naming",
    "talent.own_data",
    "talent.commands",
    "challenge.rulepack.speaking",
    "challenge.lifecycle",
    "challenge.naming",
    "challenge.own_data",
    "challenge.commands",
    "challenge.posting.actions.closing",
    "challenge.delivery.standing",
    "challenge.envoys.missions.standing",
    "challenge.delivery.milestones.reminders",
    "challenge.delivery.acceptance.reminders",
    "challenge.delivery.outcomes.following.reminders",
    "challenge.delivery.research.reminders",
    "challenge.envoys.commands",
    "challenge.envoys.visits.actions",
    "challenge.review.draw.commands",
    "challenge.review.batches.commands",
    "challenge.delivery.ledger.commands",
    "challenge.delivery.acceptance.commands",
    "challenge.delivery.research.commands",
    "reports.site",
    "demo.commands",
)


class _NotKept(Exception):
    """Carries a response of 400 and above out of the transaction, which is rolled back by it."""

    def __init__(self, response):
        super().__init__(response.status)
        self.response = response


class Application(Flask):
    """Flask with one transaction a request: a POST below 400 commits, everything else rolls back."""

    jinja_environment = phrasing.Environment

    def full_dispatch_request(self, *args):
        """Wraps the whole request, templates included."""
        if request.method in SAFE:
            response = super().full_dispatch_request(*args)
        else:
            response = self._within_transaction(*args)
        database.run_afterwards()
        return response

    def _within_transaction(self, *args):
        try:
            with transaction():
                response = super().full_dispatch_request(*args)
                if response.status_code >= 400:
                    raise _NotKept(response)
                return response
        except _NotKept as refused:
            return refused.response
        except sa.exc.SQLAlchemyError as error:
            return self.process_response(self.make_response(self.handle_user_exception(error)))


# Settings an installation may give, by environment or in instance/config.py, with their defaults.
SETTINGS = {
    "DATABASE_URL": "sqlite:///{instance}/jiebang.db",
    "STORAGE_URL": "{instance}/uploads",
    "MAIL_URL": "",
    "BASE_URL": "",
    "TRUSTED_PROXIES": "0",
    "SECRET_KEY": None,
}


def _configure(app, overrides):
    instance = Path(app.instance_path)
    instance.mkdir(exist_ok=True)
    app.config.update(
        KEYS_DIR=str(instance / "keys"),
        INDEX_DIR=str(instance / "index"),
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BOOTSTRAP_SERVE_LOCAL=True,
        KEEP_PAGES=True,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # core/wording.py is the language of forms
        SITE_NAME="揭榜台",
        SITE_CITY="朔州市科学技术局",
    )
    app.config.from_pyfile("config.py", silent=True)
    for name, default in SETTINGS.items():
        given = os.environ.get(name) or app.config.get(name) or default
        app.config[name] = given.format(instance=instance) if given == default and given else given
    app.config["TRUSTED_PROXIES"] = int(app.config["TRUSTED_PROXIES"])
    app.config["STORAGE_DIR"] = app.config["STORAGE_URL"]
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    app.config.update(overrides or {})
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    if uri.startswith(("postgres://", "postgresql://")):
        app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://" + uri.partition("://")[2]
    if not uri.startswith("sqlite"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True})


def create_app(overrides=None):
    """An application with `overrides` of the settings of docs/operations.md."""
    app = Application(__name__, instance_path=str(ROOT / "instance"), instance_relative_config=True)
    _configure(app, overrides)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    Bootstrap5(app)
    with app.app_context():
        app.config["DEMO"] = app.config.get("DEMO", settings.is_demo())
        app.config["SECRET_KEY_IS_OWN"] = not app.config["SECRET_KEY"]
        app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or keys.derived("session").hex()
    csrf.init_app(app)
    for part in (assets, errors, formats, markdown, headers, gates, typed, wording, phrasing):
        part.register(app)
    app.before_request(_begin_request)
    _furnish(app)
    return app


def _furnish(app):
    for name in FITTINGS:
        importlib.import_module(name).register(app)
    for name in PAGES:
        app.register_blueprint(importlib.import_module(name).bp)


def _begin_request():
    g.request_id = str(uuid.uuid4())
    if current_app.config["DEMO"]:
        settings.refresh_demo_clock()


def server(overrides=None):
    """The application for a web server: refuses to start without a secret, starts the worker."""
    app = create_app(overrides)
    if app.config["SECRET_KEY_IS_OWN"] and not app.config["DEMO"]:
        app.logger.error("SECRET_KEY is not set. Set it in the environment or in instance/config.py.")
        raise SystemExit(NO_START)
    app.wsgi_app = unread.Draining(app.wsgi_app)
    if app.config["TRUSTED_PROXIES"]:
        from werkzeug.middleware.proxy_fix import ProxyFix

        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
    app.config["SESSION_COOKIE_SECURE"] = bool(app.config.get("TLS", False))
    with app.app_context(), transaction():
        log_tree.order_daily()
    outbox.start_worker(app)
    importlib.import_module("talent.recommend").warm_up(app)
    return app
