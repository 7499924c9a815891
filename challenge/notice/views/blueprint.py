"""The blueprint of notice, and which steps of a list its pages carry."""

from flask import Blueprint

from challenge.notice.rules import notice_drafted
from challenge.posting.steps import page_of

bp = Blueprint("notice", __name__)

page_of("publish_notice", "notice.desk", [notice_drafted])
page_of("announce", "notice.desk")
