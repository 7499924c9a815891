"""The blueprint of the market, and the ways to its pages."""

from flask import Blueprint, url_for

from accounts.rules import is_auditor, is_enterprise, is_officer, is_researcher

bp = Blueprint("market", __name__)
READERS = (is_officer, is_auditor, is_enterprise, is_researcher)
TRADERS = (is_enterprise, is_researcher)


def crumbs_of(*more):
    """The way to a page about offers on the desk."""
    return [("工作台", "/desk"), ("成果市场", url_for("market.desk_list")), *more]


def tabs_of(here):
    """The two lists of the desk."""
    pairs = (("供给成果", "market.desk_list"), ("对接意向", "market.inquiries"))
    return [(label, url_for(endpoint), endpoint == here) for label, endpoint in pairs]
