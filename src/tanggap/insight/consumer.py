"""The consumer that keeps the rollups: each report's share is taken out as it was and put in as it is now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tanggap.core.cursors import Consumer
from tanggap.insight import following, rollups
from tanggap.insight.counting import Count, Key, StandingKey, TookKey, WaitingKey
from tanggap.insight.following import DayKey, Place
from tanggap.insight.models import Cell, Standing, Tally, Took, Waiting, WaitingSum
from tanggap.insight.words import CELLS, COUNTED, TIMES, WAITS
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "insight"
_COLUMNS = (
    "report", "version", "area", "category", "unit", "channel", "state", "is_public", "is_live", "received_at", "days", "marks",
    "answer_bucket", "solve_bucket", "ending",
)  # fmt: skip


def apply(facts: Sequence[Fact]) -> None:
    """Count what `facts` tell. Events that a report had before them and that were not counted yet are fetched and counted first."""
    reach = following.reach(facts)
    known = _known(reach)
    found = following.missing(facts, reach, {report: count.version for report, count in known.items()})
    change: Counter[Key] = Counter()
    counted: list[Count] = []
    for report, events in found.items():
        count = known[report]
        before = count.share()
        for fact in events:
            count.add(fact)
        change.update(count.share())
        change.subtract(before)
        counted.append(count)
    _remember(counted)
    write(change)


def clear() -> None:
    """Drop all that was ever counted."""
    for model in (Tally, Cell, Took, Waiting, WaitingSum, Standing):
        model.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _known(reports: Iterable[int]) -> dict[int, Count]:
    """Return what has been counted of `reports`, nothing for those not seen before. At most two statements."""
    wanted = list(reports)
    rows = Tally.objects.filter(report__in=wanted).values_list(*_COLUMNS)
    known = {row[0]: Count(*row) for row in rows}
    new = [report for report in wanted if report not in known]
    if new:
        known.update((report, Count.nothing(about)) for report, about in outbox.about(new).items())
    return known


def _remember(counts: list[Count]) -> None:
    rows = [
        Tally(report_id=count.report, **{name: getattr(count, name) for name in _COLUMNS if name != "report"})
        for count in counts
    ]
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["report"], update_fields=[n for n in _COLUMNS if n != "report"]
    )


def write(change: Counter[Key]) -> None:
    """Add `change` to the rollups, table by table, and drop the rows of which nothing is left."""
    cells: dict[tuple[date, Place], dict[str, int]] = defaultdict(dict)
    took: dict[tuple[date, Place, tuple[Any, ...]], dict[str, int]] = {}
    waiting: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    received: dict[tuple[date, Place, tuple[Any, ...]], Counter[str]] = defaultdict(Counter)
    standing: list[tuple[Any, ...]] = []
    for key, number in change.items():
        if not number:
            continue
        match key:
            case DayKey(on, place, name):
                cells[on, place][name] = number
            case TookKey(on, place, course, bucket):
                took[on, place, (course, bucket)] = {"reports": number}
            case WaitingKey(on, at, place, name):
                waiting[on, at, *place][name] = number
                received[on, place, ()][name] += number
            case StandingKey():
                standing.append((*key, number))
    of_days = {(*key, ()): numbers for key, numbers in cells.items()}
    rollups.add("insight_cell", ("grain", "on", *rollups.PLACE), COUNTED, rollups.rows(of_days, COUNTED, CELLS))
    of_times = rollups.rows(took, ("reports",), TIMES)
    rollups.add("insight_took", ("grain", "on", *rollups.PLACE, "course", "bucket"), ("reports",), of_times)
    names = ("open", "unsolved", "unanswered")
    rows = [(*key, *(numbers.get(name, 0) for name in names)) for key, numbers in waiting.items()]
    rollups.add("insight_waiting", ("on", "at", *rollups.PLACE), names, rows)
    of_waits = rollups.rows(received, names, WAITS)
    rollups.add("insight_waitingsum", ("grain", "on", *rollups.PLACE), names, of_waits)
    rollups.add("insight_standing", ("area", "category", "state"), ("reports",), standing)
