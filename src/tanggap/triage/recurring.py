"""What was solved at a spot before. Reads only, by the index on the points of solved reports."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3
from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.reports.models import Report
from tanggap.reports.words import PENDING

METRES_A_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that was closed as solved `days` before, `metres` away."""

    id: int
    code: str
    days: int
    metres: int


def earlier(report: Report) -> Earlier | None:
    """Return the solved report of the same category that `report` repeats: the one closed last within the category's window and radius.

    None where the same problem is reported openly already: then it is that one which was repeated. At most two statements.
    """
    category = catalog.category(report.category_id)
    if (
        category is None
        or category.is_confidential
        or not category.near_metres
        or report.lon is None
        or report.lat is None
    ):
        return None
    box = _box(report.lon, report.lat, category.near_metres)
    since = report.received_at - timedelta(days=category.near_days)
    found = [row for row in _solved(report, box, since) if row.metres <= category.near_metres]
    if not found or _is_open_already(report, box, category.near_metres):
        return None
    return found[0]


Box = tuple[float, float, float, float]


def _box(lon: float, lat: float, metres: int) -> Box:
    dlat = metres / METRES_A_DEGREE
    dlon = dlat / max(0.1, math.cos(math.radians(lat)))
    return (lon - dlon, lat - dlat, lon + dlon, lat + dlat)


def _solved(report: Report, box: Box, since: datetime) -> list[Earlier]:
    with connection.cursor() as reading:
        reading.execute(
            "SELECT id, code, closed_at, lon, lat FROM reports_report"
            " WHERE outcome = 'solved' AND state IN ('resolved', 'archived') AND point(lon, lat) <@ box(point(%s, %s), point(%s, %s))"
            " AND category_id = %s AND closed_at BETWEEN %s AND %s AND id <> %s ORDER BY closed_at DESC, id DESC LIMIT 20",
            [*box, report.category_id, since, report.received_at, report.pk],
        )
        return [
            Earlier(key, code, (report.received_at - closed_at).days, _metres(report, lon, lat))
            for key, code, closed_at, lon, lat in reading.fetchall()
        ]


def _is_open_already(report: Report, box: Box, metres: int) -> bool:
    """Return whether a public report of the problem that is not closed stands there, that came before. By the index on public points."""
    with connection.cursor() as reading:
        reading.execute(
            "SELECT lon, lat FROM reports_report WHERE visibility = 'public' AND point(lon, lat) <@ box(point(%s, %s), point(%s, %s))"
            " AND category_id = %s AND state = ANY(%s) AND id <> %s AND received_at <= %s LIMIT 50",
            [*box, report.category_id, sorted(PENDING), report.pk, report.received_at],
        )
        return any(_metres(report, lon, lat) <= metres for lon, lat in reading.fetchall())


def _metres(report: Report, lon: float, lat: float) -> int:
    return int(h3.great_circle_distance((report.lat or 0.0, report.lon or 0.0), (lat, lon), unit="m") + 0.5)
