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
    """Return spots of one category in groups: each within the category's radius of another of its group. Linear but for crowds."""
    radius = _radius(spots[0].category) if spots else 0.0
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, spot in enumerate(spots):
        cells[int(spot.x // radius), int(spot.y // radius)].append(number)
    parents = list(range(len(spots)))
    for number, spot in enumerate(spots):
        for other in _around(cells, spot, radius):
            if other < number and math.hypot(spot.x - spots[other].x, spot.y - spots[other].y) <= radius:
                parents[_root(parents, number)] = _root(parents, other)
    groups: dict[int, list[Spot]] = defaultdict(list)
    for number, spot in enumerate(spots):
        groups[_root(parents, number)].append(spot)
    return list(groups.values())


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


def _around(cells: Mapping[tuple[int, int], list[int]], spot: Spot, radius: float) -> Iterable[int]:
    column, line = int(spot.x // radius), int(spot.y // radius)
    for x in (column - 1, column, column + 1):
        for y in (line - 1, line, line + 1):
            yield from cells.get((x, y), ())


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
