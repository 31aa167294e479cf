"""What a comparison hands out: each part with its limits, and what must be known before it is read."""

from collections.abc import Iterator
from dataclasses import dataclass

from tanggap.evaluation.arithmetic.funnel import INSIDE, Dispersion, Funnel, Limits
from tanggap.insight.statistics import Value

POINTS = 40  # of the lines that limits are drawn by


@dataclass(frozen=True, slots=True)
class Similar:
    """The parts most like one in mix, load and people, taken together, and how far it lies from them.

    `difference` is its value less theirs (`is_ratio`: its value ÷ theirs), with the ends of its 95 % interval; None where there is none.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    value: float | None
    difference: float | None
    low: float | None
    high: float | None
    is_ratio: bool = False

    @property
    def is_clear(self) -> bool:
        """Return whether the interval of the difference holds no equality."""
        same = 1.0 if self.is_ratio else 0.0
        return self.low is not None and self.high is not None and not self.low <= same <= self.high


@dataclass(frozen=True, slots=True)
class Peer:
    """One part beside the whole, in the unit of the comparison.

    `value` is what was counted of `n` cases (`low`, `high`: its interval), `expected` what its mix lets expect, `ratio` the one by the
    other, `adjusted` the value that it would have with the mix of the whole: that one is compared (`weight`: its place on the funnel).
    `flag` is `inside`, `beyond_95` or `beyond_99_8`, `verdict` one of `words.Verdict`; `received` and `people` are its load and size.
    """

    number: int
    code: str
    label: str
    n: int
    value: float
    low: float | None
    high: float | None
    expected: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    adjusted: float
    adjusted_low: float
    adjusted_high: float
    weight: float
    z: float
    flag: str
    verdict: str
    method: str
    received: int
    people: int | None
    similar: Similar | None

    @property
    def is_beyond(self) -> bool:
        """Return whether it lies beyond the limits of chance."""
        return self.flag != INSIDE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that is not compared, and why."""

    code: str
    label: str
    n: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Parts of a selection compared by one indicator, in the order of their codes or names: there is no rank without limits, so none.

    `unit` is that of the values, which `measure` names: the indicator's own, but for times the share that is over by the whole's time.
    `reason` says why nothing is compared; then there are no rows. `within` is what chance alone would put beyond the limits of 95 %.
    """

    code: str
    by: str
    level: str
    measure: str
    unit: str
    good: str | None
    whole: Value
    funnel: Funnel | None
    rows: tuple[Peer, ...]
    left_out: tuple[LeftOut, ...]
    method: str
    caveats: tuple[str, ...]
    reason: str = ""

    @property
    def centre(self) -> float | None:
        """Return the value of the whole, around which the limits lie."""
        return self.funnel.centre if self.funnel else None

    @property
    def dispersion(self) -> Dispersion:
        """Return by how much more than by chance the parts scatter."""
        return self.funnel.dispersion if self.funnel else Dispersion()

    @property
    def beyond(self) -> tuple[Peer, ...]:
        """Return the parts beyond the limits of 95 %, those of 99.8 % among them."""
        return tuple(row for row in self.rows if row.is_beyond)

    @property
    def by_chance(self) -> float:
        """Return how many parts chance alone puts beyond the limits of 95 %."""
        return 0.05 * len(self.rows)

    @property
    def limits(self) -> tuple[Limits, ...]:
        """Return the limits to draw, from the smallest part to the largest, evenly by the root of the weight."""
        return tuple(self._limits())

    def _limits(self) -> Iterator[Limits]:
        if self.funnel and self.rows:
            first, last = (end(row.weight for row in self.rows) ** 0.5 for end in (min, max))
            first = first * 0.9
            for step in range(POINTS + 1):
                yield self.funnel.limits((first + (last * 1.04 - first) * step / POINTS) ** 2)
