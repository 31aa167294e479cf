"""A series as a line with its band, or as a small line."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from tanggap.web.ui import formats
from tanggap.web.ui.charting.scales import ACROSS, HEIGHT, TICKS, Scale, across, axis_width, finite, runs
from tanggap.web.ui.charting.shapes import Dot, Lines, Row, Spot, Tick
from tanggap.web.ui.charting.words import between, period, said, short_day

SPARK_HEIGHT = 36


def lines(points: Sequence[Spot], unit: str, *, before: Sequence[Spot] = (), height: int = HEIGHT) -> Lines:
    """Return `points` as a line; `before` is the period before it, step for step, drawn behind. Gaps stay gaps."""
    scale = Scale.of([*_values(points), *_values(before)], unit, height)
    x = [across(place, len(points)) for place in range(len(points))]
    dots = tuple(_dots(points, x, scale, unit))
    whole = [place for place, one in enumerate(points) if not one.is_partial]
    labels = [scale.tick(value) for value in scale.ticks]
    return Lines(
        path=runs([(x[place], scale.y(points[place].value)) for place in whole]),
        band=_band(
            [(x[place], scale.y(points[place].low), scale.y(points[place].high)) for place in whole], whole=points
        ),
        ahead=_ahead(points, x, scale),
        before=runs([(x[place], scale.y(one.value)) for place, one in enumerate(before[: len(x)])]),
        dots=dots,
        named=_named(dots),
        x_ticks=_x_ticks(points, x),
        y_ticks=tuple(labels),
        axis_width=axis_width(labels),
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
    scale = Scale(0.0, top or max(_values(points), default=1.0) or 1.0, (), "", height, 4.0)
    x = [across(place, len(points)) for place in range(len(points))]
    whole = [(x[place], scale.y(one.value)) for place, one in enumerate(points) if not one.is_partial]
    dots = list(_dots(points, x, scale, ""))
    return runs(whole), _ahead(points, x, scale), dots[-1] if dots else None


def _values(points: Sequence[Spot]) -> list[float]:
    ends = [end for one in points if one.value is not None for end in (one.value, finite(one.high))]
    return [end for end in ends if end is not None]


def _dots(points: Sequence[Spot], x: Sequence[float], scale: Scale, unit: str) -> Iterable[Dot]:
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


def _ahead(points: Sequence[Spot], x: Sequence[float], scale: Scale) -> str:
    """Return the ways to and from steps that are counted in part only: the first of a period, or the last, which is not over."""
    path = []
    for place in range(1, len(points)):
        ends = points[place - 1 : place + 1]
        if any(one.is_partial for one in ends) and all(one.value is not None for one in ends):
            path.append(runs([(x[place - 1], scale.y(ends[0].value)), (x[place], scale.y(ends[1].value))]))
    return "".join(path)


def _x_ticks(points: Sequence[Spot], x: Sequence[float]) -> tuple[Tick, ...]:
    if not points:
        return ()
    number = min(TICKS, len(points))
    places = sorted({round(place * (len(points) - 1) / max(number - 1, 1)) for place in range(number)})
    last = len(points) - 1
    return tuple(
        Tick(
            round(x[place] / 10, 2),
            short_day(points[place], is_long=points[-1].last.year > points[0].first.year),
            "start" if place == 0 and last else "end" if place == last and last else "middle",
        )
        for place in places
    )


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


def _interval(one: Spot, unit: str) -> str:
    return "" if one.value is None else between(one.low, one.high, unit)
