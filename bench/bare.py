"""The measure of the pages: plain Flask that renders the same templates from objects made before, and nothing else."""

import copy
import enum
import functools

import sqlalchemy as sa
from flask import Flask, render_template, template_rendered
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from core.listing import Listing
from reports.site import Site

FLASK_OWN = ("config", "request", "session", "g", "csrf_token")


class Plain:
    """An object with attributes and nothing behind them."""


def render_context(app, environ):
    """(template, context) with which the product rendered the page of this request, as plain objects."""
    caught = []

    def catch(_app, template, context, **_):
        known = {}
        own = {key: value for key, value in context.items() if key not in FLASK_OWN}
        caught.append((template.name, {key: plain(value, known) for key, value in own.items()}))

    with template_rendered.connected_to(catch, app):
        response = app.test_client(use_cookies=False).open(environ.copy())
    assert response.status_code == 200, (environ["PATH_INFO"], response.status)
    assert len(caught) == 1, environ["PATH_INFO"]
    return *caught[0], len(response.data)


def plain(value, known):
    """The value with rows of the database, the site and the reader replaced by plain objects."""
    if hasattr(value, "_get_current_object"):
        value = value._get_current_object()  # noqa: SLF001  (the documented way)
    if id(value) in known:
        return known[id(value)][1]
    if isinstance(value, Listing):
        twin = copy.copy(value)
        twin.rows = plain(value.rows, known)
        return twin
    if isinstance(value, sa.Row):
        return _twin(value, value._asdict(), known)
    if _is_live(value):
        return _twin(value, _stored(value), known)
    return _collection(value, known)


def _is_live(value):
    mapped = sa.inspect(type(value), raiseerr=False) is not None and not isinstance(value, enum.Enum)
    return mapped or isinstance(value, Site) or hasattr(value, "is_authenticated")


def _collection(value, known):
    if isinstance(value, dict):
        return {key: plain(one, known) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one, known) for one in value]
    if type(value) is tuple:
        return tuple(plain(one, known) for one in value)
    return value


def _twin(value, parts, known):
    twin = Plain()
    known[id(value)] = (value, twin)  # the value is kept too, so that its number is not given out again
    for key, one in parts.items():
        setattr(twin, key, plain(one, known))
    return twin


def _stored(value):
    state = sa.inspect(value, raiseerr=False)
    parts = dict(state.dict) if state is not None else {}
    parts.pop("_sa_instance_state", None)
    for name in dir(type(value)):
        kind = getattr(type(value), name, None)
        if isinstance(kind, (property, functools.cached_property)) and not name.startswith("_"):
            try:
                parts[name] = getattr(value, name)
            except AttributeError:  # a visitor has no messages, and no template asks for them
                continue
    return parts


def bare_app(app, contexts):
    """Flask with the templates and addresses of `app`; `contexts`: path -> (template, context)."""
    made = Flask("bare", root_path=app.root_path, template_folder=app.template_folder)
    Bootstrap5(made)
    made.config["BOOTSTRAP_SERVE_LOCAL"] = True
    made.jinja_env.undefined = StrictUndefined
    made.jinja_env.trim_blocks = made.jinja_env.lstrip_blocks = True
    made.jinja_env.filters.update(app.jinja_env.filters)
    made.jinja_env.tests.update(app.jinja_env.tests)
    for name, value in app.jinja_env.globals.items():
        made.jinja_env.globals.setdefault(name, value)
    made.url_default_functions.update(app.url_default_functions)
    made.jinja_env.globals.update(csrf_token=lambda: "token", get_flashed_messages=lambda **_: [])

    def view(**_):
        from flask import request

        template, context = contexts[request.full_path.rstrip("?")]
        return render_template(template, **context)

    for rule in app.url_map.iter_rules():
        if rule.endpoint not in made.view_functions:
            made.view_functions[rule.endpoint] = view
        if rule.endpoint not in ("static", "bootstrap.static"):
            made.add_url_rule(rule.rule, rule.endpoint, view, methods=rule.methods - {"OPTIONS", "HEAD"})
    return made
