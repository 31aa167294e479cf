"""Where it is worst: one declared formula, and the places that it names. Pure; nothing of it decides anything.

Open public reports stand in H3 cells of `RESOLUTION` (edges of about 200 m). A place is a cell with the six around it, as one sees from one
street corner: the one whose sum of points is greatest, then the greatest of what is left, so that no report counts twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import h3.api.basic_int as h3
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.command.rows import Cluster
from tanggap.insight.cells.grid import SCALE
from tanggap.places import locate

RESOLUTION: Final = 9
MOST_REPEATS: Final = 20  # of one report: one that goes round the town does not outweigh a street
FEWEST: Final = 2  # open reports: one alone is a report, not a place
MOST: Final = 10
EDGE_M: Final = 200


@dataclass(frozen=True, slots=True)
class Weight:
    """How many points each one of `part` adds, and what it is in words."""

    part: str
    points: float
    label: str | Promise


WEIGHTS: Final = (
    Weight("open", 1.0, _("each report that is open")),
    Weight("late", 2.0, _("each one past its promised time")),
    Weight("urgent", 3.0, _("each one of an urgent kind")),
    Weight(
        "repeats",
        0.5,
        _("each time somebody said it again: supporters, joined reports and reopenings, at most 20 a report"),
    ),
)
"""The formula of the worst places, ours (there is no published one): a late report weighs as much as three that are in time."""
_POINTS: Final = {one.part: one.points for one in WEIGHTS}


@dataclass(frozen=True, slots=True)
class Spot:
    """The open public reports of one cell, area, kind and unit together; `east` and `north` are sums of parts of a degree."""

    cell: int
    area: str
    category: str
    unit: str
    open: int
    late: int
    urgent: int
    repeats: int
    east: int
    north: int
    oldest_at: datetime


def score(*, open: int, late: int, urgent: int, repeats: int) -> float:  # noqa: A002  the name of the part
    """Return the points of a place."""
    counted = {"open": open, "late": late, "urgent": urgent, "repeats": repeats}
    return sum(_POINTS[part] * number for part, number in counted.items())


def places_of(spots: Iterable[Spot], *, most: int = MOST) -> tuple[Cluster, ...]:
    """Return the worst places, the worst first; equal ones by their cell, so that the order does not change by itself."""
    here: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        here[spot.cell].append(spot)
    points = {cell: sum(_points(spot) for spot in of) for cell, of in here.items()}
    sums = {cell: sum(points.get(near, 0.0) for near in around(cell)) for cell in points}
    found: list[Cluster] = []
    while points and len(found) < most:
        middle = max(points, key=lambda cell: (sums[cell], -cell))
        cells = tuple(cell for cell in around(middle) if cell in points)
        together = [spot for cell in cells for spot in here[cell]]
        if sum(spot.open for spot in together) >= FEWEST:
            found.append(_cluster(len(found) + 1, cells, together))
        for cell in cells:
            gone = points.pop(cell)
            for near in around(cell):
                if near in sums:
                    sums[near] -= gone
    return tuple(found)


@lru_cache(maxsize=20_000)
def around(cell: int) -> tuple[int, ...]:
    """Return a cell and the six around it, itself first."""
    return tuple(h3.grid_disk(cell, 1))


def _points(spot: Spot) -> float:
    return score(open=spot.open, late=spot.late, urgent=spot.urgent, repeats=spot.repeats)


def _cluster(number: int, cells: tuple[int, ...], spots: Sequence[Spot]) -> Cluster:
    reports, late, urgent, repeats = (sum(getattr(spot, name) for spot in spots) for name in _NUMBERS)
    lon = sum(spot.east for spot in spots) / reports / SCALE
    lat = sum(spot.north for spot in spots) / reports / SCALE
    kinds, units, areas = (_most(spots, name) for name in ("category", "unit", "area"))
    away = [locate.distance_m(lon, lat, *reversed(h3.cell_to_latlng(cell))) for cell in cells]
    return Cluster(
        number=number,
        lon=lon,
        lat=lat,
        radius_m=round(max(away)) + EDGE_M,
        area=areas[0][0],
        category=kinds[0][0],
        cells=cells,
        open=reports,
        late=late,
        repeats=repeats,
        urgent=urgent,
        score=score(open=reports, late=late, urgent=urgent, repeats=repeats),
        oldest_at=min(spot.oldest_at for spot in spots),
        units=tuple(unit for unit, _number in units[:3]),
        category_reports=tuple(kinds[:3]),
    )


_NUMBERS: Final = ("open", "late", "urgent", "repeats")


def _most(spots: Sequence[Spot], name: str) -> list[tuple[str, int]]:
    """Return the codes of a side with their open reports, the most first."""
    counted: Counter[str] = Counter()
    for spot in spots:
        counted[getattr(spot, name)] += spot.open
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
