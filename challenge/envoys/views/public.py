"""The public register of envoys: those who consented to be named, and how an enterprise asks for one."""

from flask import render_template
from flask_login import current_user

from accounts.rules import is_enterprise
from challenge import rulepack
from challenge.envoys import queries
from challenge.envoys.views.blueprint import bp
from core.gates import public
from core.kept import kept
from core.listing import Listing

COLUMNS = tuple(one for one in queries.COLUMNS if one[0] in ("类别", "姓名", "单位", "服务县区", "服务领域"))


@bp.get("/envoys")
@public
@kept
def public_register():
    """Names, units and fields of those who serve now."""
    listing = Listing(
        queries.named(),
        sorts=queries.PUBLIC_SORTS,
        filters=queries.PUBLIC_FILTERS,
        columns=COLUMNS,
        name="科技特派员名录",
    )
    if listing.is_export:
        return listing.download()
    days = rulepack.load()["rules"]["envoy_request_days"]["value"]
    asks = not current_user.is_authenticated or is_enterprise(current_user)
    return render_template("challenge/envoys/public.html", listing=listing, days=days, asks=asks)
