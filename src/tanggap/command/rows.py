"""What a leader's picture is made of: frozen rows without anybody's name and without anything of who reported."""

from dataclasses import dataclass
from datetime import date, datetime

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.command.scopes import Scope
from tanggap.evaluation.catalogue import INDICATORS, Indicator
from tanggap.evaluation.words import QUESTIONS, Criterion
from tanggap.places import queries as places


@dataclass(frozen=True, slots=True)
class Totals:
    """Reports of a scope that are open now.

    Of `open`, `late` are past the promise that runs (`late_answers`: that of the first answer), `soon` fall due within six hours,
    `waiting` stand still for the reporter, a check or a plan. `unassigned` of the late ones lie with nobody. `planned` wait in the
    yearly planning: these are not among `open`, and not solved either.
    """

    open: int = 0
    late: int = 0
    late_answers: int = 0
    soon: int = 0
    waiting: int = 0
    unassigned: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """What one unit holds. `people` of its officers hold the late ones, `unassigned` of these lie with nobody; nobody is named."""

    unit: str
    open: int
    late: int
    late_answers: int
    soon: int
    waiting: int
    unassigned: int
    people: int
    oldest_due_at: datetime | None

    @property
    def label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)

    @property
    def chain(self) -> tuple[str, ...]:
        """Return the names of the units above it, the nearest first: who instructs it."""
        return tuple(agencies.unit_label(code) for code in permissions.above(self.unit))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Public reports that are open close together; `worst.score` says what makes one worse than another.

    `cells` are H3 cells (whole numbers) of `worst.RESOLUTION`; `lon`, `lat` their middle in degrees, `radius_m` how far its reports lie
    from it at most. `repeats` are reports joined, reopenings and supporters; `urgent` those of an urgent policy; `category` the kind of
    most of its late ones; `units` who holds them, the most first; `category_reports` is (category, number), the most first.
    """

    number: int
    lon: float
    lat: float
    radius_m: int
    area: str
    category: str
    cells: tuple[int, ...]
    open: int
    late: int
    repeats: int
    urgent: int
    score: float
    oldest_at: datetime
    units: tuple[str, ...]
    category_reports: tuple[tuple[str, int], ...]

    @property
    def category_label(self) -> str:
        """Return the kind's name in the active language, empty for none."""
        row = catalog.category(self.category)
        return row.label if row else ""

    @property
    def icon(self) -> str:
        """Return the kind's icon."""
        row = catalog.category(self.category)
        return row.icon if row else "dots"

    @property
    def place(self) -> str:
        """Return the leaf area in which most of it lies, with those around it."""
        return places.full_name(self.area)

    @property
    def unit_labels(self) -> tuple[str, ...]:
        """Return the names of who holds them."""
        return tuple(agencies.unit_label(code) for code in self.units)


@dataclass(frozen=True, slots=True)
class Warned:
    """Escalations that were told in a unit of the scope and of which nobody has taken notice yet, and since when the oldest waits."""

    unit: str
    waiting: int
    oldest_told_at: datetime

    @property
    def label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)


@dataclass(frozen=True, slots=True)
class Picture:
    """A scope as it stood at `at`. `holders` have the most late ones first, `clusters` the worst first (at most ten), `warned` most first.

    Confidential reports are counted nowhere in it; private ones in every number, but in no cluster.
    """

    scope: Scope
    at: datetime
    totals: Totals
    holders: tuple[Holder, ...]
    clusters: tuple[Cluster, ...]
    warned: tuple[Warned, ...]

    @property
    def late_holders(self) -> tuple[Holder, ...]:
        """Return the units that hold anything late."""
        return tuple(row for row in self.holders if row.late)


@dataclass(frozen=True, slots=True)
class Mark:
    """One unit by an indicator beside the scope's others: `flag` is `inside`, `beyond_95` or `beyond_99_8` of the limits of chance.

    `value` is as counted of `n` with its 95 % interval, `adjusted` what it would be with the mix of the whole, which `verdict` (`better`,
    `worse`, …: `evaluation.words.Verdict`) is about.
    """

    unit: str
    label: str
    n: int
    value: float
    low: float | None
    high: float | None
    adjusted: float
    flag: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of a scope, told by one indicator over `first` to `last`, and its units compared fairly (docs/evaluation-methods.md).

    `value` is None where there is none; then `reason` says why. `units` are all that are compared, by name; `left_out` had too few cases;
    chance alone puts `by_chance` of them beyond the limits of 95 %. `uncompared` says why no unit is compared, empty where they are.
    """

    criterion: str
    code: str
    first: date
    last: date
    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: str
    is_target_reached: bool | None
    query: str
    units: tuple[Mark, ...] = ()
    left_out: int = 0
    by_chance: float = 0.0
    uncompared: str = ""

    @property
    def indicator(self) -> Indicator:
        """Return what the number means: name, question, definition, unit, which way is better, target."""
        return INDICATORS[self.code]

    @property
    def label(self) -> str:
        """Return the criterion's name."""
        return str(Criterion(self.criterion).label)

    @property
    def question(self) -> str:
        """Return what the criterion asks."""
        return str(QUESTIONS[Criterion(self.criterion)])

    @property
    def worse(self) -> tuple[Mark, ...]:
        """Return the units that are worse than chance explains, those beyond the wider limits first."""
        return _beyond(self.units, "worse")

    @property
    def better(self) -> tuple[Mark, ...]:
        """Return the units that are better than chance explains, those beyond the wider limits first."""
        return _beyond(self.units, "better")


def _beyond(units: tuple[Mark, ...], verdict: str) -> tuple[Mark, ...]:
    found = [row for row in units if row.flag != "inside" and row.verdict == verdict]
    return tuple(sorted(found, key=lambda row: (row.flag != "beyond_99_8", -row.n, row.unit)))
