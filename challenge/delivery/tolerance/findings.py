"""A finding of the dossier: what speaks for diligence, what against it, where it stands. Which of both is told by code."""

import dataclasses

from challenge.delivery.tolerance.states import Result


@dataclasses.dataclass
class Finding:
    """`criterion` is a key of the rule pack's tolerance_criteria; `said` and `against` are sentences, `source` (label, path)."""

    criterion: str
    question: str
    source: tuple
    said: list = dataclasses.field(default_factory=list)
    against: list = dataclasses.field(default_factory=list)

    @property
    def result(self):
        """What the sentences come to."""
        if self.said and self.against:
            return Result.MIXED
        if self.said or self.against:
            return Result.SUPPORTS if self.said else Result.AGAINST
        return Result.SILENT

    def content(self):
        """JSON values, as they are frozen."""
        return dataclasses.asdict(self) | {"source": list(self.source), "result": self.result.value}


def found(criterion, question, project, label, tail):
    """An empty finding whose source is a page of the project."""
    return Finding(criterion, question, (label, f"/desk/projects/{project.code}{tail}"))
