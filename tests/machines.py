"""State machines of the suite: how they are run, and acts that may be refused.

In the suite the same steps are made every time. More, with other seeds: `MORE_EPISODES=10 pytest tests/challenge/life`
makes ten times as many, drawn anew at each run; a failure prints the steps that led to it.
"""

import contextlib
import os

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from challenge.bidding.sealing import Damaged
from challenge.custody.keys import NotUnlocked
from challenge.posting.actions.publishing import NotPublished
from challenge.review.draw.actions import WrongPhrase
from challenge.review.draw.algorithm import Infeasible
from core import clock
from core.database import db, transaction
from core.errors import Conflict
from core.passphrases import WrongPassphrase
from core.workflow import Refused
from tests.conftest import NOW

REFUSALS = (Refused, Conflict, NotUnlocked, NotPublished, WrongPhrase, WrongPassphrase, Infeasible, Damaged)
# What a page answers with 409: the database itself has refused.
CONSTRAINTS = (sa.exc.IntegrityError, sa.orm.exc.StaleDataError)


class Rollback(Exception):
    """Puts the world back after an episode."""


class Episode(RuleBasedStateMachine):
    """A machine whose episodes all begin with the same rows at the same instant, and leave no trace.

    `stage` reads what an episode begins with, `bring_to_an_end` leads everything to its end; `count` says how often acts
    were done and refused, where it has a place for that.
    """

    ticking: object
    count: dict
    refusals = REFUSALS

    def __init__(self):
        super().__init__()
        self.ticking.instant = self.begins_at()
        clock.keep_above(None)
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(contextlib.suppress(Rollback))
        self.stack.enter_context(transaction())
        self.has_changed = True
        self.stage()

    def begins_at(self):
        """The instant of the beginning."""
        return NOW

    def teardown(self):
        """Everything comes to its end; then the world as it was."""
        try:
            self.bring_to_an_end()
        finally:
            self.stack.__exit__(Rollback, Rollback(), None)
            db.session.expire_all()

    def attempt(self, work, what="done"):
        """Whether the act was possible; a refused one leaves nothing."""
        try:
            with db.session.begin_nested():
                work()
        except self.refusals:
            self._note("refused")
            return False
        self._note(what)
        self.has_changed = True
        return True

    def _note(self, what):
        if what in self.count:
            self.count[what] += 1


def run(kind, *, episodes, steps):
    """So many episodes of a machine, each of at most so many steps."""
    more = int(os.environ.get("MORE_EPISODES", "0"))
    phases = [Phase.generate, Phase.shrink] if more else [Phase.generate]
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=episodes * max(more, 1),
            stateful_step_count=steps,
            deadline=None,
            derandomize=not more,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
