"""A city pack in memory: frozen rows, each with the line of its file that it came from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tanggap.catalog.hours import Hours, Season
from tanggap.places.city import City

Names = dict[str, str]


def _line() -> int:
    return field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PackArea:
    """A row of areas.csv."""

    code: str
    level: str
    name: str
    parent: str | None
    line: int = _line()


@dataclass(frozen=True, slots=True)
class PackUnit:
    """A row of units.csv."""

    code: str
    name: Names
    kind: str
    level: str
    parent: str | None
    area: str | None
    contact: str
    line: int = _line()


@dataclass(frozen=True, slots=True)
class PackPolicy:
    """A table of policies.toml."""

    code: str
    name: Names
    answer_minutes: int
    verify_minutes: int
    resolve_minutes: int
    is_working_time: bool = False
    source: str = ""
    escalation: dict[str, Any] = field(default_factory=dict)
    extension: dict[str, Any] = field(default_factory=dict)
    line: int = _line()


@dataclass(frozen=True, slots=True)
class PackCategory:
    """A table of categories.toml: a group when it has no parent, else a leaf."""

    code: str
    name: Names
    position: int
    policy: str
    near_metres: int
    near_days: int
    parent: str | None = None
    hint: Names = field(default_factory=dict)
    icon: str = "dots"
    scope: str = "city"
    routes: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)
    is_sensitive: bool = False
    is_confidential: bool = False
    needs_field_check: bool = False
    line: int = _line()

    @property
    def is_leaf(self) -> bool:
        """Return whether it can be reported."""
        return self.parent is not None


@dataclass(frozen=True, slots=True)
class PackChannel:
    """A table of channels.toml."""

    code: str
    name: Names
    position: int
    adapter: str
    is_geotagged: bool = False
    is_walk_in: bool = False
    is_confidential: bool = False
    unit: str | None = None
    unit_level: str = ""
    category: str = ""
    hours: dict[str, list[str]] = field(default_factory=dict)
    is_active: bool = True
    line: int = _line()


@dataclass(frozen=True, slots=True)
class PackDay:
    """A row of calendar.csv: a day on which the offices are closed, or worked although it is free."""

    on: date
    name: Names
    is_working: bool
    line: int = _line()


@dataclass(frozen=True, slots=True)
class PackCompetency:
    """A table of competencies.toml; `required` names leaves, or no category for all work."""

    code: str
    name: Names
    position: int
    subject: Names = field(default_factory=dict)
    levels: list[dict[str, Any]] = field(default_factory=list)
    evidence: Names = field(default_factory=dict)
    obtain: Names = field(default_factory=dict)
    required: list[dict[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    valid_months: int | None = None
    warn_days: int = 60
    grace_days: int = 30
    in_force_on: date | None = None
    source: str = ""
    line: int = _line()


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole city pack, free of faults. `digest` tells whether any of its files changed."""

    city: City
    hours: Hours
    areas: tuple[PackArea, ...]
    units: tuple[PackUnit, ...]
    policies: tuple[PackPolicy, ...]
    categories: tuple[PackCategory, ...]
    channels: tuple[PackChannel, ...]
    days: tuple[PackDay, ...]
    digest: str
    competencies: tuple[PackCompetency, ...] = ()
    seasons: tuple[Season, ...] = ()
