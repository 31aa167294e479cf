"""Statements of many parts: each reads some rows of one table, and its rows tell by a number to which steps they belong."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.insight.statistics.asking import Question
from tanggap.insight.statistics.spans import Run, Target
from tanggap.places import queries as places


class Source(NamedTuple):
    """What is read in one go, where from, and the values for that; `is_apart`: no two of its rows have the same number, part and groups."""

    run: Run
    where: str
    values: Sequence[Any]
    is_apart: bool = False


class Part(NamedTuple):
    """Of a statement: what numbers its rows, where it is read from, the values for both, and whether its rows need not be added up."""

    number: str
    where: str
    values: Sequence[Any]
    is_apart: bool


class Numbered(NamedTuple):
    """The parts of a statement, and to which steps the rows of a number belong."""

    parts: list[Part]
    targets: dict[int, tuple[Target, ...]]

    def steps(self) -> dict[int, int] | None:
        """Return the step of each number where nothing need be added up: each step has one, of which nothing is taken back; else None."""
        targets = [(number, *target) for number, of in self.targets.items() for target in of]
        is_plain = len({step for _n, step, _s in targets}) == len({number for number, _, _ in targets}) == len(targets)
        return {number: step for number, step, _s in targets} if is_plain and all(s > 0 for *_, s in targets) else None


Counted = tuple[int, str, tuple[Any, ...]]  # the step, the part, and what was counted of them: the groups and the sums
Packed = tuple[int, str, tuple[str, ...]]  # the number of rows, the part, and what was counted of them, in words


def numbered(sources: Sequence[Source]) -> Numbered:
    """Return each source as a part of a statement that tells its rows apart by numbers."""
    many = len(sources)
    parts: list[Part] = []
    targets: dict[int, tuple[Target, ...]] = {}
    for place, (run, where, values, is_apart) in enumerate(sources):
        if len(run.targets) == 1:
            parts.append(Part(str(many + place), where, values, is_apart))
        else:
            told = f'width_bucket("on", %s::date[]) * {many} + {place}'
            parts.append(Part(told, where, [list(run.edges), *values], is_apart))
        targets |= {number * many + place: of for number, of in enumerate(run.targets, 1)}
    return Numbered(parts, targets)


def rows(asked: Question, of: Numbered, groups: Sequence[str], sums: Sequence[str]) -> Iterator[Counted]:
    """Yield the step, the part, and the groups and the sums of columns, for all parts of a statement. One part may come in several rows."""
    names = _names(groups, sums)
    statement, values = _union(asked, of, groups, sums)
    steps = of.steps()
    if steps is None:
        statement, told = _in_steps(statement, names, 2 + len(groups), of)
        values += told
    for number, part, row in _read(asked, statement, values, names, 2 + len(groups)):
        step = steps.get(number) if steps else number
        if step is not None:
            yield step, part, row


def packed(asked: Question, of: Numbered, groups: Sequence[str], sums: Sequence[str]) -> Iterator[Packed]:
    """Yield the same as it comes: the number of the rows, and behind the groups the last of them and each sum as numbers between commas.

    The database adds nothing up by step here: to sort so many rows would take longer.
    """

    def last(statement: str) -> str:
        keys, by, counts = ", ".join(names[: 1 + len(groups)]), names[1 + len(groups)], names[2 + len(groups) :]
        lists = ", ".join(f"string_agg({name}::text, ',')" for name in (by, *counts))
        return f"SELECT {keys}, {lists} FROM ({statement}) AS one ({', '.join(names)}) GROUP BY {_grouped(1 + len(groups))}"  # noqa: S608

    names = _names(groups, sums)
    return _read(asked, *_union(asked, of, groups, sums), names, 2 + len(groups), last)


def _names(groups: Sequence[str], sums: Sequence[str]) -> list[str]:
    """Return the names of a statement's columns: those that tell its rows apart, and the sums."""
    return ["number", "code", *(f"key{n}" for n in range(len(groups))), *(f"sum{n}" for n in range(len(sums)))]


def _union(asked: Question, of: Numbered, groups: Sequence[str], sums: Sequence[str]) -> tuple[str, list[Any]]:
    """Return what reads all parts, and its values."""
    selects = [_select(one, [asked.by or "''", *groups], sums) for one in of.parts]
    return " UNION ALL ".join(selects), [value for one in of.parts for value in one.values]


def _read(
    asked: Question,
    statement: str,
    values: list[Any],
    names: Sequence[str],
    many: int,
    last: Callable[[str], str] = str,
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """Yield the rows of a statement, of which `last` makes what is sent; the first `many` of its `names` tell its rows apart."""
    part_of = cache(asked.part)
    folded = _folded(asked.by, part_of)
    if folded:
        statement = _in_parts(statement, names[:many], names[many:])
        values = [*values, list(folded), list(folded.values())]
    wholes = frozenset(folded.values())
    with connection.cursor() as reading:
        reading.execute(last(statement), values)
        for row in reading.fetchall():
            part = row[1] if row[1] in wholes else part_of(row[1])
            if part is not None:
                yield row[0], part, row[2:]


def _select(part: Part, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Return what reads one part: added up, unless each of its rows stands for itself."""
    if part.is_apart:
        columns = ", ".join([*keys, *(f"({one})::bigint" for one in sums)])
        return f"SELECT {part.number}, {columns} FROM {part.where}"  # noqa: S608
    columns = ", ".join([*keys, *(f"sum({one})::bigint" for one in sums)])
    numbers = ", ".join(str(n + 1) for n in range(1 + len(keys)))
    return f"SELECT {part.number}, {columns} FROM {part.where} GROUP BY {numbers}"  # noqa: S608


def _folded(by: str, part_of: Callable[[str], str | None]) -> dict[str, str]:
    """Return the areas or categories that are asked for as parts of another one: these the database puts together."""
    known = places.areas() if by == "area" else catalog.categories() if by == "category" else ()
    parts = {row.code: part for row in known if (part := part_of(row.code)) is not None}
    return parts if any(code != part for code, part in parts.items()) else {}


def _in_steps(statement: str, names: Sequence[str], many: int, of: Numbered) -> tuple[str, list[Any]]:
    """Return a statement that adds up the rows of another one by step, of which several numbers make one, some taken back; its values."""
    targets = [(number, *target) for number, of_number in of.targets.items() for target in of_number]
    columns = ["step", *names[1:many], *(f"sum({name} * sign)::bigint" for name in names[many:])]
    return (
        f"SELECT {', '.join(columns)} FROM ({statement}) AS found ({', '.join(names)})"  # noqa: S608
        " JOIN unnest(%s::int[], %s::int[], %s::int[]) AS targets (number, step, sign) USING (number)"
        f" GROUP BY {_grouped(many)}"
    ), [list(column) for column in zip(*targets, strict=True)] or [[], [], []]


def _in_parts(statement: str, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Return a statement that adds up the rows of another one by the parts that codes are folded into."""
    columns = [keys[0], "coalesce(part, code)", *keys[2:], *(f"sum({name})::bigint" for name in sums)]
    return (
        f"SELECT {', '.join(columns)} FROM ({statement}) AS found ({', '.join([*keys, *sums])})"  # noqa: S608
        " LEFT JOIN unnest(%s::text[], %s::text[]) AS folded (code, part) USING (code)"
        f" GROUP BY {_grouped(len(keys))}"
    )


def _grouped(many: int) -> str:
    """Return the places of the first columns, that of the number last: sorted by it first, rows take longer."""
    return ", ".join(map(str, [*range(2, many + 1), 1]))
