"""Where the marks of an effect's chart stand: what was measured, the intervention, and what the model says would have been without it.

Across in per cent of the width, down in pixels, as in `web/ui/charting`; no inline style, no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel import dates
from django.utils.translation import gettext as _

from tanggap.asoca.effects import Effect, Mark
from tanggap.web.ui import formats
from tanggap.web.ui.charting import Dot, Tick, period, said
from tanggap.web.ui.charting.scales import ACROSS, HEIGHT, TICKS, Scale, across, axis_width, runs


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the course as the table shows it; `model` and `without` are what the model says with and without the intervention."""

    period: str
    value: str
    n: int
    is_after: bool
    is_left_out: bool
    elsewhere: str
    model: str
    without: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A course with its intervention: data of SVG paths in a box a thousand units wide. `at` is the intervention in per cent."""

    path: str
    elsewhere: str
    model: str
    without: str
    at: float
    at_label: str
    at_anchor: str
    dots: tuple[Dot, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    axis_width: int
    height: int
    desc: str
    rows: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return not self.dots

    @property
    def has_left_out(self) -> bool:
        """Return whether a step with a number takes no part in the estimate."""
        return any(one.is_partial for one in self.dots)


def drawn(of: Effect) -> Drawn:
    """Return the chart of an effect's course."""
    marks = of.marks
    values = [
        value for one in marks for value in (one.seen, one.fitted, one.without, one.elsewhere) if value is not None
    ]
    scale = Scale.of(values, of.unit, HEIGHT)
    x = [across(place, len(marks)) for place in range(len(marks))]
    labels = [scale.tick(value) for value in scale.ticks]
    stands = _stands(marks, x)
    return Drawn(
        path=_path([one.seen for one in marks], x, scale),
        elsewhere=_path([one.elsewhere for one in marks], x, scale),
        model=_model(marks, x, scale),
        without=_path([one.without if one.is_after else None for one in marks], x, scale),
        at=stands,
        at_label=formats.day(of.at),
        at_anchor="end" if stands > 50 else "start",
        dots=tuple(_dots(marks, x, scale, of.unit)),
        x_ticks=_x_ticks(marks, x),
        y_ticks=tuple(labels),
        axis_width=axis_width(labels),
        height=HEIGHT,
        desc=_told(of),
        rows=tuple(_rows(of)),
    )


def _stands(marks: Sequence[Mark], x: Sequence[float]) -> float:
    """Return where the intervention stands: half way between the last step before it and the first after."""
    after = next((place for place, one in enumerate(marks) if one.is_after), len(marks))
    if after == 0:
        return 0.0
    return 100.0 if after == len(marks) else round((x[after - 1] + x[after]) / 20, 2)


def _path(values: Iterable[float | None], x: Sequence[float], scale: Scale) -> str:
    return runs([(left, scale.y(value)) for left, value in zip(x, values, strict=True)])


def _model(marks: Sequence[Mark], x: Sequence[float], scale: Scale) -> str:
    """Return the model's line, interrupted where the intervention stands."""
    sides = ([one.fitted if one.is_after == is_after else None for one in marks] for is_after in (False, True))
    return "".join(_path(values, x, scale) for values in sides)


def _dots(marks: Sequence[Mark], x: Sequence[float], scale: Scale, unit: str) -> Iterable[Dot]:
    half = ACROSS / max(len(marks) - 1, 1) / 2
    for place, one in enumerate(marks):
        y = scale.y(one.seen)
        if y is None:
            continue
        left, right = max(0.0, x[place] - half), min(ACROSS, x[place] + half)
        value = said(one.seen, unit)
        label = f"{period(one.first, one.last)}: {value} (n {formats.number(one.n)})"
        yield Dot(round(x[place] / 10, 2), y, label, value, left / 10, (right - left) / 10, one.is_left_out)


def _x_ticks(marks: Sequence[Mark], x: Sequence[float]) -> tuple[Tick, ...]:
    if not marks:
        return ()
    last = len(marks) - 1
    number = min(TICKS, len(marks))
    places = sorted({round(place * last / max(number - 1, 1)) for place in range(number)})
    form = "LLL yy" if marks[-1].last.year > marks[0].first.year else "d MMM"
    return tuple(
        Tick(
            round(x[place] / 10, 2),
            str(dates.format_date(marks[place].first, format=form, locale=formats.locale())),
            "start" if place == 0 and last else "end" if place == last and last else "middle",
        )
        for place in places
    )


def _told(of: Effect) -> str:
    """Return what the chart says, for those who cannot see it: the mean of the steps on both sides of the intervention."""
    sides = [
        [one.seen for one in of.marks if one.seen is not None and not one.is_left_out and one.is_after == is_after]
        for is_after in (False, True)
    ]
    if not all(sides):
        return _("There are no steps on one side of the intervention yet.")
    before, after = (said(sum(values) / len(values), of.unit) for values in sides)
    return _("Mean of the steps before %(day)s: %(before)s; from then on: %(after)s.") % {
        "day": formats.day(of.at),
        "before": before,
        "after": after,
    }


def _rows(of: Effect) -> Iterable[Line]:
    def number(value: float | None) -> str:
        return "" if value is None else said(value, of.unit)

    for one in of.marks:
        yield Line(
            period(one.first, one.last),
            said(one.seen, of.unit),
            one.n,
            one.is_after,
            one.is_left_out,
            number(one.elsewhere),
            number(one.fitted),
            number(one.without),
        )
