"""What the city may read of its numbers: each with its definition and the count behind it, none of them counted on a page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language, override

from tanggap.core import clock
from tanggap.core.shelf import Shelf
from tanggap.insight import statistics
from tanggap.insight.models import Simulation
from tanggap.insight.statistics import INDICATORS, Selection, Value
from tanggap.insight.statistics.selection import default_days
from tanggap.insight.statistics.values import say_number
from tanggap.places import queries as places
from tanggap.reports.queries import public
from tanggap.reports.words import PENDING

HOME = ("answered_in_six", "days_to_solved", "verified", "reopened")
_HERE = "here"
_OPEN = [str(state) for state in sorted(PENDING)]


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


def _load_figures() -> dict[tuple[date, str], list[Figure]]:
    """Tell the figures of the last days in every language, so that none of them costs a page a statement."""
    today = clock.local(clock.now()).date()
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[today, language] = _figures(today)
    return found


def _load_simulation() -> dict[str, Simulated]:
    row = Simulation.objects.values_list("seed", "days", "reports", "until", "steps", "finished_at").first()
    return {_HERE: Simulated(*row)} if row else {}


_figures_shelf: Shelf[tuple[date, str], list[Figure]] = Shelf(_load_figures)
_simulations: Shelf[str, Simulated] = Shelf(_load_simulation)


def home_figures() -> list[Figure]:
    """Return the home page's four numbers over the last 30 full days; no statement while a recent answer is at hand."""
    key = clock.local(clock.now()).date(), get_language() or settings.LANGUAGE_CODE
    if (known := _figures_shelf.get(key)) is None:
        _figures_shelf.clear()
        known = _figures_shelf.get(key) or _figures(key[0])
    return known


def _figures(today: date) -> list[Figure]:
    chosen = Selection(*default_days(today))
    return [_figure(code, value, chosen.period) for code, value in statistics.figures(chosen, HOME).items()]


def _figure(code: str, value: Value, period: str) -> Figure:
    indicator = INDICATORS[code]
    return Figure(
        code=code,
        label=str(indicator.name),
        value=value.value,
        unit=indicator.unit,
        shown=statistics.say(code, value.value),
        n=value.n,
        definition=str(indicator.definition),
        period=period,
        reason=value.reason,
    )


def reports_by_area(
    *, category: str | None = None, area: str | None = None, state: str | None = None
) -> dict[str, int]:
    """Return how many public reports stand in each leaf area. `state` is a state, `open`, `closed`, or None for all.

    `category` and `area` may be of any level. Areas without any are left out. One statement on the rollup.
    """
    parts, values = ["area <> ''"], list[Any]()
    if category:
        parts.append("category = ANY (%s)")
        values.append(public.category_codes(category))
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


def is_being_filled() -> bool:
    """Return whether a simulated city is filled in at this moment, or was left half filled (the next start finishes it). One statement."""
    return Simulation.objects.filter(finished_at=None).exists()


def is_simulated() -> bool:
    """Return whether this city is a simulation, so that every page can say so."""
    return simulation() is not None


def percent(share: float) -> str:
    """Return a share as people read it, with one decimal, never rounded up to all or down to none."""
    return say_number(share, "%")
