"""The sums behind the numbers: few rows of the rollups in one statement each, whatever the period.

A period is cut into whole years, whole months and single days, and each is read where it stands added up. What is narrowed to at most one
area, category, unit or channel is read from the rows of that side alone; what is narrowed to more, from the full ones.

A sensitive category of which a step and part hold fewer than `FEW` is taken out of every sum there, so that neither it nor what a
subtraction of sums would leave tells of it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.insight.buckets import LAST, STEP
from tanggap.insight.counting import ANSWER, SOLVE
from tanggap.insight.statistics.selection import Selection, month_end, months_before

EARLIEST = date(1900, 1, 1)
FEW = 5
SIDES: Final = {"area": "a", "category": "c", "unit": "u", "channel": "w"}
_SIZED = ("received", "ended", "answered", "late_answers", "late_solutions", "checked", "closures", "rated")
_STOCK = ("opened - ended",)
_LN = repr(math.log(STEP))

Days = tuple[date, date]
Key = tuple[int, str]  # the number of the step, and the part (empty: not divided, or not known)
Few = set[tuple[int, str, str]]  # step, part and category
Row = tuple[Key, str, Sequence[Any]]  # with the category (empty: all) and the values
Fetch = Callable[[list[str] | None], Iterator[Row]]


@dataclass(slots=True)
class Sums:
    """What was counted of one step and part: columns of `Cell`, the stock of open reports, and times by bucket.

    `is_reduced` when a sensitive category was taken out.
    """

    cells: Counter[str] = field(default_factory=Counter)
    stock: int = 0
    took: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    waiting: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    old: int = 0
    is_reduced: bool = False


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
    """Return what was counted of each step and part. A constant number of statements."""
    found: dict[Key, Sums] = defaultdict(Sums)
    if wanted.cells or wanted.has_times:
        few = _few(asked, _spans(asked.steps), _SIZED)
        if wanted.cells:
            _add_cells(found, asked, wanted.cells, few)
        if wanted.has_times:
            _add_times(found, asked, few)
    if wanted.has_stock:
        _add_stock(found, asked)
    if wanted.old_days:
        _add_old(found, asked, wanted.old_days)
    return found


def open_by_age(asked: Question, ends: Sequence[int]) -> list[int]:
    """Return how many reports are open since less than `ends[0]` days, from there to `ends[1]`, and so on, the oldest last."""
    edges = [asked.now - timedelta(days=end) for end in reversed(ends)]
    counts = [0] * (len(ends) + 1)
    for sign, _key, (place, reports) in _now(asked, "width_bucket(at, %s::timestamptz[])", [edges]):
        counts[len(ends) - place] += sign * reports
    return counts


def _add_cells(found: dict[Key, Sums], asked: Question, names: Sequence[str], few: Few) -> None:
    spans = _spans(asked.steps)
    for sign, key, numbers in _net(few, lambda codes: _cells(asked, spans, names, codes)):
        into = _into(found, key, sign)
        for name, number in zip(names, numbers, strict=True):
            into.cells[name] += sign * number


def _add_stock(found: dict[Key, Sums], asked: Question) -> None:
    spans = [(number, *span) for number, (_first, last) in enumerate(asked.steps) for span in cut(EARLIEST, last)]
    for sign, key, (stock,) in _net(_few(asked, spans, _STOCK), lambda codes: _cells(asked, spans, _STOCK, codes)):
        _into(found, key, sign).stock += sign * stock


def _add_times(found: dict[Key, Sums], asked: Question, few: Few) -> None:
    spans = _spans(asked.steps)
    for sign, key, (course, bucket, reports) in _net(few, lambda codes: _took(asked, spans, codes)):
        _into(found, key, sign).took[course][bucket] += sign * reports
    since = f"least({LAST}, floor(ln(greatest(1, extract(epoch FROM %s - at) / 60)) / {_LN} + 1e-9))::integer"
    for sign, key, (bucket, unsolved, unanswered) in _net(
        few, lambda codes: _waiting(asked, asked.steps, since, [asked.now], ("unsolved", "unanswered"), codes)
    ):
        into = _into(found, key, sign)
        into.waiting[SOLVE][bucket] += sign * unsolved
        into.waiting[ANSWER][bucket] += sign * unanswered


def _add_old(found: dict[Key, Sums], asked: Question, days: int) -> None:
    for sign, (_number, part), (is_old, reports) in _now(asked, "at < %s", [asked.now - timedelta(days=days)]):
        for number in range(len(asked.steps)):
            _into(found, (number, part), sign).old += sign * reports * is_old


def _into(found: dict[Key, Sums], key: Key, sign: int) -> Sums:
    into = found[key]
    into.is_reduced = into.is_reduced or sign < 0
    return into


def _now(asked: Question, group: str, values: Sequence[Any]) -> Iterator[tuple[int, Key, Sequence[Any]]]:
    """Yield what is open now, whenever it came in, by part and `group`."""
    always = [(EARLIEST, asked.now.date() + timedelta(days=1))]
    spans = [(0, *span) for span in cut(*always[0])]
    return _net(_few(asked, spans, _STOCK), lambda codes: _waiting(asked, always, group, values, ("open",), codes))


def _net(few: Few, fetch: Fetch) -> Iterator[tuple[int, Key, Sequence[Any]]]:
    """Yield the rows of all with sign 1, and with sign -1 those of sensitive categories of which there are too few."""
    for key, _category, values in fetch(None):
        yield 1, key, values
    if few:
        for key, category, values in fetch(sorted({category for _number, _part, category in few})):
            if (*key, category) in few:
                yield -1, key, values


def _few(asked: Question, spans: Sequence[tuple[int, str, date, date]], names: Sequence[str]) -> Few:
    """Return the sensitive categories of which there are some, but too few, in each step and part."""
    chosen = asked.narrowing().get("category")
    hidden = [row.code for row in catalog.categories() if row.is_sensitive or row.is_confidential]
    codes = [code for code in hidden if chosen is None or code in chosen]
    if not codes:
        return set()
    sizes: dict[tuple[int, str, str], Counter[int]] = defaultdict(Counter)
    for key, category, numbers in _cells(asked, spans, names, codes):
        sizes[(*key, category)].update(dict(enumerate(numbers)))
    return {key for key, numbers in sizes.items() if 0 < max(numbers.values()) < FEW}


def _cells(
    asked: Question, spans: Sequence[tuple[int, str, date, date]], names: Sequence[str], codes: list[str] | None
) -> Iterator[Row]:
    sums = ", ".join(f"sum({name})" for name in names)
    return _of_grains(asked, "insight_cell", spans, sums, "", codes)


def _took(asked: Question, spans: Sequence[tuple[int, str, date, date]], codes: list[str] | None) -> Iterator[Row]:
    return _of_grains(asked, "insight_took", spans, "course, bucket, sum(reports)", ", course, bucket", codes)


def _of_grains(
    asked: Question,
    table: str,
    spans: Sequence[tuple[int, str, date, date]],
    columns: str,
    groups: str,
    codes: list[str] | None,
) -> Iterator[Row]:
    """Yield sums of a table of grains for each span; `codes`: only of these categories, each by itself. One statement."""
    condition, values, dimensions = _condition(asked, codes)
    side = SIDES[dimensions.pop()] if len(dimensions) == 1 else "f" if dimensions else SIDES["channel"]
    numbers, grains, firsts, lasts = zip(*spans, strict=True)
    return _rows(
        asked,
        "unnest(%s::integer[], %s::text[], %s::date[], %s::date[]) AS span (number, grain, first, last)"
        f' JOIN {table} ON {table}.grain = span.grain AND "on" BETWEEN span.first AND span.last',
        [list(numbers), [grain + side for grain in grains], list(firsts), list(lasts)],
        condition,
        values,
        columns,
        groups,
        codes,
    )


def _waiting(
    asked: Question,
    steps: Sequence[Days],
    group: str,
    group_values: Sequence[Any],
    names: Sequence[str],
    codes: list[str] | None,
) -> Iterator[Row]:
    """Yield how many are open now by `group`, of those received in each step. One statement."""
    condition, values, _dimensions = _condition(asked, codes)
    firsts, lasts = zip(*steps, strict=True)
    sums = ", ".join(f"sum({name})" for name in names)
    grouped = f'(SELECT *, {group} AS "group" FROM insight_waiting) AS waiting'  # noqa: S608
    return _rows(
        asked,
        "unnest(%s::integer[], %s::date[], %s::date[]) AS span (number, first, last)"
        f' JOIN {grouped} ON "on" BETWEEN span.first AND span.last',
        [list(range(len(steps))), list(firsts), list(lasts), *group_values],
        condition,
        values,
        f'"group", {sums}',
        ', "group"',
        codes,
    )


def _condition(asked: Question, codes: list[str] | None) -> tuple[str, list[Any], set[str]]:
    """Return the condition of a question, its values, and the dimensions that it needs."""
    narrowing = asked.narrowing()
    if codes is not None:
        narrowing["category"] = codes
    parts = ["is_public", *(f"{name} = ANY (%s)" for name in narrowing)]
    return " AND ".join(parts), list(narrowing.values()), {*narrowing, *([asked.by] if asked.by else [])}


def _rows(
    asked: Question,
    source: str,
    source_values: Sequence[Any],
    condition: str,
    values: Sequence[Any],
    columns: str,
    groups: str,
    codes: list[str] | None,
) -> Iterator[Row]:
    by, category = asked.by or "''", "''" if codes is None else "category"
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT span.number, {by}, {category}, {columns} FROM {source} WHERE {condition} GROUP BY 1, 2, 3{groups}",  # noqa: S608
            [*source_values, *values],
        )
        for number, code, of, *numbers in reading.fetchall():
            part = asked.part(code)
            if part is not None:
                yield (number, part), of, numbers


def _spans(steps: Sequence[Days]) -> list[tuple[int, str, date, date]]:
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
