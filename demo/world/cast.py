"""The cast: the rows of the demonstration world by the key they have in demo/data."""

import dataclasses


@dataclasses.dataclass
class Cast:
    """Rows made so far; scenes look their people up when they are performed."""

    units: dict = dataclasses.field(default_factory=dict)
    people: dict = dataclasses.field(default_factory=dict)
    profiles: dict = dataclasses.field(default_factory=dict)
    programmes: dict = dataclasses.field(default_factory=dict)
    challenges: dict = dataclasses.field(default_factory=dict)
    bids: dict = dataclasses.field(default_factory=dict)
    projects: dict = dataclasses.field(default_factory=dict)
    waiting: set = dataclasses.field(default_factory=set)
    password: str = ""
