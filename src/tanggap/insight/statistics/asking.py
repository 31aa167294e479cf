"""What is asked of the rollups, and of which of their rows it can be told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from tanggap.insight.statistics.selection import Selection
from tanggap.insight.words import SIDES

_BY_ROWS = sorted(SIDES.items(), key=lambda side: (len(side[1]), side[0] != "w"))

EARLIEST: Final = date(1900, 1, 1)
Days = tuple[date, date]
Key = tuple[int, str]  # the number of the step, and the part (empty: not divided, or not known)


class Goal(NamedTuple):
    """What is to be told of a course: the time after which a `share` is over, or without one the share that is over after `minutes`."""

    course: str
    share: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a selection in steps (days, both included) at an instant, divided by a dimension (empty: not).

    `part` tells to which part a code belongs, None for one that is not asked for.
    """

    selection: Selection
    steps: Sequence[Days]
    now: datetime
    by: str = ""
    part: Callable[[str], str | None] = str

    def narrowing(self) -> dict[str, list[str]]:
        """Return the codes that each narrowed dimension may have."""
        one = self.selection
        of = {"area": one.areas(), "category": one.categories(), "unit": one.units(), "channel": one.channels()}
        return {name: codes for name, codes in of.items() if codes is not None}

    def condition(self) -> tuple[str, list[Any], set[str]]:
        """Return the condition for its rows, the values of that, and the dimensions that it needs."""
        narrowing = self.narrowing()
        parts = ["is_public", *(f"{name} = ANY (%s)" for name in narrowing)]
        return " AND ".join(parts), list(narrowing.values()), {*narrowing, *([self.by] if self.by else [])}


def fewest_rows(letter: str, dimensions: Collection[str], kept: Collection[str]) -> str:
    """Return the grain of fewest rows that is kept and tells `dimensions` apart, empty for none."""
    grains = (letter + side for side, told_by in _BY_ROWS if set(dimensions) <= set(told_by))
    return next((grain for grain in grains if grain in kept), "")
