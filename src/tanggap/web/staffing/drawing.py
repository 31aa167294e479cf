"""Where the marks of an open pile's chart stand: its mean day by day, what nine of ten futures hold, and today's staffing behind it.

Across in per cent of the width, down in pixels, as in `web/ui/charting`; no inline style, no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import dates
from django.utils.translation import gettext as _

from tanggap.staffing.outcomes import Measure, Outcome
from tanggap.web.ui import formats
from tanggap.web.ui.charting import Dot, Tick, between, said
from tanggap.web.ui.charting.scales import ACROSS, HEIGHT, TICKS, Scale, across, axis_width, runs

UNIT = "reports"
MOST_DOTS = 62  # more of them are a rope


@dataclass(frozen=True, slots=True)
class Evening:
    """One day as the table shows it: what lies open in the evening, between what nine of ten futures lie, and as today."""

    day: str
    value: str
    spread: str
    today: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pile over the days: SVG paths in a box a thousand units wide. `now` is the path of today's staffing."""

    path: str
    band: str
    now: str
    dots: tuple[Dot, ...]
    named: Dot | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    axis_width: int
    height: int
    desc: str
    rows: tuple[Evening, ...]


def top(outcomes: Iterable[Outcome]) -> float:
    """Return what the axis of all these has to hold."""
    return max((one.most for outcome in outcomes for one in outcome.backlog), default=1.0)


def drawn(of: Outcome, *, today: Outcome | None = None, most: float = 0.0, height: int = HEIGHT) -> Drawn:
    """Return the chart of a pile; `most` gives several charts the same axis."""
    scale = Scale.of([max(most, top([of] + ([today] if today else []))), 1.0], UNIT, height)
    x = [across(place, len(of.backlog)) for place in range(len(of.backlog))]
    labels = [scale.tick(value) for value in scale.ticks]
    dots = tuple(_dots(of, x, scale))
    return Drawn(
        path=runs([(left, scale.y(one.mean)) for left, one in zip(x, of.backlog, strict=True)]),
        band=_band(of.backlog, x, scale),
        now=runs([(left, scale.y(one.mean)) for left, one in zip(x, today.backlog, strict=False)]) if today else "",
        dots=dots if len(dots) <= MOST_DOTS else dots[-1:],
        named=dots[-1] if dots else None,
        x_ticks=_x_ticks(of, x),
        y_ticks=tuple(labels),
        axis_width=axis_width(labels),
        height=height,
        desc=_told(of),
        rows=tuple(_rows(of, today)),
    )


def _day(of: Outcome, place: int) -> date:
    return of.first + timedelta(days=place)


def _band(piles: Sequence[Measure], x: Sequence[float], scale: Scale) -> str:
    if len(piles) < 2:
        return ""
    over = "L".join(f"{left:g} {scale.y(one.most) or 0:g}" for left, one in zip(x, piles, strict=True))
    under = "L".join(
        f"{left:g} {scale.y(one.least) or 0:g}" for left, one in reversed(list(zip(x, piles, strict=True)))
    )
    return f"M{over}L{under}Z"


def _dots(of: Outcome, x: Sequence[float], scale: Scale) -> Iterable[Dot]:
    half = ACROSS / max(len(x) - 1, 1) / 2
    for place, one in enumerate(of.backlog):
        left, right = max(0.0, x[place] - half), min(ACROSS, x[place] + half)
        value = said(one.mean, UNIT)
        label = f"{formats.day(_day(of, place))}: {value} ({between(one.least, one.most, UNIT)})"
        anchor = "end" if x[place] > 0.9 * ACROSS else "start" if x[place] < 0.1 * ACROSS else "middle"
        y = scale.y(one.mean) or 0.0
        yield Dot(round(x[place] / 10, 2), y, label, value, left / 10, (right - left) / 10, False, anchor)


def _x_ticks(of: Outcome, x: Sequence[float]) -> tuple[Tick, ...]:
    last = len(x) - 1
    number = min(TICKS, len(x))
    places = sorted({round(place * last / max(number - 1, 1)) for place in range(number)})
    return tuple(
        Tick(
            round(x[place] / 10, 2),
            str(dates.format_date(_day(of, place), format="d MMM", locale=formats.locale())),
            "start" if place == 0 and last else "end" if place == last and last else "middle",
        )
        for place in places
    )


def _told(of: Outcome) -> str:
    """Return what the chart says, for those who cannot see it."""
    if not of.backlog:
        return _("No day was simulated.")
    first, last = of.backlog[0], of.backlog[-1]
    words = {
        "first": said(first.mean, UNIT), "first_at": formats.day(of.first), "last": said(last.mean, UNIT),
        "last_at": formats.day(_day(of, len(of.backlog) - 1)), "spread": between(last.least, last.most, UNIT),
    }  # fmt: skip
    return _("Open: %(first)s on %(first_at)s, %(last)s on %(last_at)s; in nine of ten futures %(spread)s.") % words


def _rows(of: Outcome, today: Outcome | None) -> Iterable[Evening]:
    now = today.backlog if today else ()
    for place, one in enumerate(of.backlog):
        beside = said(now[place].mean, UNIT) if place < len(now) else ""
        yield Evening(formats.day(_day(of, place)), said(one.mean, UNIT), between(one.least, one.most, UNIT), beside)
