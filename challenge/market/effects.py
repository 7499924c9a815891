"""What moves with offers and inquiries: found by the public or no more, contact released, talks ended with the offer."""

from challenge.market.states import W
from core import fulltext

KIND = "offer"


def publish(offer, move):
    """Everybody finds it now."""
    words = (
        offer.title,
        offer.summary,
        offer.advantages,
        offer.scenes,
        offer.industry,
        offer.organisation.name,
    )
    fulltext.index(KIND, offer.id, "\n".join((offer.code, *words)))
    offer.reason = ""


def unpublish(offer, move):
    """Nobody finds it any more; who has asked and was not answered waits in vain."""
    fulltext.remove(KIND, offer.id)
    offer.reason = move.facts.get("reason") or ""
    for one in offer.inquiries:
        if one.state is W.SENT:
            move.carry(one, "close", reason="成果已下架。")


def note_reason(row, move):
    """Why it went back, or ended."""
    row.reason = move.facts.get("reason") or ""


def forget_reason(row, move):
    """It went on."""
    row.reason = ""
