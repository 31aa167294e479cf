"""Following single reports through their events, without a gap: what counting of any kind begins with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from tanggap.core.clock import local
from tanggap.reports import outbox
from tanggap.reports.events import PLACING
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin, Visibility


class Place(NamedTuple):
    """Where a number counts: leaf area, category, unit and channel (empty: not known), and whether everybody may see the report."""

    area: str
    category: str
    unit: str
    channel: str
    is_public: bool


class DayKey(NamedTuple):
    """A number of a name on a local day."""

    on: date
    place: Place
    name: str


@dataclass(slots=True)
class Followed:
    """One report up to its event `version`: where it stands, what was counted on which day, and what later events refer to (`marks`).

    `days` maps local days to units (empty: the one at present) to numbers, so that all that it ever counted moves with its place.
    """

    report: int
    version: int
    area: str
    category: str
    unit: str
    channel: str
    state: str
    is_public: bool
    is_live: bool
    received_at: datetime
    days: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def nothing(cls, about: About) -> Self:
        """Return what is known of a report of which no event has been seen."""
        return cls(
            report=about.id,
            version=0,
            area=about.area or "",
            category=about.category or "",
            unit="",
            channel=about.channel,
            state="",
            is_public=about.visibility == Visibility.PUBLIC,
            is_live=about.origin != Origin.IMPORT,
            received_at=about.received_at,
        )

    def follow(self, fact: Fact) -> str:
        """Go on to the report's next event; return the unit that answered until then (for the first event, from then on)."""
        if fact.version != self.version + 1:
            raise ValueError(f"event {fact.version} of report {self.report} does not follow {self.version}")
        doer = self.unit or fact.unit
        self.version, self.state, self.unit = fact.version, fact.state, fact.unit
        if (is_private := fact.payload.get("private")) is not None:
            self.is_public = not is_private
        if fact.kind in PLACING:
            self.category, self.area = fact.payload.get("category", ""), fact.payload.get("area", "")
        return doer

    def count(self, name: str, at: datetime, unit: str = "") -> None:
        """Count one on the local day of an instant, for a unit (empty: the one that answers at any later time)."""
        self.count_on(day_of(at), unit, name, 1)

    def count_on(self, day: str, unit: str, name: str, number: int) -> None:
        """Count a number on a local day."""
        if not number:
            return
        of_unit = self.days.setdefault(day, {}).setdefault(unit, {})
        of_unit[name] = of_unit.get(name, 0) + number

    def place(self, unit: str = "") -> Place:
        """Return where it counts for a unit (empty: the one that answers now)."""
        return Place(self.area, self.category, unit or self.unit, self.channel, self.is_public)

    def of_days(self) -> dict[DayKey, int]:
        """Return all numbers of `days` where they count now; the same unit may be named in two ways."""
        found: dict[DayKey, int] = defaultdict(int)
        for day, by_unit in self.days.items():
            on = date.fromisoformat(day)
            for unit, numbers in by_unit.items():
                place = self.place(unit)
                for name, number in numbers.items():
                    found[DayKey(on, place, name)] += number
        return found


def day_of(at: datetime) -> str:
    """Return the local day of an instant, as ISO writes it."""
    return local(at).date().isoformat()


def reach(facts: Iterable[Fact]) -> dict[int, int]:
    """Return the last version that `facts` tell of each report."""
    last: dict[int, int] = {}
    for fact in facts:
        last[fact.report] = max(fact.version, last.get(fact.report, 0))
    return last


def missing(facts: Sequence[Fact], wanted: Mapping[int, int], counted: Mapping[int, int]) -> dict[int, list[Fact]]:
    """Return each report's events behind the version `counted` up to the `wanted` one, without a gap. At most one statement.

    Two transactions of one report may stand in the log the other way round (the one that came second began first). Then the later
    event pulls the earlier one along, and the earlier one is no news when its turn comes.
    """
    given: dict[int, dict[int, Fact]] = defaultdict(dict)
    for fact in facts:
        given[fact.report][fact.version] = fact
    found: dict[int, list[Fact]] = {}
    gaps: dict[int, tuple[int, int]] = {}
    for report, last in wanted.items():
        versions = range(counted[report] + 1, last + 1)
        if all(version in given[report] for version in versions):
            found[report] = [given[report][version] for version in versions]
        else:
            gaps[report] = (versions.start, last)
    return {**found, **outbox.between(gaps)}
