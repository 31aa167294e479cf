"""The consumer that keeps the rollups of the evaluation: each report's share is taken out as it was and put in as it is now.

It has a cursor and a memory of its own, so that a number that is added here counts nothing anew elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from tanggap.core.cursors import Consumer
from tanggap.evaluation.tallies.models import Cell, Memory, Watching
from tanggap.evaluation.tallies.reading import NAME
from tanggap.evaluation.tallies.story import Key, Story, WatchKey
from tanggap.evaluation.tallies.words import LARGE, NAMES
from tanggap.insight import following, rollups
from tanggap.insight.following import Place
from tanggap.insight.words import CELLS
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

_COLUMNS: Final = (
    "report", "version", "area", "category", "unit", "channel", "state", "is_public", "is_live", "received_at", "days", "marks",
)  # fmt: skip


def apply(facts: Sequence[Fact]) -> None:
    """Count what `facts` tell, and what their reports went through before that was not counted yet. At most nine statements."""
    wanted = following.reach(facts)
    known = _known(wanted)
    found = following.missing(facts, wanted, {report: story.version for report, story in known.items()})
    joined = [fact.payload["child"] for events in found.values() for fact in events if fact.kind == "triage.adopt"]
    received = outbox.received(joined)
    change: Counter[Key] = Counter()
    for report, events in found.items():
        story = known[report]
        change.subtract(story.share())
        for fact in events:
            story.add(fact, joined_at=received.get(fact.payload.get("child", "")))
        change.update(story.share())
    _remember([known[report] for report in found])
    write(change)


def clear() -> None:
    """Drop all that was ever counted."""
    for model in (Memory, Cell, Watching):
        model.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _known(reports: Iterable[int]) -> dict[int, Story]:
    """Return what has been counted of `reports`, nothing for those not seen before. At most two statements."""
    wanted = list(reports)
    rows = Memory.objects.filter(report__in=wanted).values_list(*_COLUMNS)
    known = {row[0]: Story(*row) for row in rows}
    if new := [report for report in wanted if report not in known]:
        known.update((report, Story.nothing(about)) for report, about in outbox.about(new).items())
    return known


def _remember(stories: list[Story]) -> None:
    rows = [
        Memory(report_id=story.report, **{name: getattr(story, name) for name in _COLUMNS[1:]}) for story in stories
    ]
    Memory.objects.bulk_create(rows, update_conflicts=True, unique_fields=["report"], update_fields=list(_COLUMNS[1:]))


def write(change: Counter[Key]) -> None:
    """Add `change` to the rollups, and drop the rows of which nothing is left."""
    cells: dict[tuple[date, Place, tuple[Any, ...]], dict[str, int]] = defaultdict(dict)
    watching: list[tuple[Any, ...]] = []
    for key, number in change.items():
        if not number:
            continue
        if isinstance(key, WatchKey):
            watching.append((key.on, key.at, *key.place, number))
        else:
            cells[key.on, key.place, ()][key.name] = number
    rows = rollups.rows(cells, NAMES, CELLS)
    rollups.add("tallies_cell", ("grain", "on", *rollups.PLACE), NAMES, rows, large=LARGE)
    rollups.add("tallies_watching", ("on", "at", *rollups.PLACE), ("reports",), watching)
