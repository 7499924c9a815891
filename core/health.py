"""Whether the house is alive and ready to serve."""

import sqlalchemy as sa
from flask import Blueprint, jsonify

from core.database import db
from core.gates import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive():
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready():
    """The database answers too (else the 503 page)."""
    db.session.execute(sa.text("SELECT 1"))
    return jsonify(status="ready")
