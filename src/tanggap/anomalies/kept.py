"""What was learnt, as it is kept in the database and read again."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from tanggap.anomalies import layout
from tanggap.anomalies.cells import WHOLE, Cell
from tanggap.anomalies.models import Level, Watching
from tanggap.anomalies.usual import Level as Known
from tanggap.anomalies.usual import Rhythm, Usual
from tanggap.anomalies.words import ANY, CITY
from tanggap.catalog import queries as catalog
from tanggap.core import clock


def written(rhythm: Rhythm) -> dict[str, Any]:
    """Return a rhythm as JSON holds it."""
    return {
        "days": rhythm.days,
        "seen": rhythm.seen,
        "weekdays": rhythm.weekdays,
        "closed": rhythm.closed,
        "hours": rhythm.hours,
        "spread": rhythm.spread,
        "seasons": rhythm.seasons,
    }


def _rhythm(facts: Mapping[str, Any]) -> Rhythm:
    return Rhythm(
        days=facts["days"],
        seen=facts["seen"],
        weekdays=tuple(facts["weekdays"]),
        closed=facts["closed"],
        hours={group: (tuple(work), tuple(free)) for group, (work, free) in facts["hours"].items()},
        spread={kind: (hour, day) for kind, (hour, day) in facts["spread"].items()},
        seasons={group: tuple(months) for group, months in facts["seasons"].items()},
    )


def usual(watching: Watching, cells: Collection[Cell] | None = None) -> Usual | None:
    """Return what is usual, of `cells` alone when they are given; None as long as it is being learnt. One statement, none for None."""
    if watching.rhythm is None:
        return None
    rows = Level.objects.all()
    if cells is not None:
        wanted = Q()
        for cell in _with_edges(cells):
            wanted |= Q(area=cell.area, category=cell.category)
        rows = rows.filter(wanted)
    levels = {
        Cell(area, kind): Known(*of) for area, kind, *of in rows.values_list("area", "category", "level", "shape")
    }
    if WHOLE not in levels:
        return None
    return Usual(_rhythm(watching.rhythm), levels, layout.current(), clock.city_zone(), catalog.calendar().closed)


def _with_edges(cells: Collection[Cell]) -> set[Cell]:
    """Return cells with those that tell what is likely of them when nothing was seen there."""
    return {edge for one in cells for edge in (one, Cell(one.area, ANY), Cell(CITY, one.category), WHOLE)}


def watching() -> Watching:
    """Return how far the watch is; one that has not begun where there is no row. One statement."""
    return Watching.objects.first() or Watching()
