"""The expert draw: both sides commit to a seed while the list is open, and reveal it when the review begins."""

from challenge.review.draw import actions, rules
from challenge.review.draw.forms import conditions_form
from demo.world.demands import handler

LATEST = -1
OFFICER_AFTER, SUPERVISOR_AFTER = 2, 3
# Lists on which a seed is still waited for, and from whom.
WAITING = {"mullite": {"officer", "supervisor"}, "ceramic-line": {"supervisor"}, "biogas": {"supervisor"}}


# Lists whose conditions were fixed only with the candidates, after the deadline.
CONDITIONS_LATE = {"lic"}


# What the page of the draw tells whoever tries the demonstration; a real phrase is known to one person alone.
PHRASES = {"officer": "演示口令 塞上秋来风景异", "supervisor": "演示口令 衡阳雁去无留意"}


def stage(script, cast, text, published_at):
    """Scenes of the commitments on one published list."""
    published, missing = -text["timing"]["published_days_ago"], WAITING.get(text["key"], ())
    sides = {"officer": (handler(text), OFFICER_AFTER), "supervisor": ("supervisor", SUPERVISOR_AFTER)}
    for side, (account, after) in sides.items():
        if side not in missing:
            thread = script.affair(f"{text['key']} {side} seed")
            day = min(published + after, LATEST)
            thread.then(
                day, lambda who=account, side=side: _commit(cast, text, who, side), after=published_at
            )


def _commit(cast, text, account, side):
    officer, challenge = cast.people[account], cast.challenges[text["key"]]
    actions.commit_seed(officer, challenge, PHRASES[side])
    if side == "officer" and text["key"] not in CONDITIONS_LATE:
        actions.set_conditions(officer, challenge, _usual(challenge))


def _usual(challenge):
    return conditions_form(challenge)(formdata=None, meta={"csrf": False}).wanted()


def fix(cast, text):
    """The officer fixes the candidates, and the conditions where that was not done before."""
    challenge = cast.challenges[text["key"]]
    wanted = _usual(challenge) if text["key"] in CONDITIONS_LATE else None
    actions.fix(cast.people[handler(text)], rules.current(challenge), wanted)


def hold(cast, text):
    """Both sides reveal their phrases; the drawn are invited."""
    actions.hold(cast.people[handler(text)], rules.current(cast.challenges[text["key"]]), PHRASES)
