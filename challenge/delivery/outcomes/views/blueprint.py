"""The blueprint of outcomes, and how its pages find a record."""

from flask import Blueprint, url_for
from flask_login import current_user

from accounts.rules import is_auditor, is_bureau, is_enterprise, is_expert, is_researcher
from challenge.delivery.outcomes.kinds import KINDS
from core.gates import load
from core.looks import record_look

bp = Blueprint("outcomes", __name__, url_prefix="/desk/outcomes")
# How an address names a kind of records.
A_KIND = f"<any({', '.join(repr(key) for key in KINDS)}):kind>"
READERS = (is_bureau, is_auditor, is_enterprise, is_researcher, is_expert)


def kind_of(key):
    """The kind of records that stands in the address."""
    return KINDS[key]


def record_of(kind, code, reasons=None):
    """The record of this code, for whoever may read it; that somebody reads of a person's wishes is logged."""
    row = load(kind.model, code, reasons or kind.reads, by="code")
    if kind.key == "talents" and row.user_id != current_user.id:
        record_look(current_user, "talent", row)
    return row


def address_of(kind, row):
    """The page of a record."""
    return url_for("outcomes.record", kind=kind.key, code=row.code)
