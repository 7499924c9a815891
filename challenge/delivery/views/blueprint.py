"""The blueprint of delivery, and what its pages about one project share."""

from flask import Blueprint, url_for

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_enterprise, is_expert, is_researcher
from challenge.delivery.models import Project
from core.gates import load

bp = Blueprint("delivery", __name__, url_prefix="/desk/projects")
READERS = (is_bureau, is_auditor, is_enterprise, is_researcher, is_expert)


def project_of(code, reasons=may.READ_PROJECT):
    """The project of this code, for whoever may see it."""
    return load(Project, code, reasons, by="code")


def crumbs_of(*more):
    """The way to a page about projects on the desk."""
    return [("工作台", "/desk"), ("攻关项目", url_for("delivery.desk_list")), *more]


def of_project(project, label):
    """The way to a page about one project."""
    return crumbs_of((project.code, url_for("delivery.detail", code=project.code)), (label, None))
