"""What is drawn, and what is drawn of it: the rows that charts take, and where their marks stand."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

AIR: Final = 10.0  # pixels above the highest and below the lowest mark, so that no dot is cut
LETTER: Final = 7.2  # pixels, about, of a small figure


class Spot(Protocol):
    """One step of a series: local days, both included; `value` None where too little is known. Shares are 0 to 1."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def is_partial(self) -> bool: ...


class Piece(Protocol):
    """One part of a whole: an area, a category, a unit, an age."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


class Stair(Protocol):
    """One step of a survival curve: from `at_days` on the share is `share`; `at_risk` cases were watched so long."""

    @property
    def at_days(self) -> float: ...
    @property
    def share(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def at_risk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Tick:
    """A word at an axis: `at` in per cent across or pixels down; `anchor` is how it stands there."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of a series: where it stands, what it says when pointed at, and the strip of the chart that is its own."""

    x: float
    y: float
    label: str
    value: str
    left: float
    width: float
    is_partial: bool
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Row:
    """A step of a series as its table shows it."""

    period: str
    value: str
    interval: str
    n: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """A series as a line with its band. `path` and `band` are data of SVG paths, `ahead` the dashed ways
    to steps that are counted in part only."""

    path: str
    band: str
    ahead: str
    before: str
    dots: tuple[Dot, ...]
    named: Dot | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    axis_width: int
    height: int
    desc: str
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not self.dots

    @property
    def named_dy(self) -> int:
        """Return how far below its dot the named value stands: where the line does not come from."""
        if self.named is None:
            return 0
        place = self.dots.index(self.named)
        comes_from_above = place > 0 and self.dots[place - 1].y < self.named.y - 2
        is_room_below = self.named.y < self.height - 2 * AIR - LETTER
        return 20 if self.named.y < 24 or (comes_from_above and is_room_below) else -9

    @property
    def has_partial(self) -> bool:
        """Return whether a step of it is counted in part only."""
        return any(one.is_partial for one in self.dots)


@dataclass(frozen=True, slots=True)
class Bar:
    """A part as a bar: units of 0 to 100; `left` and `reach` are the ends of its interval, None without one."""

    code: str
    label: str
    href: str
    value: str
    n: int
    length: float | None
    left: float | None
    reach: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve as stairs with their band; `marks` are upright lines at promises, `middle` where half are done."""

    path: str
    band: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    axis_width: int
    height: int
    desc: str
    rows: tuple[tuple[str, str, str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not self.path
