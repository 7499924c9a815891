"""/feed.atom, for everybody."""

import datetime as dt

from flask import Blueprint, Response, request

from core import keys, settings
from core.gates import public
from reports.feed import atom, entries

bp = Blueprint("feed", __name__)
PATH = "/feed.atom"
FIRST = dt.datetime(
    2022, 5, 31, tzinfo=dt.UTC
)  # of an empty feed: the day of the plan that asks for all this


@bp.get(PATH)
@public
def feed():
    """The newest entries; unchanged ones are answered with 304."""
    issuer, found = settings.issuer(), entries.newest()
    title = f"{issuer['site']}{'（演示）' if issuer['demo'] else ''}"
    subtitle = "榜单、变更公告、截止摘要、公示、结果、成果和每日日志摘要"
    root = request.root_url.rstrip("/")
    head = atom.Head(title, subtitle, issuer["owner"], root, keys.fingerprint(), PATH, FIRST)
    answer = Response(atom.document(head, found), mimetype=atom.MIME)
    answer.last_modified = max((one.changed for one in found), default=FIRST)
    answer.add_etag()
    answer.cache_control.no_cache = True  # kept by readers, asked about each time
    return answer.make_conditional(request)
