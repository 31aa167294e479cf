"""The consumer that keeps the rollups: each report's share is taken out as it was and put in as it is now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tanggap.core.cursors import Consumer
from tanggap.insight import rollups
from tanggap.insight.counting import DAY, SOLVED, STANDING, Count, Key
from tanggap.insight.models import Day, Solved, Standing, Tally
from tanggap.insight.words import COUNTED
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "insight"
_COLUMNS = (
    "report", "version", "area", "category", "state", "is_public", "is_live", "received_at", "is_answered", "days",
    "solved_on", "solved_bucket",
)  # fmt: skip


def apply(facts: Sequence[Fact]) -> None:
    """Count what `facts` tell. Events that a report had before them and that were not counted yet are fetched and counted first."""
    reach = _reach(facts)
    known = _known(reach)
    found = _missing(facts, reach, {report: count.version for report, count in known.items()})
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
    _write(change)


def clear() -> None:
    """Drop all that was ever counted."""
    for model in (Tally, Day, Solved, Standing):
        model.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _reach(facts: Iterable[Fact]) -> dict[int, int]:
    """Return the last version that `facts` tell of each report."""
    reach: dict[int, int] = {}
    for fact in facts:
        reach[fact.report] = max(fact.version, reach.get(fact.report, 0))
    return reach


def _known(reports: Iterable[int]) -> dict[int, Count]:
    """Return what has been counted of `reports`, nothing for those not seen before. At most two statements."""
    wanted = list(reports)
    rows = Tally.objects.filter(report__in=wanted).values_list(*_COLUMNS)
    known = {row[0]: Count(*row) for row in rows}
    new = [report for report in wanted if report not in known]
    if new:
        known.update((report, Count.nothing(about)) for report, about in outbox.about(new).items())
    return known


def _missing(facts: Sequence[Fact], reach: dict[int, int], counted: dict[int, int]) -> dict[int, list[Fact]]:
    """Return each report's events that are still to be counted, without a gap.

    Two transactions of one report may stand in the log the other way round (the one that came second began first). Then the later
    event pulls the earlier one along, and the earlier one is no news when its turn comes.
    """
    given: dict[int, dict[int, Fact]] = defaultdict(dict)
    for fact in facts:
        given[fact.report][fact.version] = fact
    found: dict[int, list[Fact]] = {}
    gaps: dict[int, tuple[int, int]] = {}
    for report, last in reach.items():
        versions = range(counted[report] + 1, last + 1)
        if all(version in given[report] for version in versions):
            found[report] = [given[report][version] for version in versions]
        else:
            gaps[report] = (versions.start, last)
    return {**found, **outbox.between(gaps)}


def _remember(counts: list[Count]) -> None:
    rows = [
        Tally(report_id=count.report, **{name: getattr(count, name) for name in _COLUMNS if name != "report"})
        for count in counts
    ]
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["report"], update_fields=[n for n in _COLUMNS if n != "report"]
    )


def _write(change: Counter[Key]) -> None:
    """Add `change` to the rollups, table by table, and drop the rows of which nothing is left."""
    days: dict[tuple[Any, ...], dict[Any, int]] = defaultdict(dict)
    solved: dict[tuple[Any, ...], int] = {}
    standing: dict[tuple[Any, ...], int] = {}
    for key, number in change.items():
        if not number:
            continue
        if key[0] == DAY:
            days[key[1:4]][key[4]] = number
        elif key[0] == SOLVED:
            solved[key[1:]] = number
        elif key[0] == STANDING:
            standing[key[1:]] = number
    of_days = [(*key, *(of_day.get(name, 0) for name in COUNTED)) for key, of_day in days.items()]
    rollups.add("insight_day", ("on", "area", "category"), COUNTED, of_days)
    rollups.add(
        "insight_solved", ("on", "area", "category", "bucket"), ("reports",), [(*k, n) for k, n in solved.items()]
    )
    rollups.add("insight_standing", ("area", "category", "state"), ("reports",), [(*k, n) for k, n in standing.items()])
