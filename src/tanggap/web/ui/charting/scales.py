"""From values to pixels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tanggap.papers import axis
from tanggap.papers.saying import short
from tanggap.web.ui.charting.shapes import AIR, LETTER, Tick

ACROSS = 1000.0
HEIGHT = 180
EDGE = 8.0  # units left and right, so that no dot is cut
TICKS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to pixels: `low` stands at the bottom, `high` on top."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str
    height: int
    air: float

    @classmethod
    def of(cls, values: Sequence[float], unit: str, height: int) -> "Scale":
        """Return the scale that holds `values` from nothing on."""
        ticks = axis.ticks(values, unit)
        return cls(0.0, ticks[-1], ticks, unit, height, AIR)

    def y(self, value: float | None) -> float | None:
        """Return how many pixels down a value stands, None for none."""
        if value is None:
            return None
        share = (min(value, self.high) - self.low) / (self.high - self.low)
        return round(self.height - self.air - share * (self.height - 2 * self.air), 1)

    def tick(self, value: float) -> Tick:
        """Return a value of the axis with its words."""
        is_top = value == self.ticks[-1]
        return Tick(float(self.y(value) or 0), short(value, self.unit, is_top=is_top, step=self.ticks[1]), "end")


def axis_width(ticks: Sequence[Tick]) -> int:
    """Return how many pixels the words at an upright axis take."""
    return round(max((len(one.label) for one in ticks), default=0) * LETTER) + 8


def across(place: int, number: int) -> float:
    """Return where step `place` of `number` stands."""
    return round(EDGE + (ACROSS - 2 * EDGE) * (place / (number - 1) if number > 1 else 0.5), 1)


def runs(marks: Sequence[tuple[float, float | None]]) -> str:
    """Return a path through the marks; where one has no value, the line is interrupted. A lone mark is left to its dot."""
    path, is_drawing = [], False
    for x, y in marks:
        if y is not None:
            path.append(f"{'L' if is_drawing else 'M'}{x:g} {y:g}")
        is_drawing = y is not None
    return "".join(path)


def finite(high: float | None) -> float | None:
    """Return the upper end of an interval, None for one that is open."""
    return None if high is None or math.isinf(high) else high
