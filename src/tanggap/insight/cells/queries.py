"""Reports together on the map: one mark for each cell, from the counts kept beforehand, or from the reports' spots for a narrow choice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tanggap.insight.cells import grid
from tanggap.reports.queries import public
from tanggap.reports.words import PENDING

MOST_FOUND = 1_000  # reports whose words are looked at for one map; beyond them the newest are shown
_BY_CELL = (  # a small part is read by its cells, whatever else is asked: PostgreSQL cannot tell how few they are
    "unnest(%s::bigint[], %s::bigint[]) AS named (first, last)"
    " CROSS JOIN LATERAL (SELECT * FROM insight_map_spot WHERE cell BETWEEN first AND last OFFSET 0) AS s"
)
_OPEN = [str(state) for state in sorted(PENDING)]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The reports of one cell: how many, how many of them open, and the middle of where they are seen (degrees)."""

    lon: float
    lat: float
    reports: int
    open: int


@dataclass(frozen=True, slots=True)
class Clusters:
    """What stands on a part of the map; `more` when there is more than could be looked at, so that the counts are of the newest alone."""

    rows: tuple[Cluster, ...]
    more: bool = False

    @property
    def reports(self) -> int:
        """Return how many reports they hold."""
        return sum(row.reports for row in self.rows)


def clusters(wanted: public.Filter, *, zoom: float) -> Clusters:
    """Return the public reports as `wanted`, together by cells that suit a zoom. At most one statement.

    A cell that lies across the edge of the box is told whole when the middle of its reports lies in the box.
    """
    resolution = grid.resolution(zoom)
    if wanted.words or wanted.is_fast is not None:
        return _of_found(wanted, resolution)
    rows = (
        _rolled(wanted, resolution) if _is_wide(wanted) and resolution in grid.ROLLED else _of_spots(wanted, resolution)
    )
    return Clusters(tuple(_inside(rows, wanted.bbox)))


def roughly(wanted: public.Filter) -> int:
    """Return how many reports stand in and right around a box, 0 where that is not counted beforehand. At most one statement."""
    return sum(row.reports for row in _rolled(wanted, grid.ROLLED[-1])) if _is_wide(wanted) else 0


def _is_wide(wanted: public.Filter) -> bool:
    """Return whether the counts kept beforehand answer it."""
    is_narrow = wanted.area or wanted.unit or wanted.channel or wanted.since or wanted.until or wanted.words
    return not is_narrow and wanted.is_fast is None


def _rolled(wanted: public.Filter, resolution: int) -> Iterable[Cluster]:
    parts, values = ["resolution = %s"], list[Any]([resolution])
    parts.append("category = ANY (%s)")
    values.append(public.category_codes(wanted.category) if wanted.category else [grid.ALL])
    _of_state(wanted, parts, values)
    named = grid.cells_in(wanted.bbox, resolution) if wanted.bbox else None
    if named is not None:
        parts.append("cell = ANY (%s)")
        values.append(named)
    return _read(
        "SELECT sum(east), sum(north), sum(reports), sum(reports) FILTER (WHERE state = ANY (%s))"  # noqa: S608  constants
        f" FROM insight_map_cell WHERE {' AND '.join(parts)} GROUP BY cell",
        [_OPEN, *values],
    )


def _of_spots(wanted: public.Filter, resolution: int) -> Iterable[Cluster]:
    parts, values = list[str](), list[Any]()
    for column, codes in (
        ("category", public.category_codes(wanted.category) if wanted.category else None),
        ("area", public.leaf_codes(wanted.area) if wanted.area else None),
        ("unit", public.unit_codes(wanted.unit) if wanted.unit else None),
        ("channel", [wanted.channel] if wanted.channel else None),
    ):
        if codes is not None:
            parts.append(f"{column} = ANY (%s)")
            values.append(codes)
    _of_state(wanted, parts, values)
    for sign, day in ((">=", wanted.since), ("<=", wanted.until)):
        if day:
            parts.append(f"received_on {sign} %s")
            values.append(day)
    source, spans = "insight_map_spot AS s", list[Any]()
    named = grid.cells_in(wanted.bbox, resolution) if wanted.bbox and resolution not in grid.ROLLED else None
    if named is not None:
        ends = [grid.span(cell, resolution) for cell in named]
        source = _BY_CELL
        spans = [[first for first, _last in ends], [last for _first, last in ends]]
    keep, put = grid.bits(resolution)
    return _read(
        "SELECT sum(east::bigint), sum(north::bigint), count(*), count(*) FILTER (WHERE state = ANY (%s))"  # noqa: S608  constants
        f" FROM {source} WHERE {' AND '.join(parts) or 'true'} GROUP BY (s.cell & {keep}) | {put}",
        [_OPEN, *spans, *values],
    )


def _of_state(wanted: public.Filter, parts: list[str], values: list[Any]) -> None:
    if wanted.state:
        parts.append("state = %s")
        values.append(wanted.state)
    if wanted.is_open is not None:
        parts.append(f"state {'= ANY' if wanted.is_open else '<> ALL'} (%s)")
        values.append(_OPEN)


def _read(statement: str, values: Sequence[Any]) -> Iterable[Cluster]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        Cluster(
            float(east) / reports / grid.SCALE, float(north) / reports / grid.SCALE, int(reports), int(is_open or 0)
        )
        for east, north, reports, is_open in rows
    ]


def _of_found(wanted: public.Filter, resolution: int) -> Clusters:
    found = public.found_spots(wanted, limit=MOST_FOUND + 1)
    together: dict[int, list[public.Spot]] = defaultdict(list)
    for spot in found[:MOST_FOUND]:
        together[grid.cell_of(spot.lon, spot.lat, resolution)].append(spot)
    rows = [
        Cluster(
            sum(spot.lon for spot in spots) / len(spots),
            sum(spot.lat for spot in spots) / len(spots),
            len(spots),
            sum(spot.state in PENDING for spot in spots),
        )
        for spots in together.values()
    ]
    return Clusters(tuple(rows), more=len(found) > MOST_FOUND)


def _inside(rows: Iterable[Cluster], bbox: grid.Bbox | None) -> Iterable[Cluster]:
    if bbox is None:
        return rows
    west, south, east, north = bbox
    return [row for row in rows if west <= row.lon <= east and south <= row.lat <= north]
