"""The consumer that keeps the rollups: each report's share is taken out as it was and put in as it is now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tanggap.core.cursors import Consumer
from tanggap.insight import rollups
from tanggap.insight.counting import Count, DayKey, Key, Place, StandingKey, TookKey, WaitingKey
from tanggap.insight.models import Cell, Standing, Tally, Took, Waiting
from tanggap.insight.words import CELLS, COUNTED, SIDES, TIMES
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "insight"
_COLUMNS = (
    "report", "version", "area", "category", "unit", "channel", "state", "is_public", "is_live", "received_at", "days", "marks",
    "answer_bucket", "solve_bucket", "ending",
)  # fmt: skip
_PLACE = ("area", "category", "unit", "channel", "is_public")


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
    write(change)


def clear() -> None:
    """Drop all that was ever counted."""
    for model in (Tally, Cell, Took, Waiting, Standing):
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


def write(change: Counter[Key]) -> None:
    """Add `change` to the rollups, table by table, and drop the rows of which nothing is left."""
    cells: dict[tuple[date, Place], dict[str, int]] = defaultdict(dict)
    took: dict[tuple[date, Place, tuple[Any, ...]], dict[str, int]] = {}
    waiting: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
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
            case StandingKey():
                standing.append((*key, number))
    of_days = {(*key, ()): numbers for key, numbers in cells.items()}
    rollups.add("insight_cell", ("grain", "on", *_PLACE), COUNTED, _rows(of_days, COUNTED, CELLS))
    of_times = _rows(took, ("reports",), TIMES)
    rollups.add("insight_took", ("grain", "on", *_PLACE, "course", "bucket"), ("reports",), of_times)
    names = ("open", "unsolved", "unanswered")
    rows = [(*key, *(numbers.get(name, 0) for name in names)) for key, numbers in waiting.items()]
    rollups.add("insight_waiting", ("on", "at", *_PLACE), names, rows)
    rollups.add("insight_standing", ("area", "category", "state"), ("reports",), standing)


def _rows(
    found: Mapping[tuple[date, Place, tuple[Any, ...]], Mapping[str, int]], names: Sequence[str], grains: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return the rows of `grains` that numbers of local days stand in."""
    sums: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (on, place, more), numbers in found.items():
        for key in _keys(on, place, grains):
            of_key = sums[*key, *more]
            for name, number in numbers.items():
                of_key[name] += number
    rows = ((key, [of_key.get(name, 0) for name in names]) for key, of_key in sums.items())
    return [(*key, *numbers) for key, numbers in rows if any(numbers)]


def _keys(on: date, place: Place, grains: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of the rows of one local day and place (`insight.models.Cell`)."""
    first = {"y": on.replace(month=1, day=1), "m": on.replace(day=1), "d": on}
    for grain in grains:
        told_by = SIDES[grain[1]]
        codes = (code if name in told_by else "" for name, code in zip(_PLACE[:4], place[:4], strict=True))
        yield grain, first[grain[0]], *codes, place.is_public
