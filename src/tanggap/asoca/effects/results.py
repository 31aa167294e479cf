"""What an estimate of an effect says: numbers with intervals, the course it was read from, and what it rests on."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tanggap.asoca.words import Verdict

LEAST: Final = 8  # points on each side, below which nothing is estimated


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with the ends of its 95 % interval. `code` is level, slope (per step), end, difference, or trend_before."""

    code: str
    label: str
    value: float
    low: float
    high: float
    p: float

    @property
    def is_clear(self) -> bool:
        """Return whether the interval leaves out zero."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the course: what was `seen` from `n` cases, what the model says (`fitted`), and what it says without the action.

    `elsewhere` is the comparison's number in a difference in differences. `is_left_out`: not over yet, or without a number.
    """

    first: date
    last: date
    seen: float | None
    n: int
    fitted: float | None = None
    without: float | None = None
    elsewhere: float | None = None
    is_after: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the estimate rests on, in a sentence; `holds` None: it cannot be tested from the numbers, people must judge it."""

    code: str
    text: str
    holds: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect: its `verdict`, a sentence (`said`), estimates (the first one carries the verdict), the course and the assumptions.

    Where nothing can be told, `reason` says why, and `estimates` is empty. `unit` is that of the indicator; shares are 0 to 1.
    """

    method: str
    unit: str
    good: str | None
    at: date
    step: str
    verdict: str
    said: str
    before: int = 0
    after: int = 0
    estimates: tuple[Estimate, ...] = ()
    marks: tuple[Mark, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    reason: str = ""

    @property
    def main(self) -> Estimate | None:
        """Return the estimate that carries the verdict."""
        return self.estimates[0] if self.estimates else None

    @property
    def doubts(self) -> tuple[Assumption, ...]:
        """Return the assumptions that do not hold."""
        return tuple(one for one in self.assumptions if one.holds is False)

    def kept(self) -> "Effect":
        """Return what is kept of it: all but the course, which is computed anew from the events."""
        return replace(self, marks=())


def verdict(main: Estimate, good: str | None) -> Verdict:
    """Return what may be said of a change: nothing clear while the interval holds zero."""
    if not main.is_clear:
        return Verdict.UNCLEAR
    if good not in {"up", "down"}:
        return Verdict.CHANGED
    return Verdict.BETTER if (main.value > 0) == (good == "up") else Verdict.WORSE
