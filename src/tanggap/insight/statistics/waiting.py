"""Where it is read what waits: by quarters of an hour where these tell reports apart, else by whole days and months.

How long reports wait is asked in steps, by the instants (edges) after which one has not waited so long. All reports of a day or month in
which no edge lies are behind the same edges, and of days and months there are few rows. So nothing is rounded.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from tanggap.core import clock
from tanggap.insight.buckets import LAST, STEP
from tanggap.insight.counting import ANSWER, SOLVE
from tanggap.insight.statistics.asking import Days, Question, fewest_rows
from tanggap.insight.statistics.selection import month_end
from tanggap.insight.statistics.spans import DAY, Piece, Run, runs
from tanggap.insight.statistics.statements import Numbered, Source, numbered
from tanggap.insight.words import WAITS

COLUMNS: Final = {ANSWER: "unanswered", SOLVE: "unsolved"}
"""The column of what still waits in a course."""
QUARTERS: Final = "insight_waiting"
_SUMS: Final = "insight_waitingsum"


def edges(now: datetime, last: int) -> list[datetime]:
    """Return the instants after which a report has not waited long enough for the buckets from `last` + 1 down to 1.

    A report behind n of them stands in the bucket of their number less n; what has waited longer than bucket `last` all in the one after.
    A search among them for each row takes half the time of a logarithm.
    """
    waited = (timedelta(minutes=STEP**bucket, microseconds=-1) for bucket in range(min(LAST, last + 1), 0, -1))
    return [now - one for one in waited]


def is_added_up(asked: Question) -> bool:
    """Return whether days and months are kept of what is asked, so that it costs little to know how many wait in all."""
    return bool(fewest_rows("d", asked.condition()[2], WAITS))


def parts(asked: Question, steps: Sequence[Days], edges: Sequence[datetime]) -> Numbered:
    """Return the parts of a statement that read the open reports of those received in each step, each report once.

    Their column "group" tells behind how many of the `edges` (rising) it came in.
    """
    condition, values, dimensions = asked.condition()
    days, months = (fewest_rows(letter, dimensions, WAITS) for letter in "dm")
    by_quarter = grouped(QUARTERS, "width_bucket(at, %s::timestamptz[])") + f" AND {condition}"
    if not days:
        return numbered([Source(run, by_quarter, [edges, run.first, run.last, *values]) for run in runs_of_days(steps)])
    cut = sorted({clock.local(edge).date() for edge in edges})
    behind = [clock.local(edge).date() + DAY for edge in edges]  # the first whole day behind each
    by_sum = grouped(_SUMS, 'width_bucket("on", %s::date[])') + f" AND {condition} AND grain = %s"
    sources: list[Source] = []
    for run in runs_of_days(steps):
        within = [day for day in cut if run.first <= day <= run.last]
        touched = sorted({day.replace(day=1) for day in (*within, *(end for end in run.edges if end.day > 1))})
        single = [
            day for month in touched for day in _days(month) if run.first <= day <= run.last and day not in within
        ]
        whole = [behind, run.first, run.last, *values]
        sources.append(Source(run, f'{by_sum} AND "on" <> ALL (%s::date[])', [*whole, months, touched]))
        if single:
            sources.append(Source(run, f'{by_sum} AND "on" = ANY (%s)', [*whole, days, single]))
        if within:
            quarters: list[Any] = [edges, run.first, run.last, *values, within]
            sources.append(Source(run, f'{by_quarter} AND "on" = ANY (%s)', quarters))
    return numbered(sources)


def to_come(asked: Question, table: str, most: int, name: str, names: Sequence[str]) -> list[Source]:
    """Return what takes back from the sums of column `name` those minutes, of the first `most` of open reports, that are still to come.

    It reads only the youngest rows of a table like `insight_waiting`; of the other `names` it adds nothing.
    """
    since = asked.now - timedelta(minutes=most)
    young = clock.local(since).date()
    left = f"-reports * ({most} - greatest(0, floor(date_part('epoch', %s - at) / 60))::bigint)"
    columns = ", ".join(f"{left if one == name else 0} AS {one}" for one in names)
    condition, values, _dimensions = asked.condition()
    where = f'(SELECT *, {columns} FROM {table} WHERE at > %s) AS young WHERE "on" BETWEEN %s AND %s AND {condition}'  # noqa: S608
    days = [(number, Piece("d", max(first, young), last)) for number, (first, last) in enumerate(asked.steps)]
    read = runs([(number, piece) for number, piece in days if piece.first <= piece.last])
    return [Source(run, where, [asked.now, since, run.first, run.last, *values]) for run in read]


def grouped(table: str, group: str) -> str:
    """Return what reads the rows of some days of a table of open reports with one column more, "group"."""
    return f'(SELECT *, {group} AS "group" FROM {table}) AS waiting WHERE "on" BETWEEN %s AND %s'  # noqa: S608


def runs_of_days(steps: Sequence[Days]) -> list[Run]:
    """Return how the days of steps are read in one go."""
    return runs([(number, Piece("d", *step)) for number, step in enumerate(steps)])


def _days(month: date) -> Iterator[date]:
    """Yield the days of a month, given its first."""
    yield from (month + timedelta(days=number) for number in range(month_end(month).day))
