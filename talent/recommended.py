"""What is asked of a recommendation and what it answers, as plain values."""

import dataclasses
import enum

from talent import conflicts
from talent.models import Profile


class Purpose(enum.Enum):
    """What the experts are wanted for; each asks for its own consent."""

    SOLVERS = "solvers"
    REVIEWERS = "reviewers"


@dataclasses.dataclass(frozen=True)
class Parties:
    """The other side of possible conflicts: organisation ids, units by name, people (`conflicts.Person`), matters as
    (token of a tie, name), and the terms of the rule pack in force."""

    organisation_ids: tuple = ()
    units: tuple = ()
    people: tuple = ()
    matters: tuple = ()
    terms: conflicts.Terms | None = None

    def ties_of(self, subjects):
        """{id: [Conflict]} of these profiles, accounts or organisations to this side."""
        more = {"matters": dict(self.matters), "terms": self.terms}
        return conflicts.ties_of(subjects, self.organisation_ids, self.people, self.units, **more)


@dataclasses.dataclass(frozen=True)
class Placed:
    """One row of a ranking: the text score (None in plain order), the factors, and the total that ordered it."""

    profile_id: int
    score: float | None
    total: float | None
    factors: tuple


@dataclasses.dataclass(frozen=True)
class Recommendation:
    """One expert: the text score (comparable between queries; None in plain order), the total with the factors,
    its share of the best in per cent, the reason as a sentence and in detail, what each part of the query gave to
    the score (`shares`), matched `words`, named `factors` (`factors.Factor`), ties as `conflicts.Conflict`."""

    profile: Profile
    score: float | None
    total: float | None
    percent: int
    sentence: str
    reasons: tuple
    shares: tuple
    words: frozenset
    factors: tuple
    conflicts: tuple

    @property
    def is_blocked(self):
        """At least one tie rules the expert out."""
        return any(tie.blocks for tie in self.conflicts)
