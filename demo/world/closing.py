"""终止办理: a side asks, the other speaks, a leader decides; the settlement is drawn up, confirmed by all and cleared."""

from challenge.delivery.closing import actions
from challenge.delivery.ledger import actions as ledger
from core import clock
from demo.world.texts import fen

PARTIES = ("team", "poster", "leader")


def _closure(scene):
    return scene.project.closures[-1]


def _ask(scene):
    told = scene.event
    said = told["reason"], told["text"], scene.uploads()
    actions.ask(scene.person(told["who"]), scene.project, *said)


def _speak(scene):
    told = scene.event
    actions.speak(scene.person(told["who"]), _closure(scene), told["text"], told["agrees"])


def _make(scene):
    """Taken up, decided, closed: a step of the person the text names."""
    told = scene.event
    actions.make(scene.person(told["who"]), _closure(scene), told["step"], told.get("reason", ""))


def _draw(scene):
    percents = {int(number): percent for number, percent in scene.event["percents"].items()}
    actions.draw(scene.person("officer"), _closure(scene), percents)


def _confirm(scene):
    row = _closure(scene)
    actions.confirm(scene.person(scene.event["who"]), row, row.settlement_digest)


def _refund(scene):
    told = scene.event
    ledger.refund(scene.person(told["who"]), scene.payment, fen(told["wan"]), clock.today(), told["voucher"])


VERBS = {
    "closure_ask": _ask,
    "closure_speak": _speak,
    "closure_step": _make,
    "closure_draw": _draw,
    "closure_confirm": _confirm,
    "refund": _refund,
}
