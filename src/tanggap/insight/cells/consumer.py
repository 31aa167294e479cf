"""The consumer that keeps the map: a report is taken out where it stood and put in where everybody may see it now.

It does not retell what events say: it looks at the reports that they are about. So their order does not matter, and whatever takes a report
out of the public's sight or brings it back is followed, by whichever act.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from tanggap.core.clock import local
from tanggap.core.cursors import Consumer
from tanggap.insight.cells import grid
from tanggap.insight.cells.models import Cell, Spot
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.queries import public

NAME = "cells"
_COLUMNS = ("report_id", "cell", "east", "north", "category", "area", "state", "unit", "channel", "received_on")
_CHANGE = """
WITH change AS (
  SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::integer[], %s::bigint[], %s::bigint[])
    AS new (resolution, cell, category, state, reports, east, north)
), gone AS (
  DELETE FROM insight_map_cell AS c USING change
  WHERE (c.resolution, c.category, c.cell, c.state) = (change.resolution, change.category, change.cell, change.state)
    AND c.reports + change.reports = 0
  RETURNING c.resolution, c.category, c.cell, c.state
), moved AS (
  UPDATE insight_map_cell AS c
  SET reports = c.reports + change.reports, east = c.east + change.east, north = c.north + change.north FROM change
  WHERE (c.resolution, c.category, c.cell, c.state) = (change.resolution, change.category, change.cell, change.state)
    AND c.reports + change.reports <> 0
  RETURNING c.resolution, c.category, c.cell, c.state
)
INSERT INTO insight_map_cell (resolution, cell, category, state, reports, east, north)
SELECT resolution, cell, category, state, reports, east, north FROM change
WHERE (resolution, category, cell, state) NOT IN (TABLE gone UNION ALL TABLE moved)
ORDER BY resolution, category, cell, state
"""
Key = tuple[int, int, str, str]


def apply(facts: Sequence[Fact]) -> None:
    """Bring the reports of `facts` where they are seen now. At most five statements."""
    reports = {fact.report for fact in facts}
    before = {spot.report_id: spot for spot in Spot.objects.filter(report__in=reports)}
    now = {spot.report_id: spot for spot in map(_spot, public.spots(reports))}
    changed = [report for report in reports if _values(before.get(report)) != _values(now.get(report))]
    _keep([now[report] for report in changed if report in now], [report for report in changed if report not in now])
    _count(
        [before[report] for report in changed if report in before], [now[report] for report in changed if report in now]
    )


def _spot(seen: public.Spot) -> Spot:
    return Spot(
        report_id=seen.id,
        cell=grid.cell_of(seen.lon, seen.lat),
        east=round(seen.lon * grid.SCALE),
        north=round(seen.lat * grid.SCALE),
        category=seen.category or "",
        area=seen.area or "",
        state=seen.state,
        unit=seen.unit,
        channel=seen.channel,
        received_on=local(seen.received_at).date(),
    )


def _values(spot: Spot | None) -> tuple[object, ...] | None:
    return tuple(getattr(spot, name) for name in _COLUMNS) if spot else None


def _keep(spots: list[Spot], gone: Collection[int]) -> None:
    Spot.objects.bulk_create(spots, update_conflicts=True, unique_fields=["report"], update_fields=list(_COLUMNS[1:]))
    if gone:
        Spot.objects.filter(report__in=gone).delete()


def _count(out: Iterable[Spot], into: Iterable[Spot]) -> None:
    """Take spots out of the cells, and put others in. One statement."""
    change: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for sign, spots in ((-1, out), (1, into)):
        for spot in spots:
            for key in _keys(spot):
                of_key = change[key]
                of_key[0] += sign
                of_key[1] += sign * spot.east
                of_key[2] += sign * spot.north
    rows = sorted((*key, *numbers) for key, numbers in change.items() if any(numbers))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, [list(column) for column in zip(*rows, strict=True)])


def _keys(spot: Spot) -> list[Key]:
    return [
        (resolution, grid.parent(spot.cell, resolution), category, spot.state)
        for resolution in grid.ROLLED
        for category in (spot.category, grid.ALL)
    ]


def clear() -> None:
    """Drop all that was ever counted."""
    for model in (Spot, Cell):
        model.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)
