"""Reports of one kind close together that no repair has ended: what a unit could propose. Suggested, never done by itself."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.planning import figures, gathering
from tanggap.planning.models import ProposalReport
from tanggap.planning.rows import Candidate
from tanggap.planning.rules import is_planned, rules
from tanggap.reports import access
from tanggap.reports.models import Report
from tanggap.reports.words import WORKING, Visibility

AT_HAND = 3000
METRES_A_DEGREE = 111_320.0
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """An open report on the plane: metres east and north of nowhere in particular."""

    id: int
    code: str
    category: str
    area: str
    lon: float
    lat: float
    received_at: datetime
    x: float
    y: float


def candidates(staff: Staff, *, limit: int = 20) -> tuple[Candidate, ...]:
    """Return reports that the person could propose together, most voices first. Three statements.

    Of one category and within its radius of one another (`near_metres`; chains count), with joined and repeated ones at least
    `cluster_reports` of the pack. The latest AT_HAND open reports are looked at.
    """
    if not is_planned() or not permissions.allows("planning.propose", staff):
        return ()
    spots = _open(staff)
    joined, repeated = figures.joined([one.id for one in spots]), figures.repeats([one.id for one in spots])
    voices = {one.id: 1 + joined.get(one.id, 0) + repeated.get(one.id, 0) for one in spots}
    groups = (group for _category, of in _by_category(spots).items() for group in clusters(of))
    enough = [group for group in groups if sum(voices[one.id] for one in group) >= rules().cluster_reports]
    found = [one for group in enough if (one := _candidate(group, voices)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.voices, one.first_at, one.reports))[:limit])


def clusters(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Return spots of one category in groups: each within the category's radius of another of its group.

    What shares a cell is that near, and two cells are joined by the first near pair, so that a crowd on one spot costs no more than others.
    """
    radius = _radius(spots[0].category) if spots else 1.0
    side = radius / math.sqrt(2)
    cells: dict[Cell, list[int]] = defaultdict(list)
    for number, spot in enumerate(spots):
        cells[int(spot.x // side), int(spot.y // side)].append(number)
    parents = list(range(len(spots)))
    for cell, inside in cells.items():
        for number in inside[1:]:
            parents[_root(parents, number)] = _root(parents, inside[0])
        for other in _beside(cells, cell):
            if _root(parents, inside[0]) != _root(parents, other[0]) and _is_near(spots, inside, other, radius):
                parents[_root(parents, inside[0])] = _root(parents, other[0])
    groups: dict[int, list[Spot]] = defaultdict(list)
    for number, spot in enumerate(spots):
        groups[_root(parents, number)].append(spot)
    return list(groups.values())


def _beside(cells: Mapping[Cell, list[int]], cell: Cell) -> Iterable[list[int]]:
    """Yield what lies in the cells around one that can hold something within the radius, each pair of cells once."""
    for x in range(cell[0] - 2, cell[0] + 3):
        for y in range(cell[1] - 2, cell[1] + 3):
            if (x, y) > cell and (found := cells.get((x, y))):
                yield found


def _is_near(spots: Sequence[Spot], ones: Sequence[int], others: Sequence[int], radius: float) -> bool:
    """Return whether any of `ones` is within the radius of any of `others`; those that are far from all the others are looked at once."""
    ones = _around(spots, ones, others, radius)
    others = _around(spots, others, ones, radius) if ones else others
    return any(
        math.hypot(spots[one].x - spots[other].x, spots[one].y - spots[other].y) <= radius
        for one in ones
        for other in others
    )


def _around(spots: Sequence[Spot], ones: Sequence[int], others: Sequence[int], radius: float) -> list[int]:
    """Return those of `ones` that lie within the radius of the box around `others`."""
    left, right = min(spots[one].x for one in others) - radius, max(spots[one].x for one in others) + radius
    below, above = min(spots[one].y for one in others) - radius, max(spots[one].y for one in others) + radius
    return [one for one in ones if left <= spots[one].x <= right and below <= spots[one].y <= above]


def _open(staff: Staff) -> list[Spot]:
    linked = ProposalReport.objects.filter(ended_at__isnull=True).values("report")
    rows = Report.objects.filter(access.reach("planning.propose", staff), state__in=sorted(WORKING))
    rows = rows.filter(visibility=Visibility.PUBLIC, lon__isnull=False, category__isnull=False, area__isnull=False)
    columns = ("id", "code", "category", "area", "lon", "lat", "received_at")
    found = rows.exclude(pk__in=linked).order_by("-received_at", "-id").values_list(*columns)[:AT_HAND]
    return [_spot(*row) for row in found]


def _spot(key: int, code: str, category: str, area: str, lon: float, lat: float, received_at: datetime) -> Spot:
    x, y = lon * METRES_A_DEGREE * math.cos(math.radians(lat)), lat * METRES_A_DEGREE
    return Spot(key, code, category, area, lon, lat, received_at, x, y)


def _by_category(spots: Iterable[Spot]) -> Mapping[str, list[Spot]]:
    found: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        found[spot.category].append(spot)
    return found


def _radius(category: str) -> float:
    row = catalog.category(category)
    return float(max(1, row.near_metres if row else 1))


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _candidate(group: Sequence[Spot], voices: Mapping[int, int]) -> Candidate | None:
    """Return a group as it is shown, the oldest reports of one that is too large; None where its areas share nothing."""
    first = sorted(group, key=lambda one: (one.received_at, one.id))[: rules().most_reports]
    try:
        area = gathering.common_area([one.area for one in first])
    except Invalid:
        return None
    row, middle = catalog.category(first[0].category), _middle(first)
    x, y = sum(one.x for one in first) / len(first), sum(one.y for one in first) / len(first)
    return Candidate(
        category=first[0].category,
        category_label=row.label if row else first[0].category,
        area=area,
        area_label=places.full_name(area),
        reports=tuple(one.code for one in first),
        voices=sum(voices[one.id] for one in first),
        first_at=first[0].received_at,
        span_metres=round(2 * max(math.hypot(one.x - x, one.y - y) for one in first)),
        lon=middle[0],
        lat=middle[1],
    )


def _middle(spots: Sequence[Spot]) -> tuple[float, float]:
    return sum(one.lon for one in spots) / len(spots), sum(one.lat for one in spots) / len(spots)
