"""The blueprint of objections, and the way to its pages."""

from flask import Blueprint, url_for

bp = Blueprint("objections", __name__, url_prefix="/desk/objections")


def crumbs_of(*more):
    """The way to a page about objections on the desk."""
    return [("工作台", "/desk"), ("异议", url_for("objections.desk_list")), *more]
