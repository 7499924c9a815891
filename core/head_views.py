"""/log: the published heads of the log, for everybody; as page, table, JSON, and proofs from one to another."""

import sqlalchemy as sa
from flask import Blueprint, abort, jsonify, render_template, request

from core import clock, keys, log_tree
from core.database import db
from core.gates import public
from core.listing import Filter, Listing, contains
from core.log_tree import LogHead

bp = Blueprint("heads", __name__)


def _at_least(statement, number):
    """Another number than a whole one, or one that no database knows, matches nothing."""
    is_number = number.isdecimal() and len(number) < 10
    return statement.where(LogHead.size >= int(number) if is_number else sa.false())


def _listing():
    return Listing(
        sa.select(LogHead),
        sorts={"-size": ("记录数", LogHead.size), "-at": ("公布时间", LogHead.at)},
        filters=[
            Filter("root", "摘要（全部或一段）", contains(LogHead.root), kind="text"),
            Filter(
                "least",
                "记录数不少于",
                _at_least,
                kind="number",
            ),
        ],
        columns=(
            ("公布时间", lambda head: clock.beijing(head.at).strftime("%Y-%m-%d %H:%M:%S")),
            ("记录数", lambda head: head.size),
            ("摘要", lambda head: head.root),
            ("签名", lambda head: head.signature),
        ),
        name="日志头",
    )


@bp.get("/log")
@public
def heads():
    """What the log said on each day, to be copied by whoever wants to check later."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    return render_template(
        "core/heads.html", listing=listing, key=keys.public_key_pem(), fingerprint=keys.fingerprint()
    )


@bp.get("/log/heads.json")
@public
def heads_document():
    """Every published head and the public key."""
    found = db.session.scalars(sa.select(LogHead).order_by(LogHead.size))
    return jsonify(public_key=keys.public_key_pem(), heads=[log_tree.document(one) for one in found])


@bp.get("/log/consistency.json")
@public
def consistency_document():
    """Proof that the log of one published size continues that of another: `?from=…&to=…`."""
    older, newer = (request.args.get(name, 0, type=int) for name in ("from", "to"))
    newest = log_tree.newest_head()
    if newest is None or not 0 < older <= newer <= newest.size:
        abort(404)
    proof = [one.hex() for one in log_tree.consistency(older, newer)]
    return jsonify({"from": older, "to": newer, "proof": proof})
