"""Where a person may be sent after signing in: pages of this application only."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST = 500


def local_page(target):
    """`target` when it is the path of a page of ours that can be opened by GET, else None."""
    if not target or len(target) > LONGEST or not target.isprintable() or "\\" in target:
        return None
    if not target.startswith("/") or target.startswith("//"):
        return None
    parts = urlsplit(target)
    root = request.script_root
    if not parts.path.startswith(root + "/"):
        return None
    path = parts.path[len(root) :]
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if path.startswith("/auth/") or endpoint.endswith("static") else target


def start_page():
    """Where a person begins who asked for no other page."""
    desk = f"{request.script_root}/desk"
    return local_page(desk) or f"{request.script_root}/account"
