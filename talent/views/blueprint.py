"""The blueprint of the library, and the shape of ids in its addresses."""

from flask import Blueprint

bp = Blueprint("talent", __name__, url_prefix="/desk/talent")
ID = "int(max=2147483647)"
