"""A report's life as it is planned: what its reporter sends, and the steps that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tanggap.catalog.queries import CategoryRow
from tanggap.config.demo.scenes.taking import Shot
from tanggap.config.demo.texts import is_english
from tanggap.places.city import city

HOUR = timedelta(hours=1)
RECENT = timedelta(days=14)
LARGE, SMALL = 640, 320  # pixels across: the latest pictures, and those that hardly anybody looks at any more


@dataclass(slots=True)
class Step:
    """Something that somebody does with a report; `act` names a method of `doing.Doer`."""

    at: datetime
    act: str
    facts: dict[str, Any] = field(default_factory=dict)
    photos: tuple[Shot, ...] = ()


@dataclass(slots=True)
class Life:
    """One report, from what its reporter sends to its last step. `is_placed`: the channel carries place and category.

    `open_until` is when it is closed first, None when it is not. `is_joined` to another, `has_joined` others to itself.
    """

    seed: int
    number: int
    at: datetime
    channel: str
    category: CategoryRow
    text: str
    lon: float
    lat: float
    area: str
    is_placed: bool
    email: str
    visibility: str
    details: Mapping[str, str]
    until: datetime
    photo: Shot | None = None
    steps: list[Step] = field(default_factory=list)
    open_until: datetime | None = None
    is_joined: bool = False
    has_joined: bool = False
    is_repeat: bool = False
    is_faked: bool = False

    @property
    def name(self) -> str:
        """Return by what the report is known before it has a code; its channel's own id of it."""
        return f"demo-{self.seed}-{self.number}"

    @property
    def language(self) -> str:
        """Return the language that the report is written in, if it is one of the city's."""
        first, *others = city().languages
        return "en" if "en" in others and is_english(self.text) else first

    def shot(self, name: str, at: datetime, *, is_solved: bool) -> Shot:
        """Return a picture of the report's place, taken at `at`; `name` tells it from others of the same report."""
        width = LARGE if at > self.until - RECENT else SMALL
        return Shot(self.category.icon, self.name, f"{self.name}-{name}", is_solved, width)

    def then(self, at: datetime, act: str, *, photos: tuple[Shot, ...] = (), **facts: Any) -> None:
        """Add a step."""
        self.steps.append(Step(at.replace(microsecond=0), act, facts, photos))
