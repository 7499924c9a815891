"""Two passphrases typed into a page: counted, logged, and blamed on the one whose it was."""

from accounts import attempts, sessions
from challenge.custody.keys import NotUnlocked
from core import audit
from core.database import afterwards

KIND = "custodian"
LOCKED = "保管口令连续不正确，暂停使用"


def carried_out(form, challenge, work):
    """Do `work(presented)` with the two of a valid PairForm.

    Returns (whether it was done, seconds to wait); when not, the form says why.
    """
    presented = form.presented()
    waits = [attempts.wait(KIND, custodian.user.username) for custodian, _ in presented]
    if any(waits):
        said = {
            place: attempts.sentence(f"{presented[place][0].user.display_name}的口令连续多次不正确", wait)
            for place, wait in enumerate(waits)
            if wait
        }
        form.blame(said, wrong=said)
        return False, max(waits)
    try:
        work(presented)
    except NotUnlocked as fault:
        for place in fault.wrong:
            _note_wrong(presented[place][0], challenge)
        form.blame(fault.faults, fault.wrong)
        return False, 0
    for custodian, _ in presented:
        attempts.note(KIND, custodian.user.username, succeeded=True)
    return True, 0


def _note_wrong(custodian, challenge):
    attempts.note(KIND, custodian.user.username, succeeded=False, locked=LOCKED)
    reader, name = sessions.current().user, custodian.user.display_name
    subject = audit.Subject("custodian", custodian.id, f"challenge:{challenge.id}")
    what = f"{challenge.code}：{name}的保管口令不正确"
    afterwards(lambda: audit.record(reader, "custodian.wrong_passphrase", subject, what))
