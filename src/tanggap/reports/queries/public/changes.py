"""What changed of public reports since a place in the log of events: for who keeps a copy, and for files that were published before.

The log is read below the oldest writing transaction that still runs (`core.cursors`), so what has been passed is never joined by something
older. A report that everybody could read once and cannot any more is told of as gone; one that nobody ever could read is not told of.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from tanggap.core.cursors import Position
from tanggap.reports.events import PLACING
from tanggap.reports.moderation import CUT_WORDS
from tanggap.reports.queries.public import exported
from tanggap.reports.queries.public.exported import Exported

REWORDING = (CUT_WORDS, "privacy.erase")
"""After these other words stand where some stood before."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Reports as they stand now that changed behind a position, oldest change first, `gone` codes, and the position behind them all."""

    rows: tuple[Exported, ...]
    gone: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Retracted:
    """What files of before tell too much of: codes that are `gone`, and the words that stand now where some were cut, by code."""

    gone: frozenset[str]
    reworded: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.gone or self.reworded)


def changed(after: Position, *, limit: int = 1000) -> Changes:
    """Return what the next `limit` events behind `after` changed. At most three statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tx, id, report_id FROM reports_event WHERE (tx, id) > (%s, %s) AND tx < tanggap_horizon()"
            " ORDER BY tx, id LIMIT %s",
            [*after, limit],
        )
        found = cursor.fetchall()
    if not found:
        return Changes((), (), after)
    order = list(dict.fromkeys(report for _tx, _event, report in reversed(found)))[::-1]
    told = {key: row for key, row in exported.of_ids(order).items() if not row.is_guarded}
    gone = _once_told([key for key in order if key not in told])
    return Changes(
        tuple(told[key] for key in order if key in told),
        tuple(gone[key] for key in order if key in gone),
        Position(found[-1][0], found[-1][1]),
    )


def beginning(since_seconds: float) -> Position:
    """Return a position before every event that happened after an instant (seconds since 1970), and before few others. One statement.

    Events of the simulated or the imported past are written later than they tell, so the earliest writer of the first ones is taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(tx) FROM (SELECT tx FROM reports_event WHERE at >= to_timestamp(%s) ORDER BY at LIMIT 1000) AS first",
            [since_seconds],
        )
        found = cursor.fetchone()[0]
    return Position(int(found), 0) if found is not None else now()


def now() -> Position:
    """Return the position behind everything that can be read. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tanggap_horizon()")
        return Position(int(cursor.fetchone()[0]), 0)


def retracted(*, since: int, until: int) -> Retracted:
    """Return what was taken from the public by transactions from `since` to before `until`, as it stands now. At most four statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT report_id, kind = ANY (%s) FROM reports_event WHERE tx >= %s AND tx < %s"
            " AND (kind = ANY (%s) OR payload -> 'private' = 'true'::jsonb OR (kind = ANY (%s) AND payload ? 'before'))",
            [list(REWORDING), since, until, list(REWORDING), sorted(PLACING)],
        )
        found = cursor.fetchall()
    reports = sorted({report for report, _is_cut in found})
    told = {key: row for key, row in exported.of_ids(reports).items() if not row.is_guarded}
    cut = {report for report, is_cut in found if is_cut}
    gone = _once_told([key for key in reports if key not in told])
    return Retracted(frozenset(gone.values()), {told[key].code: told[key].text for key in cut if key in told})


def _once_told(reports: Collection[int]) -> dict[int, str]:
    """Return the codes of those `reports` that everybody could read with their code once. One statement, none for none."""
    if not reports:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.code FROM reports_report r WHERE r.id = ANY (%s) AND EXISTS (SELECT 1 FROM reports_event e"
            " WHERE e.report_id = r.id AND (e.payload -> 'private' = 'true'::jsonb"
            " OR (e.kind = ANY (%s) AND e.payload -> 'before' ->> 'category' = ANY (%s))))",
            [list(reports), sorted(PLACING), exported.unguarded()],
        )
        return dict(cursor.fetchall())
