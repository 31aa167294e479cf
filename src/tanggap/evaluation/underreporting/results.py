"""What is handed out: how fast the problems of each area are reported."""

from dataclasses import dataclass

from tanggap.evaluation.arithmetic.standardising import Around
from tanggap.evaluation.comparing.results import LeftOut


@dataclass(frozen=True, slots=True)
class Estimate:
    """How fast one area reports a problem that is there.

    `n_incidents` problems were watched for `days` together, and `repeats` reports and `supports` came after their first ones. `rate` is
    that for a problem and day, as it was counted (`low`, `high`: its interval). `shrunk` is how it compares with what the area's mix of
    categories lets expect (1: as everywhere), drawn towards 1 for what is not known; `own` is how much of it is the area's own (0 to 1).
    `expected_delay_days` is how long a problem is there before its first report, with the mix of the whole (`delay_high` None:
    nobody can say how long at most); `verdict` is `slower`, `faster` or `unclear`.
    """

    number: int
    code: str
    label: str
    n_incidents: int
    repeats: int
    supports: int
    days: float
    rate: float
    low: float
    high: float
    expected: float
    ratio: float
    shrunk: float
    shrunk_low: float
    shrunk_high: float
    own: float
    expected_delay_days: float
    delay_low: float
    delay_high: float | None
    verdict: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Estimates:
    """All areas together; `reason` says why there are none. `scatter` is how much more than by chance repeats come together (1: chance).

    `shape` is that of the spread between areas: about 1 ÷ √shape is the usual difference of an area from 1.
    """

    level: str
    rows: tuple[Estimate, ...]
    left_out: tuple[LeftOut, ...]
    n_incidents: int
    rate: Around | None
    scatter: float
    shape: float
    method: str
    caveats: tuple[str, ...]
    reason: str = ""

    @property
    def spread(self) -> float:
        """Return the standard deviation of the ratios of areas that is not chance."""
        return float(self.shape**-0.5)
