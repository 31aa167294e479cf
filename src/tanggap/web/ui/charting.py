"""Where the marks of a chart stand: pure geometry on numbers, drawn by `ui/chart_*.html`. No database, no clock, no inline style.

Across, everything is per cent of the width, so that a chart fits a phone and a sheet of paper; down, pixels. Lines and areas are drawn in a
box of `ACROSS` units that is stretched, words and dots beside it are not, so that letters keep their size.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from babel import dates
from django.utils.translation import gettext as _

from tanggap.insight.queries import percent
from tanggap.web.ui import formats

ACROSS = 1000.0
HEIGHT = 180
SPARK_HEIGHT = 36
AIR = 10.0  # pixels above the highest and below the lowest mark, so that no dot is cut
EDGE = 8.0  # units left and right for the same
LETTER = 7.2  # pixels, about, of a small figure
FEW_TICKS, WIDE_TICKS = 4, 4
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
MONTH_DAYS = 28


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


def said(value: float | None, unit: str) -> str:
    """Return a value in the reader's language with its unit: `74,1%`, `3,2 hari`, `1.204`; a dash for None.

    A share is never rounded up to all or down to none.
    """
    if value is None:
        return "–"
    if unit == "%":
        return percent(value)
    if unit == "reports":
        return formats.number(round(value))
    plain = formats.number(value, 1)
    if unit == "days":
        return _("%(number)s days") % {"number": plain}
    if unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def between(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval in words, empty without one; an open upper end says so."""
    if low is None:
        return ""
    if high is None or math.isinf(high):
        return _("from %(low)s") % {"low": said(low, unit)}
    return f"{said(low, unit)} – {said(high, unit)}"


def period(first: date, last: date) -> str:
    """Return local days as people write them: `12 Mar 2026`, `1 – 7 Mar 2026`, `Maret 2026`."""
    if first == last:
        return formats.day(first)
    if _is_month(first, last):
        return month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {formats.day(last)}"
    return f"{formats.day(first)} – {formats.day(last)}"


def month(day: date) -> str:
    """Return a day's month: `Maret 2026`."""
    return str(dates.format_date(day, format="LLLL y", locale=formats.locale()))


def lines(points: Sequence[Spot], unit: str, *, before: Sequence[Spot] = (), height: int = HEIGHT) -> Lines:
    """Return `points` as a line; `before` is the period before it, step for step, drawn behind. Gaps stay gaps."""
    scale = _Scale.of([*_values(points), *_values(before)], unit, height)
    x = [_across(place, len(points)) for place in range(len(points))]
    dots = tuple(_dots(points, x, scale, unit))
    whole = [place for place, one in enumerate(points) if not one.is_partial]
    labels = [scale.tick(value) for value in scale.ticks]
    return Lines(
        path=_runs([(x[place], scale.y(points[place].value)) for place in whole]),
        band=_band(
            [(x[place], scale.y(points[place].low), scale.y(points[place].high)) for place in whole], whole=points
        ),
        ahead=_ahead(points, x, scale),
        before=_runs([(x[place], scale.y(one.value)) for place, one in enumerate(before[: len(x)])]),
        dots=dots,
        named=_named(dots),
        x_ticks=_x_ticks(points, x),
        y_ticks=tuple(labels),
        axis_width=_axis_width(labels),
        height=height,
        desc=_told(points, unit),
        rows=tuple(
            Row(period(one.first, one.last), said(one.value, unit), _interval(one, unit), one.n, one.is_partial)
            for one in points
        ),
    )


def spark(
    points: Sequence[Spot], *, top: float | None = None, height: int = SPARK_HEIGHT
) -> tuple[str, str, Dot | None]:
    """Return a small line: its path, the dashed way to an unfinished step, and its last dot. `top` makes several comparable."""
    scale = _Scale(0.0, top or max(_values(points), default=1.0) or 1.0, (), "", height, 4.0)
    x = [_across(place, len(points)) for place in range(len(points))]
    whole = [(x[place], scale.y(one.value)) for place, one in enumerate(points) if not one.is_partial]
    dots = list(_dots(points, x, scale, ""))
    return _runs(whole), _ahead(points, x, scale), dots[-1] if dots else None


def bars(slices: Iterable[Piece], unit: str, *, hrefs: dict[str, str] | None = None) -> list[Bar]:
    """Return `slices` as bars, in their order, all on one scale from nothing."""
    rows = list(slices)
    ends = [end for one in rows if one.value is not None for end in (one.value, _end(one.high)) if end is not None]
    most = 1.0 if unit == "%" and max(ends, default=0.0) > 0.5 else (max(ends, default=0.0) or 1.0)
    return [_bar(one, unit, most, (hrefs or {}).get(one.code, "")) for one in rows]


def curve(
    steps: Sequence[Stair], *, marks: Sequence[tuple[float, str]] = (), unit: str = "days", until: float | None = None
) -> Curve:
    """Return a survival curve over `until` days (by itself: as long as it goes), its axis in `unit` (`days` or `hours`)."""
    shown = [one for one in steps if until is None or one.at_days <= until]
    if not shown:
        return Curve("", "", (), (), (), 0, HEIGHT, "", ())
    most = until or max(shown[-1].at_days, *(at for at, _label in marks), 1 / 24)
    scale = _Scale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), "%", HEIGHT, AIR)

    def across(at: float) -> float:
        return EDGE + (ACROSS - 2 * EDGE) * min(at, most) / most

    labels = [scale.tick(value) for value in scale.ticks]
    factor = 24.0 if unit == "hours" else 1.0
    steps_across = [value / factor for value in _round_ticks(most * factor, is_whole=True)]
    return Curve(
        path=_stairs([(across(one.at_days), scale.y(one.share)) for one in shown], across(most)),
        band=_stair_band([(across(one.at_days), scale.y(one.low), scale.y(one.high)) for one in shown], across(most)),
        x_ticks=tuple(
            Tick(
                round(across(at) / 10, 2),
                _length(at, unit),
                "start" if at == 0 else "end" if at > 0.9 * most else "middle",
            )
            for at in steps_across
            if at <= most
        ),
        y_ticks=tuple(labels),
        marks=tuple(
            Tick(round(across(at) / 10, 2), label, "end" if at > most / 2 else "start")
            for at, label in marks
            if at <= most
        ),
        axis_width=_axis_width(labels),
        height=HEIGHT,
        desc=_("After %(span)s: %(share)s.")
        % {"span": _length(shown[-1].at_days, unit), "share": said(shown[-1].share, "%")},
        rows=tuple(_stair_rows(shown, unit, most, steps_across)),
    )


def share_at(steps: Sequence[Stair], at_days: float) -> Stair | None:
    """Return the step of a curve that holds at `at_days`, None before its first."""
    return next((one for one in reversed(steps) if one.at_days <= at_days), None)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels: `low` stands at the bottom, `high` on top."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str
    height: int
    air: float

    @classmethod
    def of(cls, values: Sequence[float], unit: str, height: int) -> "_Scale":
        most = max(values, default=0.0)
        if unit == "%" and most > 0.5:
            ticks: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
        else:
            ticks = _round_ticks(most or 1.0, is_whole=unit == "reports", is_over=True)
        return cls(0.0, ticks[-1], ticks, unit, height, AIR)

    def y(self, value: float | None) -> float | None:
        if value is None:
            return None
        share = (min(value, self.high) - self.low) / (self.high - self.low)
        return round(self.height - self.air - share * (self.height - 2 * self.air), 1)

    def tick(self, value: float) -> Tick:
        is_top = value == self.ticks[-1]
        return Tick(float(self.y(value) or 0), _short(value, self.unit, is_top=is_top, step=self.ticks[1]), "end")


def _short(value: float, unit: str, *, is_top: bool, step: float) -> str:
    if unit == "%":
        return formats.percent(value, 0 if step >= 0.01 and not (step * 100) % 1 else 1)
    places = 0 if step >= 1 and not step % 1 else 1
    plain = formats.number(value, places)
    if is_top and unit == "days":
        return _("%(number)s days") % {"number": plain}
    if is_top and unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def _round_ticks(most: float, *, is_whole: bool = False, is_over: bool = False) -> tuple[float, ...]:
    """Return about four even steps from 0 to `most`, in numbers that people count in; `is_over`: the last one is not below it."""
    rough = most / WIDE_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in ROUND if power * one >= rough * 0.999)
    if is_whole:
        step = max(1.0, math.ceil(step))
    number = math.ceil(most / step - 1e-9) if is_over else math.floor(most / step + 1e-9)
    return tuple(round(step * place, 10) for place in range(max(number, 1) + 1))


def _values(points: Sequence[Spot]) -> list[float]:
    ends = [end for one in points if one.value is not None for end in (one.value, _end(one.high))]
    return [end for end in ends if end is not None]


def _end(high: float | None) -> float | None:
    return None if high is None or math.isinf(high) else high


def _across(place: int, number: int) -> float:
    return round(EDGE + (ACROSS - 2 * EDGE) * (place / (number - 1) if number > 1 else 0.5), 1)


def _dots(points: Sequence[Spot], x: Sequence[float], scale: _Scale, unit: str) -> Iterable[Dot]:
    half = ACROSS / max(len(points) - 1, 1) / 2
    for place, one in enumerate(points):
        y = scale.y(one.value)
        if y is None:
            continue
        left, right = max(0.0, x[place] - half), min(ACROSS, x[place] + half)
        value = said(one.value, unit) if unit else ""
        label = f"{period(one.first, one.last)}: {value} (n {formats.number(one.n)})" if unit else ""
        anchor = "end" if x[place] > 0.9 * ACROSS else "start" if x[place] < 0.1 * ACROSS else "middle"
        yield Dot(round(x[place] / 10, 2), y, label, value, left / 10, (right - left) / 10, one.is_partial, anchor)


def _named(dots: Sequence[Dot]) -> Dot | None:
    """Return the last finished step: the one whose value is written beside it."""
    return next((one for one in reversed(dots) if not one.is_partial), None)


def _runs(marks: Sequence[tuple[float, float | None]]) -> str:
    """Return a path through the marks; where one has no value, the line is interrupted. A lone mark is left to its dot."""
    path, is_drawing = [], False
    for x, y in marks:
        if y is not None:
            path.append(f"{'L' if is_drawing else 'M'}{x:g} {y:g}")
        is_drawing = y is not None
    return "".join(path)


def _band(marks: Sequence[tuple[float, float | None, float | None]], *, whole: Sequence[Spot]) -> str:
    """Return the areas between lower and upper ends, one for each unbroken run."""
    return "".join(_area(run) for run in _unbroken(marks) if len(run) > 1)


def _unbroken(marks: Sequence[tuple[float, float | None, float | None]]) -> list[list[tuple[float, float, float]]]:
    runs: list[list[tuple[float, float, float]]] = [[]]
    for x, low, high in marks:
        if low is None or high is None:
            runs.append([])
        else:
            runs[-1].append((x, low, high))
    return [run for run in runs if run]


def _area(run: Sequence[tuple[float, float, float]]) -> str:
    over = "L".join(f"{x:g} {high:g}" for x, _low, high in run)
    under = "L".join(f"{x:g} {low:g}" for x, low, _high in reversed(run))
    return f"M{over}L{under}Z"


def _ahead(points: Sequence[Spot], x: Sequence[float], scale: _Scale) -> str:
    """Return the ways to and from steps that are counted in part only: the first of a period, or the last, which is not over."""
    path = []
    for place in range(1, len(points)):
        ends = points[place - 1 : place + 1]
        if any(one.is_partial for one in ends) and all(one.value is not None for one in ends):
            path.append(_runs([(x[place - 1], scale.y(ends[0].value)), (x[place], scale.y(ends[1].value))]))
    return "".join(path)


def _x_ticks(points: Sequence[Spot], x: Sequence[float]) -> tuple[Tick, ...]:
    if not points:
        return ()
    number = min(FEW_TICKS, len(points))
    places = sorted({round(place * (len(points) - 1) / max(number - 1, 1)) for place in range(number)})
    last = len(points) - 1
    return tuple(
        Tick(
            round(x[place] / 10, 2),
            _short_day(points[place], is_long=points[-1].last.year > points[0].first.year),
            "start" if place == 0 and last else "end" if place == last and last else "middle",
        )
        for place in places
    )


def _short_day(one: Spot, *, is_long: bool) -> str:
    """Return when a step begins: its day, or the month where the steps are months or the line goes over the turn of a year."""
    is_long |= (one.last - one.first).days >= MONTH_DAYS - 1
    return str(dates.format_date(one.first, format="LLL yy" if is_long else "d MMM", locale=formats.locale()))


def _is_month(first: date, last: date) -> bool:
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and last.day >= MONTH_DAYS


def _axis_width(ticks: Sequence[Tick]) -> int:
    return round(max((len(one.label) for one in ticks), default=0) * LETTER) + 8


def _interval(one: Spot | Piece, unit: str) -> str:
    return "" if one.value is None else between(one.low, one.high, unit)


def _told(points: Sequence[Spot], unit: str) -> str:
    """Return what the line says, for those who cannot see it: its lowest, its highest, its last finished step."""
    known = [one for one in points if one.value is not None and not one.is_partial]
    if not known:
        return _("No step has enough cases to say anything.")
    low, high = (pick(known, key=lambda one: one.value or 0.0) for pick in (min, max))
    words = {
        "low": said(low.value, unit), "low_at": period(low.first, low.last), "high": said(high.value, unit),
        "high_at": period(high.first, high.last), "last": said(known[-1].value, unit), "last_at": period(known[-1].first, known[-1].last),
    }  # fmt: skip
    return _("Lowest %(low)s (%(low_at)s), highest %(high)s (%(high_at)s), last %(last)s (%(last_at)s).") % words


def _bar(one: Piece, unit: str, most: float, href: str) -> Bar:
    def along(value: float) -> float:
        return round(100 * min(value, most) / most, 2)

    is_told = one.value is not None
    low, high = (
        (one.low, _end(one.high) if one.high is None or not math.isinf(one.high) else most) if is_told else (None, None)
    )
    return Bar(
        code=one.code,
        label=str(one.label),
        href=href,
        value=said(one.value, unit),
        n=one.n,
        length=None if one.value is None else along(one.value),
        left=None if low is None or high is None else along(low),
        reach=None if low is None or high is None else along(high) - along(low),
        interval=_interval(one, unit),
    )


def _stairs(marks: Sequence[tuple[float, float | None]], end: float) -> str:
    (x, y), *others = marks
    return f"M{x:g} {y:g}" + "".join(f"H{right:g}V{down:g}" for right, down in others) + f"H{end:g}"


def _stair_band(marks: Sequence[tuple[float, float | None, float | None]], end: float) -> str:
    (x, low, high), *others = marks
    over = f"M{x:g} {high:g}" + "".join(f"H{right:g}V{up:g}" for right, _down, up in others) + f"H{end:g}"
    rights = [*(right for right, _down, _up in others), end]
    downs = [low, *(down for _right, down, _up in others)]
    under = f"V{downs[-1]:g}" + "".join(
        f"H{rights[place - 1]:g}V{downs[place - 1]:g}" for place in range(len(downs) - 1, 0, -1)
    )
    return f"{over}{under}H{x:g}Z"


def _length(at_days: float, unit: str) -> str:
    value = at_days * 24 if unit == "hours" else at_days
    plain = formats.number(value, 0 if abs(value - round(value)) < 0.05 else 1)
    return _("%(number)s h") % {"number": plain} if unit == "hours" else _("%(number)s d") % {"number": plain}


def _stair_rows(
    steps: Sequence[Stair], unit: str, most: float, ticks: Sequence[float]
) -> Iterable[tuple[str, str, str, int]]:
    """Yield the curve at the axis' ticks and between them: a table of some ten rows instead of hundreds of steps."""
    size = ticks[1] if len(ticks) > 1 else most
    wanted = [place * size / 4 for place in range(1, int(most / size * 4 + 1e-9) + 1)]
    for at in wanted:
        if one := share_at(steps, at):
            yield _length(at, unit), said(one.share, "%"), between(one.low, one.high, "%"), one.at_risk
