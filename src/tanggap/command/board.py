"""What every screen's picture is cut from: the open reports of the whole city, read in four statements and shared by a process.

It grows with what is open, never with the city's history. Each process reads it anew when a screen asks and it is older than half a
minute (`core.shelf`): however many screens hang on however many walls, one thread reads, the others show what there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.command.worst import MOST_REPEATS, RESOLUTION, Spot
from tanggap.core import clock
from tanggap.core.shelf import Shelf
from tanggap.insight.cells import grid
from tanggap.reports.words import OPEN, State

SOON: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Held:
    """What one unit holds in one leaf area (empty: not known). `people` are who of its officers hold late ones: counted, never shown."""

    unit: str
    area: str
    open: int
    late: int
    late_answers: int
    soon: int
    waiting: int
    unassigned: int
    people: Sequence[int]
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """Public reports of one unit and leaf area that wait in the yearly planning."""

    unit: str
    area: str
    reports: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """Reports of one leaf area of which somebody in a unit was told that nobody there took notice of yet."""

    unit: str
    area: str
    reports: int
    oldest_told_at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """The city at an instant."""

    at: datetime
    held: tuple[Held, ...]
    spots: tuple[Spot, ...]
    unheard: tuple[Unheard, ...]
    planned: tuple[Planned, ...]


def read(now: datetime) -> Board:
    """Return the city's open reports, promises measured at `now`. Four statements; confidential kinds are in none."""
    secret = [row.code for row in catalog.categories() if row.is_confidential]
    values: dict[str, Any] = {"now": now, "soon": now + SOON, "secret": secret, "urgent": catalog.urgent_kinds()}
    values |= {"most": MOST_REPEATS, **dict(zip(("keep", "put"), grid.bits(RESOLUTION), strict=True))}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        held = tuple(Held(*row) for row in cursor.fetchall())
        cursor.execute(_SPOTS, values)
        spots = tuple(Spot(*row) for row in cursor.fetchall())
        cursor.execute(_UNHEARD, values)
        unheard = tuple(Unheard(*row) for row in cursor.fetchall())
        cursor.execute(_PLANNED, values)
        planned = tuple(Planned(*row) for row in cursor.fetchall())
    return Board(now, held, spots, unheard, planned)


_HERE: Final = "here"
_shelf: Shelf[str, Board] = Shelf(lambda: {_HERE: read(clock.now())})


def current() -> Board:
    """Return the board that this process shares; statements only when it is older than half a minute."""
    return _shelf.all()[_HERE]


_OPEN: Final = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
_PLAIN: Final = "coalesce(r.category_id <> ALL(%(secret)s), true)"
_RUNS_OUT: Final = "r.paused_at IS NULL AND r.due_at <= %(now)s"
_HELD: Final = f"""
SELECT r.unit_id, coalesce(r.area_id, ''), count(*), count(*) FILTER (WHERE {_RUNS_OUT}),
  count(*) FILTER (WHERE {_RUNS_OUT} AND r.answered_at IS NULL),
  count(*) FILTER (WHERE r.paused_at IS NULL AND r.due_at > %(now)s AND r.due_at <= %(soon)s),
  count(*) FILTER (WHERE r.paused_at IS NOT NULL), count(*) FILTER (WHERE {_RUNS_OUT} AND r.assignee_id IS NULL),
  coalesce(array_agg(DISTINCT r.assignee_id) FILTER (WHERE {_RUNS_OUT} AND r.assignee_id IS NOT NULL), '{{}}'),
  min(r.due_at) FILTER (WHERE {_RUNS_OUT})
FROM reports_report AS r WHERE r.state IN ({_OPEN}) AND {_PLAIN} GROUP BY 1, 2
"""  # noqa: S608  constants
_PLANNED: Final = f"""
SELECT r.unit_id, coalesce(r.area_id, ''), count(*) FROM reports_report AS r
WHERE r.visibility = 'public' AND r.state = '{State.PLANNED.value}' AND {_PLAIN} GROUP BY 1, 2
"""  # noqa: S608  constants; the index of public reports by state gives it
_SPOTS: Final = f"""
SELECT (s.cell & %(keep)s::bigint) | %(put)s::bigint, coalesce(r.area_id, ''), coalesce(r.category_id, ''), r.unit_id, count(*),
  count(*) FILTER (WHERE {_RUNS_OUT}), count(*) FILTER (WHERE r.category_id = ANY(%(urgent)s)),
  sum(least(r.supporters + r.reopened_count, %(most)s))::integer, sum(s.east::bigint)::bigint,
  sum(s.north::bigint)::bigint, min(r.received_at)
FROM reports_report AS r JOIN insight_map_spot AS s ON s.report_id = r.id
WHERE r.state IN ({_OPEN}) AND {_PLAIN} GROUP BY 1, 2, 3, 4
"""  # noqa: S608  constants
_UNHEARD: Final = f"""
SELECT e.unit_id, coalesce(r.area_id, ''), count(DISTINCT r.id), min(e.told_at)
FROM deadlines_escalation AS e JOIN reports_report AS r ON r.id = e.report_id
WHERE e.acknowledged_at IS NULL AND e.ended_at IS NULL AND e.told_at <= %(now)s AND (NOT e.is_own OR e.unit_id = r.unit_id)
  AND e.round = r.round AND r.state IN ({_OPEN}) AND {_PLAIN} GROUP BY 1, 2
"""  # noqa: S608  constants
