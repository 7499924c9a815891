"""The blueprint of the bidding room."""

from flask import Blueprint

bp = Blueprint("bidding", __name__)
