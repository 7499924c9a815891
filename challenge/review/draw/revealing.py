"""Two phrases typed at a draw: wrong ones are counted, logged, and blamed on the side whose they were."""

from accounts import attempts, sessions
from challenge.review.draw import actions, rules
from core import audit
from core.database import afterwards

KIND = "draw"
LOCKED = "抽取口令连续不正确，暂停使用"


def carried_out(form, draw, work):
    """Do `work()` with the phrases of a valid CeremonyForm for this round.

    Returns (whether it was done, seconds to wait); when not, the form says why. A phrase is guarded for its person:
    whoever could try on would learn by and by what only one is to know.
    """
    names = {side: one.user.username for side, one in rules.given(draw).items()}
    waits = {side: attempts.wait(KIND, name) for side, name in names.items()}
    for side, wait in waits.items():
        if wait:
            form[side.value].errors = [attempts.sentence(f"{side.label}的口令连续多次不正确", wait)]
    if any(waits.values()):
        return False, max(waits.values())
    try:
        work()
    except actions.WrongPhrase as fault:
        for side in fault.sides:
            form[side.value].errors = [f"与{side.label}承诺的口令不符，请由本人重新输入。"]
            attempts.note(KIND, names[side], succeeded=False, locked=LOCKED)
        _log_wrong(draw, fault.sides)
        return False, 0
    for name in names.values():
        attempts.note(KIND, name, succeeded=True)
    return True, 0


def _log_wrong(draw, sides):
    actor, subject = sessions.current().user, draw.log_subject()
    whose = "、".join(side.label for side in sides)
    what = f"第 {draw.number} 轮抽取：输入的口令与{whose}的承诺不符"
    afterwards(lambda: audit.record(actor, "draw.wrong_phrase", subject, what, public=True))
