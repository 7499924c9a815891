"""State machines of the suite: how they are run, and acts that may be refused.

In the suite the same steps are made every time. More, with other seeds: `MORE_EPISODES=10 pytest tests/challenge/life`
makes ten times as many, drawn anew at each run; a failure prints the steps that led to it.
"""

import os

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from challenge.bidding.sealing import Damaged
from challenge.custody.keys import NotUnlocked
from challenge.posting.actions.publishing import NotPublished
from challenge.review.draw.actions import WrongPhrase
from challenge.review.draw.algorithm import Infeasible
from core.errors import Conflict
from core.passphrases import WrongPassphrase
from core.workflow import Refused

REFUSALS = (Refused, Conflict, NotUnlocked, NotPublished, WrongPhrase, WrongPassphrase, Infeasible, Damaged)
# What a page answers with 409: the database itself has refused.
CONSTRAINTS = (sa.exc.IntegrityError, sa.orm.exc.StaleDataError)


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
