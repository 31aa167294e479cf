"""A funnel: parts by their size and their value, between the limits that chance alone would keep (Spiegelhalter 2005)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext as _

from tanggap.papers.axis import round_ticks
from tanggap.papers.saying import short
from tanggap.web.ui import formats
from tanggap.web.ui.charting.scales import ACROSS, EDGE, axis_width, runs
from tanggap.web.ui.charting.shapes import AIR, Tick
from tanggap.web.ui.charting.words import said

HEIGHT: Final = 280
INSIDE, BEYOND, FAR = "inside", "beyond_95", "beyond_99_8"
MARGIN = 0.06  # of the height of what is drawn, above and below it


class Mark(Protocol):
    """A part: it weighs `n` cases, has a `value`, and its `place` is inside the limits, beyond those of 95 %, or beyond those of 99.8 %."""

    @property
    def label(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def n(self) -> float: ...
    @property
    def value(self) -> float: ...
    @property
    def place(self) -> str: ...


class Limit(Protocol):
    """Within what chance keeps a part that weighs so many cases: 95 of 100 between the inner ends, 998 of 1,000 between the outer."""

    @property
    def weight(self) -> float: ...
    @property
    def inner_low(self) -> float: ...
    @property
    def inner_high(self) -> float: ...
    @property
    def outer_low(self) -> float: ...
    @property
    def outer_high(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A part as it is drawn: per cent across, pixels down. `number` is the row of its table, empty where it is not written."""

    x: float
    y: float
    place: str
    number: str
    label: str
    anchor: str
    dx: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Parts between their limits. `inner`, `outer` are areas, `centre` is pixels down."""

    spots: tuple[Spot, ...]
    inner: str
    outer: str
    centre: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    axis_width: int
    height: int
    desc: str

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not self.spots

    @property
    def places(self) -> frozenset[str]:
        """Return which kinds of places occur."""
        return frozenset(one.place for one in self.spots)


def funnel(marks: Sequence[Mark], limits: Sequence[Limit], *, centre: float, unit: str = "%") -> Funnel:
    """Return the funnel of `marks`. Across stands the square root of the size, so that the small ones do not lie upon each other."""
    if not marks:
        return Funnel((), "", "", 0.0, (), (), 0, HEIGHT, "")
    up = _Up.of([one.value for one in marks], limits, centre, unit)
    widest = max(one.n for one in marks) * 1.04
    shown = [one for one in limits if one.weight <= widest] or list(limits)

    def x(n: float) -> float:
        return round(EDGE + (ACROSS - 2 * EDGE) * math.sqrt(min(n, widest) / widest), 1)

    labels = [up.tick(value) for value in up.ticks]
    return Funnel(
        spots=tuple(_spots(marks, x, up, unit)),
        inner=_area([(x(one.weight), up.y(one.inner_low), up.y(one.inner_high)) for one in shown]),
        outer=_area([(x(one.weight), up.y(one.outer_low), up.y(one.outer_high)) for one in shown]),
        centre=up.y(centre),
        x_ticks=tuple(_x_ticks(widest, x)),
        y_ticks=tuple(labels),
        axis_width=axis_width(labels),
        height=HEIGHT,
        desc=_told(marks),
    )


@dataclass(frozen=True, slots=True)
class _Up:
    """From values to pixels between `low` and `high`: only the part of the axis on which something stands."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str

    @classmethod
    def of(cls, values: Iterable[float], limits: Sequence[Limit], centre: float, unit: str) -> "_Up":
        known = [*values, centre]
        # The limits of the smallest sizes are as wide as the axis: the parts decide what is shown, with the limits around the middle one.
        middle = limits[len(limits) // 2 :] or limits
        known += [end for one in middle for end in (one.outer_low, one.outer_high) if math.isfinite(end)]
        low, high = min(known), max(known)
        air = (high - low or abs(centre) or 1.0) * MARGIN
        low, high = max(0.0, low - air), high + air
        if unit == "%":
            high = min(1.0, high)
        step = round_ticks(high - low)[1]
        first = math.ceil(low / step - 1e-9)
        ticks = tuple(round(step * place, 10) for place in range(first, math.floor(high / step + 1e-9) + 1))
        return cls(low, high, ticks, unit)

    def y(self, value: float) -> float:
        """Return how many pixels down a value stands; what lies outside stands at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(HEIGHT - AIR - share * (HEIGHT - 2 * AIR), 1)

    def tick(self, value: float) -> Tick:
        """Return a value of the axis with its words."""
        step = round(self.ticks[1] - self.ticks[0], 10) if len(self.ticks) > 1 else self.high - self.low
        return Tick(self.y(value), short(value, self.unit, is_top=value == self.ticks[-1], step=step), "end")


def _spots(marks: Sequence[Mark], x: "_Across", up: _Up, unit: str) -> Iterable[Spot]:
    for one in sorted(marks, key=lambda mark: (mark.place == FAR, mark.place == BEYOND)):
        at = x(one.n)
        is_right = at > 0.94 * ACROSS
        yield Spot(
            round(at / 10, 2),
            up.y(one.value),
            one.place,
            "" if one.place == INSIDE else str(one.number),
            f"{one.number}. {one.label}: {said(one.value, unit)} (n {formats.number(one.n)})",
            "end" if is_right else "start",
            -8 if is_right else 8,
        )


class _Across(Protocol):
    def __call__(self, n: float, /) -> float: ...


def _area(ends: Sequence[tuple[float, float, float]]) -> str:
    if len(ends) < 2:
        return ""
    back = "L".join(f"{x:g} {low:g}" for x, low, _high in reversed(ends))
    return f"{runs([(x, high) for x, _low, high in ends])}L{back}Z"


def _x_ticks(widest: float, x: "_Across") -> Iterable[Tick]:
    steps = round_ticks(widest, is_whole=True)
    first = [0.0, steps[1] / 4 if steps[1] >= 40 else 0.0]
    for value in sorted({*first, *steps[1:]}):
        at = x(value)
        yield Tick(
            round(at / 10, 2),
            formats.number(value),
            "start" if not value else "end" if at > 0.94 * ACROSS else "middle",
        )


def _told(marks: Sequence[Mark]) -> str:
    """Return what the funnel says, for those who cannot see it."""
    beyond = [one for one in marks if one.place != INSIDE]
    far = [one.label for one in beyond if one.place == FAR]
    words = _("Of %(all)d parts %(beyond)d lie beyond the limits of 95 %%.") % {
        "all": len(marks),
        "beyond": len(beyond),
    }
    if far:
        words += " " + _("Beyond those of 99.8 %%: %(names)s.") % {"names": ", ".join(far)}
    return words
