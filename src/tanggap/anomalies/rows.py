"""What others may know of what is unusual: counts and codes of areas, categories and units; of no person anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.agencies import queries as agencies
from tanggap.anomalies import telling
from tanggap.anomalies.words import AlarmState
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places


@dataclass(frozen=True, slots=True)
class Part:
    """How many of an alarm's reports lie in one area (`areas`), or with one unit (`units`); an empty code is what is not known."""

    code: str
    reports: int


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """More reports than usual of a `category` (empty: of any kind) in `areas` (codes that touch each other; empty: the whole city).

    `reports` came within the last `minutes` before `seen_at`, when they were counted last; `usual` are expected in that time, `low` to
    `high` in 99 of 100 such times. `public_reports` of them everybody may see, `joined` are known to tell of the same problem as another,
    `first_at` is the receipt of the first. `most` is the greatest number that `reports` ever was, `total` all reports since `first_at`.
    `parts` are the lowest areas they come from and `units` those that hold them, the most first, at most five each. `odds` is how often,
    in a city where all is as usual, as many would come by chance: once in so many such times.
    `version` counts changes of the row: what an act on it has to have seen. `is_muted`: somebody said why nobody is to be told of it.
    """

    id: int
    version: int
    state: AlarmState
    category: str
    areas: tuple[str, ...]
    minutes: int
    first_at: datetime
    raised_at: datetime
    seen_at: datetime
    over_at: datetime | None
    reports: int
    public_reports: int
    joined: int
    usual: float
    low: int
    high: int
    odds: float
    most: int
    total: int
    parts: tuple[Part, ...]
    units: tuple[Part, ...]
    noticed_at: datetime | None
    noticed_by: str
    note: str
    is_muted: bool

    @property
    def category_label(self) -> str:
        """Return the category's name in the active language."""
        return telling.kind(self.category)

    @property
    def place(self) -> str:
        """Return where it is, in the active language: `Cakung`, `Cakung and Pulo Gadung`, `the whole city`."""
        return telling.place(self.areas)

    @property
    def what(self) -> str:
        """Return what it is and where: `Flooding in Cakung`."""
        return telling.what(self.category, self.areas)

    @property
    def title(self) -> str:
        """Return it in a few words: `Flooding in Cakung: 23 reports in the last hour`."""
        return telling.title(self)

    @property
    def sentence(self) -> str:
        """Return what is unusual: how many, in which time, and how many are usual then."""
        return telling.sentence(self)

    @property
    def details(self) -> list[str]:
        """Return sentences that explain it: where most come from, how many tell of the same problem, when it began, who holds them."""
        return telling.details(self)

    @property
    def desk_filters(self) -> dict[str, str]:
        """Return by which values (`category`, `area`, `age`, `sort`) the desk's list shows the reports behind it, newest first."""
        found = {"age": "day" if self.minutes <= 24 * 60 else "week", "sort": "new"}
        if self.category:
            found["category"] = self.category
        if shared := telling.shared(self.areas):
            found["area"] = shared
        return found

    @property
    def times(self) -> float:
        """Return how many times the usual it is, the usual taken as at least one report."""
        return self.reports / max(1.0, self.usual)


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One report behind an alarm, as the person who asks may see it: nothing of who reported."""

    code: str
    category: str
    area: str
    unit: str
    state: str
    received_at: datetime
    is_public: bool

    @property
    def category_label(self) -> str:
        """Return the category's name in the active language; empty where it is not known yet."""
        row = catalog.category(self.category)
        return row.label if row else ""

    @property
    def place(self) -> str:
        """Return the name of the leaf area with its parent's."""
        return places.full_name(self.area or None)

    @property
    def unit_label(self) -> str:
        """Return the name of the unit that holds it."""
        return agencies.unit_label(self.unit)


@dataclass(frozen=True, slots=True)
class Hour:
    """Reports of one hour from `at` on (of the present hour so far), beside what is usual then: `low` to `high` in four of five hours.

    `usual`, `low` and `high` are None as long as the usual is being learnt.
    """

    at: datetime
    until: datetime
    reports: int
    usual: float | None
    low: int | None
    high: int | None

    @property
    def is_high(self) -> bool:
        """Return whether it is more than usual."""
        return self.high is not None and self.reports > self.high

    @property
    def is_low(self) -> bool:
        """Return whether it is less than usual."""
        return self.low is not None and self.reports < self.low

    @property
    def length(self) -> timedelta:
        """Return how much of the hour is counted."""
        return self.until - self.at


@dataclass(frozen=True, slots=True)
class MuteRow:
    """Of a category (empty: any) in an area (empty: the city) nobody is told until an instant, for a reason that somebody gave."""

    id: int
    category: str
    area: str
    until: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """How well it is watched: when last looked and learnt, from how many days; `is_learning` as long as these are too few to tell."""

    looked_at: datetime | None
    learnt_at: datetime | None
    days: int
    is_learning: bool
