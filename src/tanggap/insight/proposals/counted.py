"""What the figures of the register say: frozen rows, words in the active language. Shares 0 to 1 with the 95 % interval of Wilson."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many of `n` came so far; `code` is admitted, accepted, funded, built or verified."""

    code: str
    label: str
    hits: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Return the share, None of nothing."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class CohortRow:
    """The proposals for one year at one level (empty: all), and how far they came; `refused` and `withdrawn` ended otherwise."""

    year: int | None
    level: str
    level_label: str
    n: int
    stages: tuple[ShareRow, ...]
    refused: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class AgeRow:
    """How long a passage takes: the time after which half of those that began it are through (days, with its 95 % interval).

    `over` are through, `waiting` still on the way, `never` ended before. None where not half are through yet.
    """

    code: str
    label: str
    over: int
    waiting: int
    never: int
    median_days: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What stands in a live state now: how many, and since how many days half of them and the oldest one."""

    state: str
    label: str
    n: int
    median_days: float
    oldest_days: float
    oldest_code: str


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """Of what a unit has not solved, the reports that wait in the planning by its proposals: `planned` of `planned + open`.

    `refused` of its `decided` proposals were not taken: what a unit proposes too readily shows there.
    """

    unit: str
    unit_label: str
    planned: int
    open: int
    low: float
    high: float
    proposals: int
    decided: int
    refused: int

    @property
    def share(self) -> float | None:
        """Return the share of the unit's unsolved reports that wait in the planning."""
        return self.planned / (self.planned + self.open) if self.planned + self.open else None
