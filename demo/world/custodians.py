"""Custodians: two months ago officers, leader and supervisor enrolled; lists published before stay sealed by the platform."""

from challenge.custody import actions, queries

PASSPHRASE = "Kaibiao-Sanggan-2046"  # noqa: S105 shown to everybody, holds only in a demonstration database
ENROLLED = -70
ACCOUNTS = ("officer", "officer2", "leader", "supervisor")
OPENERS, WITNESS = ("officer2", "supervisor"), "supervisor2"


def stage(script, cast):
    """Scenes of the enrolments."""
    for account in ACCOUNTS:
        affair = script.affair(f"{account} custodian")
        affair.then(ENROLLED, lambda account=account: actions.enrol(cast.people[account], PASSPHRASE))


def presented(cast):
    """The two who open, with the passphrase that a demonstration tells to everybody."""
    return [(queries.custodian_of(cast.people[account]), PASSPHRASE) for account in OPENERS]
