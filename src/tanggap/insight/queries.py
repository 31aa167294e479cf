"""What the city may read of its numbers: each with its definition and the count behind it, none of them counted on a page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors
from tanggap.core.shelf import Shelf
from tanggap.insight import buckets
from tanggap.insight.consumer import NAME
from tanggap.insight.models import Day, Simulation, Solved
from tanggap.insight.words import COUNTED
from tanggap.places import queries as places
from tanggap.reports.words import OPEN

FIGURE_DAYS = 30
LEAST = 30  # below this number of cases a share says nothing about a city, and may say something about a person
UNKNOWN = "–"
MINUTES_A_DAY = 24 * 60
_HERE = "here"
_OPEN = [str(state) for state in sorted(OPEN)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One honest number: `shown` in the reader's language, `value` as a number or None where it cannot be told, then `reason` says why.

    `n` is how many cases it is counted from, `period` the days, `definition` how it is counted.
    """

    code: str
    label: str
    value: float | None
    unit: str
    shown: str
    n: int
    definition: str
    period: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Simulated:
    """The recipe of a simulated city, and how far it is filled."""

    seed: int
    days: int
    reports: int
    until: datetime
    steps: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Month:
    """The sums behind the home page's figures, for full local days."""

    first: date
    last: date
    sums: dict[str, int]
    solved: dict[int, int]
    is_rebuilding: bool


def _load_month() -> dict[date, _Month]:
    today = clock.local(clock.now()).date()
    first, last = today - timedelta(days=FIGURE_DAYS), today - timedelta(days=1)
    days = {"on__gte": first, "on__lte": last}
    sums = Day.objects.filter(**days).aggregate(**{name: Sum(name, default=0) for name in COUNTED})
    rows = Solved.objects.filter(**days).values_list("bucket").annotate(number=Sum("reports"))
    return {today: _Month(first, last, sums, dict(rows), cursors.is_rebuilding(NAME))}


def _load_simulation() -> dict[str, Simulated]:
    row = Simulation.objects.values_list("seed", "days", "reports", "until", "steps", "finished_at").first()
    return {_HERE: Simulated(*row)} if row else {}


_months: Shelf[date, _Month] = Shelf(_load_month)
_simulations: Shelf[str, Simulated] = Shelf(_load_simulation)
_DEFINITIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "answered_in_six": (
        gettext_lazy("Answered within 6 hours"),
        gettext_lazy(
            "Of all reports received here whose first six hours ended in the period: the share that a unit had answered by then, by "
            "coordinating, starting, asking, refusing, or joining it to another report. Reports still without an answer count as not "
            "answered. Reports taken over from an earlier system are left out, because their first answer is not known."
        ),
    ),
    "days_to_solved": (
        gettext_lazy("Days to the solution, median"),
        gettext_lazy(
            "Of all reports that an independent check closed in the period: half were solved faster than this, half took longer, "
            "counted from the receipt to the check that closed them. A closure that the reporter disputed does not count; the report "
            "counts when it is closed again."
        ),
    ),
    "checked": (
        gettext_lazy("Closures checked by another unit"),
        gettext_lazy(
            "Of all closures in the period: the share that a unit checked which had not worked on the report. This system closes nothing "
            "without such a check; closures taken over from an earlier system were not checked here and count against the share."
        ),
    ),
    "reopened": (
        gettext_lazy("Closures reopened by reporters"),
        gettext_lazy(
            "Reports that their reporters opened again in the period because the problem was not gone, for each hundred closures "
            "in the same period."
        ),
    ),
}


def home_figures() -> list[Figure]:
    """Return the home page's four numbers over the last 30 full days. At most three statements, none while a recent answer is at hand."""
    month = _month()
    sums = month.sums
    closures = sums["closures"]
    all_closures = closures + sums["unchecked_closures"]
    solved = sum(month.solved.values())
    return [
        _share(month, "answered_in_six", sums["answered_in_six"], sums["six_hours_over"]),
        _median(month, "days_to_solved", solved),
        _share(month, "checked", closures, all_closures),
        _share(month, "reopened", sums["reopened"], closures),
    ]


def reports_by_area(
    *, category: str | None = None, area: str | None = None, state: str | None = None
) -> dict[str, int]:
    """Return how many public reports stand in each leaf area. `state` is a state, `open`, `closed`, or None for all.

    `category` and `area` may be of any level. Areas without any are left out. One statement on the rollup.
    """
    parts, values = ["area <> ''"], list[Any]()
    if category:
        below = [row.code for row in catalog.categories() if row.parent == category]
        parts.append("category = ANY (%s)")
        values.append(below or [category])
    if area:
        parts.append("area = ANY (%s)")
        values.append(places.leaves(area))
    if state:
        parts.append("state <> ALL (%s)" if state == "closed" else "state = ANY (%s)")
        values.append(_OPEN if state in {"open", "closed"} else [state])
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT area, sum(reports) FROM insight_standing WHERE {' AND '.join(parts)} GROUP BY area ORDER BY area",  # noqa: S608
            values,
        )
        return dict(reading.fetchall())


def open_counts(*, level: str, area: str | None = None) -> dict[str, int]:
    """Return how many public reports are open in each area of `level` (within `area`, when given), none left out."""
    found = {row.code: 0 for row in places.areas(level=level) if area is None or area in row.path}
    for leaf, number in reports_by_area(area=area, state="open").items():
        place = places.area(leaf)
        for code in place.path if place else ():
            if code in found:
                found[code] += number
    return found


def simulation() -> Simulated | None:
    """Return the recipe of the simulated city, None in a real one. No statement but every half minute."""
    return _simulations.get(_HERE)


def is_simulated() -> bool:
    """Return whether this city is a simulation, so that every page can say so."""
    return simulation() is not None


def _month() -> _Month:
    today = clock.local(clock.now()).date()
    if _months.get(today) is None:
        _months.clear()
    return _months.all()[today]


def _share(month: _Month, code: str, part: int, of: int) -> Figure:
    value = part / of if of >= LEAST and not month.is_rebuilding else None
    return _figure(month, code, value, "%", UNKNOWN if value is None else percent(value), of)


def _median(month: _Month, code: str, n: int) -> Figure:
    minutes = buckets.median(month.solved) if n >= LEAST and not month.is_rebuilding else None
    value = None if minutes is None else minutes / MINUTES_A_DAY
    unit = _("days")
    shown = UNKNOWN if value is None else f"{number_format(round(value, 1), 1)} {unit}"
    return _figure(month, code, value, unit, shown, n)


def _figure(month: _Month, code: str, value: float | None, unit: str, shown: str, n: int) -> Figure:
    label, definition = _DEFINITIONS[code]
    return Figure(
        code=code,
        label=str(label),
        value=value,
        unit=unit,
        shown=shown,
        n=n,
        definition=str(definition),
        period=f"{date_format(month.first, 'j M Y')} – {date_format(month.last, 'j M Y')}",
        reason="" if value is not None else _reason(month, n),
    )


def _reason(month: _Month, n: int) -> str:
    if month.is_rebuilding:
        return _("The numbers are being counted anew. They are back in a moment.")
    return ngettext(
        "Only %(n)d case in the period; a number is shown from %(least)d on.",
        "Only %(n)d cases in the period; a number is shown from %(least)d on.",
        n,
    ) % {"n": n, "least": LEAST}


def percent(share: float) -> str:
    """Return a share as people read it, with one decimal, never rounded up to all or down to none."""
    shown = round(share * 100, 1)
    if 0 < share < 1:
        shown = min(99.9, max(0.1, shown))
    return f"{number_format(shown, 0 if share in (0, 1) else 1)}%"
