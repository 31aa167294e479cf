"""What the numbers of the catalogue are made of, read from the rollups for any question: each table once, whatever is told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tanggap.core import clock, cursors
from tanggap.evaluation.catalogue.declared import BACKLOG_DAYS, CHANNEL_COST, INSIGHT, OLD_SHARE, Indicator
from tanggap.evaluation.tallies import reading as tallies
from tanggap.evaluation.tallies.words import MEASURES
from tanggap.insight.consumer import NAME as INSIGHT_NAME
from tanggap.insight.statistics.indicators import OLD_DAYS
from tanggap.insight.statistics.reading import CELL, Key, Question, Sums, counted_by, read
from tanggap.insight.statistics.telling import wanted

ALWAYS = ("received", "six_hours_over", "closures", "unchecked_closures")
"""Columns that tell why there is no number: whether anything was there, and whether it was received here."""
INCIDENTS = "incidents"


@dataclass(slots=True)
class Numbers:
    """What was counted of one step and part: insight's sums, the tallies, receipts by channel; and which days of the step are over."""

    first: date
    last: date
    now_on: date
    sums: Sums = field(default_factory=Sums)
    tallied: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)

    @property
    def days_over(self) -> int:
        """Return how many days of the step are over, at least one."""
        return max(1, (min(self.last, self.now_on - timedelta(days=1)) - self.first).days + 1)

    @property
    def is_present(self) -> bool:
        """Return whether it reaches to yesterday, so that what is known of now alone belongs to it."""
        return self.last >= self.now_on - timedelta(days=1)

    @property
    def is_imported(self) -> bool:
        """Return whether reports were taken over in it, and none received here nor closed by a check."""
        cells = self.sums.cells
        is_theirs = cells["received"] or cells["unchecked_closures"]
        return bool(is_theirs) and not (cells["six_hours_over"] or cells["closures"] or self.tallied[INCIDENTS])

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all was counted in it."""
        return not (any(self.sums.cells.values()) or any(self.tallied.values()))


class Grid(dict[Key, Numbers]):
    """The numbers of each step and part of a question; of one in which nothing was counted, those of nothing."""

    def __init__(self, asked: Question) -> None:
        super().__init__()
        self._asked = asked

    def __missing__(self, key: Key) -> Numbers:
        first, last = self._asked.steps[key[0]]
        self[key] = Numbers(first, last, clock.local(self._asked.now).date())
        return self[key]


def of(asked: Question, indicators: Iterable[Indicator]) -> Grid:
    """Return what `indicators` need of a question. At most eight statements, whatever they are and however it is divided."""
    chosen = list(indicators)
    grid = Grid(asked)
    for key, sums in _insight(asked, chosen).items():
        grid[key].sums = sums
    for key, counts in tallies.read(asked, _measures(chosen)).items():
        grid[key].tallied = counts
    if any(one.rule.kind == CHANNEL_COST for one in chosen):
        for key, of_key in counted_by(asked, CELL, ("received",), "channel").items():
            grid[key].channels = Counter({code: counts["received"] for code, counts in of_key.items()})
    return grid


def of_each(asked: Sequence[Question], indicators: Iterable[Indicator]) -> list[Grid]:
    """Return it of questions that differ in their steps alone, each by itself; all steps are read in one go."""
    steps = [step for one in asked for step in one.steps]
    together = of(replace(asked[0], steps=steps), indicators)
    grids, before = [], 0
    for one in asked:
        grid = Grid(one)
        after = before + len(one.steps)
        grid |= {(step - before, part): row for (step, part), row in together.items() if before <= step < after}
        grids.append(grid)
        before = after
    return grids


def is_rebuilding() -> bool:
    """Return whether what the numbers are made of is being counted anew. Two statements."""
    return cursors.is_rebuilding(INSIGHT_NAME) or tallies.is_rebuilding()


def _insight(asked: Question, chosen: list[Indicator]) -> dict[Key, Sums]:
    needs = wanted([one.rule.insight for one in chosen if one.rule.kind == INSIGHT and one.rule.insight])
    cells = {*needs.cells, *ALWAYS, *(name for one in chosen for name in one.rule.cells)}
    kinds = {one.rule.kind for one in chosen}
    needs = replace(
        needs,
        cells=tuple(sorted(cells)),
        has_stock=needs.has_stock or bool(kinds & {BACKLOG_DAYS, OLD_SHARE}),
        old_days=OLD_DAYS if OLD_SHARE in kinds else needs.old_days,
    )
    return defaultdict(Sums, read(asked, needs))


def _measures(chosen: list[Indicator]) -> list[str]:
    names = {name for one in chosen for name in (*one.rule.part, *one.rule.of)}
    return sorted(name for name in {*names, INCIDENTS} if name in MEASURES)
