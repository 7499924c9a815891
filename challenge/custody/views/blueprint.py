"""The blueprint of the room of custodians, and what templates elsewhere ask it."""

from flask import Blueprint

from challenge.custody import rules

bp = Blueprint("custody", __name__)
bp.add_app_template_global(rules.keeps_keys, "keeps_keys")
bp.add_app_template_global(rules.sealing_of, "sealing_of")
