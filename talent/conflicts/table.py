"""What ties people and units, how grave it is and what it is called: `table.json`, read once."""

import dataclasses
import functools
import json
from pathlib import Path

FILE = Path(__file__).with_name("table.json")


@dataclasses.dataclass(frozen=True)
class Terms:
    """What a rule pack decides: years that a former fact counts, share that controls, other grades, its article."""

    year: int
    years: int = 5
    controls: float = 50
    grades: tuple = ()
    article: str = ""

    def grade(self, row, is_person):
        """The grade in force."""
        return dict(self.grades).get(row.kind) or row.grade_from(is_person)

    def clause(self, row):
        """How a page cites the paragraph."""
        return f"{self.article}第{row.item}项"


@functools.cache
def read():
    """The file as it stands."""
    return json.loads(FILE.read_text("utf-8"))


GRADES = tuple(read()["grades"])  # gravest first


def edge(name):
    """Letters, labels and whether a year is needed, of the type of edge of this name."""
    return read()["edges"][name]


def label_of(kind):
    """A kind or a type of edge in words, as it stands where there is none."""
    found = read()["edges"].get(kind)
    return (
        found["forward"]
        if found
        else next((row["label"] for row in read()["rows"] if row["kind"] == kind), kind)
    )
