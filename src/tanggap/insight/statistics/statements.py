"""Statements of many parts: each reads some rows of one table, and its rows tell by a number to which steps they belong."""

import json
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


Numbered = tuple[list[Part], dict[int, tuple[Target, ...]]]  # the parts, and to which steps the rows of a number belong
Counted = tuple[
    int, str, tuple[Any, ...]
]  # the number of rows, the part that they belong to, and what was counted of them


def numbered(sources: Sequence[Source]) -> Numbered:
    """Return each source as a part of a statement that tells its rows apart by numbers, and to which steps the rows of a number belong."""
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
    return parts, targets


def rows(asked: Question, parts: Sequence[Part], groups: Sequence[str], sums: Sequence[str]) -> Iterator[Counted]:
    """Yield the number of rows, the part that they belong to, and their groups and the sums of columns, for all parts of a statement."""
    return _read(asked, parts, groups, sums, lambda statement, _names: statement)


def histograms(asked: Question, parts: Sequence[Part], groups: Sequence[str], sums: Sequence[str]) -> Iterator[Counted]:
    """Yield the same, but of each sum all that there is by the last of the groups, which is a number: in one row, for they are many."""

    def packed(statement: str, names: Sequence[str]) -> str:
        keys, by, of = ", ".join(names[: 1 + len(groups)]), names[1 + len(groups)], names[2 + len(groups) :]
        lists = ", ".join(f"string_agg({name}::text, ',')" for name in (by, *of))
        return f"SELECT {keys}, {lists} FROM ({statement}) AS one ({', '.join(names)}) GROUP BY {keys}"  # noqa: S608

    many = len(groups) - 1
    for number, part, row in _read(asked, parts, groups, sums, packed):
        by, *of = (json.loads(f"[{one}]") for one in row[many:])  # faster than any driver reads an array
        yield number, part, (*row[:many], *(dict(zip(by, one, strict=True)) for one in of))


def _read(
    asked: Question,
    parts: Sequence[Part],
    groups: Sequence[str],
    sums: Sequence[str],
    last: Callable[[str, Sequence[str]], str],
) -> Iterator[Counted]:
    """Yield the rows of a statement of `parts`, of which `last` makes what is sent, given the names of its columns."""
    names = ["number", "code", *(f"key{n}" for n in range(len(groups))), *(f"sum{n}" for n in range(len(sums)))]
    keys = 2 + len(groups)
    selects = [_select(one, [asked.by or "''", *groups], sums) for one in parts]
    statement, values = " UNION ALL ".join(selects), [value for one in parts for value in one.values]
    part_of = cache(asked.part)
    folded = _folded(asked.by, part_of)
    if folded:
        statement = _in_parts(statement, names[:keys], names[keys:])
        values += [list(folded), list(folded.values())]
    wholes = frozenset(folded.values())
    with connection.cursor() as reading:
        reading.execute(last(statement, names), values)
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


def _in_parts(statement: str, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Return a statement that adds up the rows of another one by the parts that codes are folded into."""
    columns = [keys[0], "coalesce(part, code)", *keys[2:], *(f"sum({name})::bigint" for name in sums)]
    return (
        f"SELECT {', '.join(columns)} FROM ({statement}) AS found ({', '.join([*keys, *sums])})"  # noqa: S608
        " LEFT JOIN unnest(%s::text[], %s::text[]) AS folded (code, part) USING (code)"
        f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}"
    )
