"""The sums behind the numbers: few rows of the rollups in one statement each, whatever the period.

A period is cut into whole years, whole months and single days, and each is read where it stands added up. What is narrowed to at most one
area, category, unit or channel is read from the rows of that side alone; what is narrowed to more, from the full ones.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from tanggap.insight.buckets import LAST, STEP
from tanggap.insight.counting import ANSWER, SOLVE
from tanggap.insight.statistics.selection import Selection, month_end, months_before

EARLIEST = date(1900, 1, 1)
SIDES: Final = {"area": "a", "category": "c", "unit": "u", "channel": "w"}
_STOCK = ("opened - ended",)
_LN = repr(math.log(STEP))

Days = tuple[date, date]
Key = tuple[int, str]  # the number of the step, and the part (empty: not divided, or not known)
Row = tuple[Key, Sequence[Any]]
Span = tuple[int, str, date, date]  # the number of the step, a grain, and the first days of its first and last row


@dataclass(slots=True)
class Sums:
    """What was counted of one step and part: columns of `Cell`, the stock of open reports, and times by bucket."""

    cells: Counter[str] = field(default_factory=Counter)
    stock: int = 0
    took: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    waiting: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    old: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: columns of `Cell`, and whether the stock, the times, and how many are open for more than `old_days` now."""

    cells: tuple[str, ...] = ()
    has_stock: bool = False
    has_times: bool = False
    old_days: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a selection in steps (days, both included) at an instant, divided by a dimension (empty: not).

    `part` tells to which part a code belongs, None for one that is not asked for.
    """

    selection: Selection
    steps: Sequence[Days]
    now: datetime
    by: str = ""
    part: Callable[[str], str | None] = str

    def narrowing(self) -> dict[str, list[str]]:
        """Return the codes that each narrowed dimension may have."""
        one = self.selection
        of = {"area": one.areas(), "category": one.categories(), "unit": one.units(), "channel": one.channels()}
        return {name: codes for name, codes in of.items() if codes is not None}


def read(asked: Question, wanted: Wanted) -> dict[Key, Sums]:
    """Return what was counted of each step and part. At most five statements."""
    found: dict[Key, Sums] = defaultdict(Sums)
    if wanted.cells:
        for key, numbers in _cells(asked, _spans(asked.steps), wanted.cells):
            found[key].cells.update(dict(zip(wanted.cells, numbers, strict=True)))
    if wanted.has_stock:
        spans = [(number, *span) for number, (_first, last) in enumerate(asked.steps) for span in cut(EARLIEST, last)]
        for key, (stock,) in _cells(asked, spans, _STOCK):
            found[key].stock += stock
    if wanted.has_times:
        _add_times(found, asked)
    if wanted.old_days:
        for (_number, part), (is_old, reports) in _open_now(
            asked, "at < %s", asked.now - timedelta(days=wanted.old_days)
        ):
            for number in range(len(asked.steps)):
                found[number, part].old += reports * is_old
    return found


def open_by_age(asked: Question, ends: Sequence[int]) -> list[int]:
    """Return how many reports are open since less than `ends[0]` days, from there to `ends[1]`, and so on, the oldest last."""
    edges = [asked.now - timedelta(days=end) for end in reversed(ends)]
    counts = [0] * (len(ends) + 1)
    for _key, (place, reports) in _open_now(asked, "width_bucket(at, %s::timestamptz[])", edges):
        counts[len(ends) - place] += reports
    return counts


def sizes(asked: Question) -> dict[Key, Counter[str]]:
    """Return how many reports of each category each step and part has to do with, whatever category the selection is narrowed to."""
    asked = replace(asked, selection=replace(asked.selection, category=""))
    names = ("received", "ended", "answered", "late_answers", "late_solutions", "checked", "closures", "rated")
    found: dict[Key, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for key, (category, *numbers) in _cells(asked, _spans(asked.steps), names, also="category"):
        found[key][category].update(dict(zip(names, numbers, strict=True)))
    return {
        key: Counter({category: max(numbers.values()) for category, numbers in of_key.items()})
        for key, of_key in found.items()
    }


def _add_times(found: dict[Key, Sums], asked: Question) -> None:
    for key, (course, bucket, reports) in _of_grains(
        asked, "insight_took", _spans(asked.steps), ("course", "bucket"), "sum(reports)"
    ):
        found[key].took[course][bucket] += reports
    since = f"least({LAST}, floor(ln(greatest(1, extract(epoch FROM %s - at) / 60)) / {_LN} + 1e-9))::integer"
    for key, (bucket, unsolved, unanswered) in _waiting(
        asked, asked.steps, since, asked.now, ("unsolved", "unanswered")
    ):
        found[key].waiting[SOLVE][bucket] += unsolved
        found[key].waiting[ANSWER][bucket] += unanswered


def _open_now(asked: Question, group: str, value: object) -> Iterator[Row]:
    """Yield how many are open now, whenever they came in, by part and `group`."""
    return _waiting(asked, [(EARLIEST, asked.now.date() + timedelta(days=1))], group, value, ("open",))


def _cells(asked: Question, spans: Sequence[Span], names: Sequence[str], *, also: str = "") -> Iterator[Row]:
    return _of_grains(asked, "insight_cell", spans, [also] if also else [], ", ".join(f"sum({name})" for name in names))


def _of_grains(asked: Question, table: str, spans: Sequence[Span], groups: Sequence[str], sums: str) -> Iterator[Row]:
    """Yield sums of a table of grains for each span, each of `groups` by itself. One statement."""
    condition, values, dimensions = _condition(asked)
    dimensions |= {name for name in groups if name in SIDES}
    side = SIDES[dimensions.pop()] if len(dimensions) == 1 else "f" if dimensions else SIDES["channel"]
    numbers, grains, firsts, lasts = zip(*spans, strict=True)
    return _rows(
        asked,
        "unnest(%s::integer[], %s::text[], %s::date[], %s::date[]) AS span (number, grain, first, last)"
        f' JOIN {table} ON {table}.grain = span.grain AND "on" BETWEEN span.first AND span.last WHERE {condition}',
        [list(numbers), [grain + side for grain in grains], list(firsts), list(lasts), *values],
        groups,
        sums,
    )


def _waiting(asked: Question, steps: Sequence[Days], group: str, value: object, names: Iterable[str]) -> Iterator[Row]:
    """Yield how many are open now by `group`, which takes one value, of those received in each step. One statement."""
    condition, values, _dimensions = _condition(asked)
    firsts, lasts = zip(*steps, strict=True)
    grouped = f'(SELECT *, {group} AS "group" FROM insight_waiting) AS waiting'  # noqa: S608
    return _rows(
        asked,
        "unnest(%s::integer[], %s::date[], %s::date[]) AS span (number, first, last)"
        f' JOIN {grouped} ON "on" BETWEEN span.first AND span.last WHERE {condition}',
        [list(range(len(steps))), list(firsts), list(lasts), value, *values],
        ['"group"'],
        ", ".join(f"sum({name})" for name in names),
    )


def _condition(asked: Question) -> tuple[str, list[Any], set[str]]:
    """Return the condition of a question, its values, and the dimensions that it needs."""
    narrowing = asked.narrowing()
    parts = ["is_public", *(f"{name} = ANY (%s)" for name in narrowing)]
    return " AND ".join(parts), list(narrowing.values()), {*narrowing, *([asked.by] if asked.by else [])}


def _rows(asked: Question, source: str, values: Sequence[Any], groups: Sequence[str], sums: str) -> Iterator[Row]:
    columns = ", ".join(["span.number", asked.by or "''", *groups])
    numbers = ", ".join(str(number + 1) for number in range(2 + len(groups)))
    with connection.cursor() as reading:
        reading.execute(f"SELECT {columns}, {sums} FROM {source} GROUP BY {numbers}", values)  # noqa: S608
        for number, code, *row in reading.fetchall():
            part = asked.part(code)
            if part is not None:
                yield (number, part), row


def _spans(steps: Sequence[Days]) -> list[Span]:
    return [(number, *span) for number, (first, last) in enumerate(steps) for span in cut(first, last)]


def cut(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Yield the grains that make up the days from `first` to `last`: their letter and the first days of the first and the last one."""
    begin = first if (first.month, first.day) == (1, 1) else date(first.year + 1, 1, 1)
    end = date(last.year if (last.month, last.day) == (12, 31) else last.year - 1, 1, 1)
    if begin <= end:
        yield "y", begin, end
        yield from _months(first, begin - timedelta(days=1))
        yield from _months(date(end.year + 1, 1, 1), last)
    else:
        yield from _months(first, last)


def _months(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    begin = first if first.day == 1 else months_before(first.replace(day=1), -1)
    end = last.replace(day=1) if last == month_end(last) else months_before(last.replace(day=1), 1)
    if begin <= end:
        yield "m", begin, end
        yield from _single(first, begin - timedelta(days=1))
        yield from _single(month_end(end) + timedelta(days=1), last)
    else:
        yield from _single(first, last)


def _single(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    if first <= last:
        yield "d", first, last
