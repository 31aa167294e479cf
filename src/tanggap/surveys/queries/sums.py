"""Answers added up as they are asked for, from the rows in which they stand (`surveys.models.Cell`): one statement, few rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from tanggap.core import clock
from tanggap.insight.statistics.selection import month_end
from tanggap.insight.statistics.spans import DAY, Piece, cut, fewest
from tanggap.places import queries as places
from tanggap.reports.queries import public
from tanggap.surveys.elements import COUNT
from tanggap.surveys.grains import FULL, PARTS, grain
from tanggap.surveys.ikm import Sums
from tanggap.surveys.queries.labels import AREA, CHANNEL, PERIOD, UNIT, rows
from tanggap.surveys.words import Flag

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
_BY: Final = (UNIT, CHANNEL, AREA, PERIOD)
_CODES: Final = (
    "CASE p.number WHEN 0 THEN c.unit WHEN 1 THEN c.channel WHEN 2 THEN c.area ELSE to_char(c.on, 'YYYY-MM') END"
)
_SCORES: Final = tuple(f"{of}{place}" for of in "sc" for place in range(1, COUNT + 1))
_NUMBERS: Final = ("n", *_SCORES, "told", "means", "squares", *Flag.values)
_FOUND: Final = (  # our own words alone; what somebody chose goes in as values
    f"SELECT number, code, is_doubtful, {', '.join(f'sum(sign * {name})::bigint' for name in _NUMBERS)} FROM ("  # noqa: S608
    "SELECT p.number, p.sign, {codes} AS code, c.is_doubtful, "
    + ", ".join(f"sum(c.{name}) AS {name}" for name in _NUMBERS)
    + " FROM unnest(%s::int[], %s::text[], %s::date[], %s::date[], %s::int[]) AS p (number, grain, first, last, sign)"
    " JOIN surveys_cell c ON c.grain = p.grain AND c.on BETWEEN p.first AND p.last WHERE {where} GROUP BY 1, 2, 3, 4"
    ") pieces GROUP BY 1, 2, 3 HAVING sum(sign * n) > 0"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers: of one survey or all, of the local days `first` to `last`, of a unit with those below it, a channel, an area."""

    survey: str = ""
    first: date | None = None
    last: date | None = None
    unit: str = ""
    channel: str = ""
    area: str = ""

    @property
    def narrowed(self) -> set[str]:
        """Return what it is narrowed by besides the survey and the days."""
        return {name for name in (UNIT, CHANNEL, AREA) if getattr(self, name)}

    def where(self, survey: str = "survey") -> tuple[str, list[Any]]:
        """Return the condition of all but the days, and its values; `survey` is the column of the survey's code."""
        parts: list[tuple[str, Any]] = []
        if self.survey:
            parts.append((f"{survey} = %s", self.survey))
        if self.unit:
            parts.append(("unit = ANY(%s)", public.unit_codes(self.unit)))
        if self.channel:
            parts.append(("channel = %s", self.channel))
        if self.area:
            parts.append(("area = ANY(%s)", [self.area, *places.within(self.area)]))
        return " AND ".join(part for part, _value in parts) or "true", [value for _part, value in parts]


class Found(NamedTuple):
    """What the answers add up to that have a `number` and a code, doubtful or not; `flags` are how many have each."""

    number: int
    code: str
    is_doubtful: bool
    sums: Sums
    flags: tuple[int, ...]


class _Read(NamedTuple):
    """Rows to read: their grain, the first days of the first and the last of them, and whether they are added or taken back."""

    number: int
    grain: str
    first: date
    last: date
    sign: int


def by_parts(wanted: Wanted) -> Iterator[tuple[str, Found]]:
    """Yield what each unit, channel, area and month adds up to, and which of these it is. One statement."""
    first, last = wanted.first or EARLIEST, wanted.last or LATEST
    asked = [
        read
        for number, by in enumerate((UNIT, CHANNEL, AREA))
        for read in _reads(number, wanted.narrowed | {by}, first, last)
    ]
    asked += _by_month(_BY.index(PERIOD), wanted.narrowed, first, last)
    for found in _found(wanted, asked, _CODES):
        yield _BY[found.number], found


def by_periods(wanted: Wanted, periods: Sequence[tuple[date, date]]) -> list[Sums]:
    """Return what the answers of each period (its first and last day) add up to, whatever the days of `wanted` are. One statement."""
    asked = [read for number, days in enumerate(periods) for read in _reads(number, wanted.narrowed, *days)]
    sums = [Sums()] * len(periods)
    for found in _found(wanted, asked, "''"):
        sums[found.number] += found.sums
    return sums


def _reads(number: int, told_by: Collection[str], first: date, last: date) -> list[_Read]:
    """Return the rows that make up some days. Full ones are none taken back of: a year has as many of them as its months."""
    if (first, last) == (EARLIEST, LATEST):
        pieces = [Piece("y", EARLIEST, LATEST)]
    elif grain("m", told_by)[1] == FULL:
        pieces = [Piece(*piece) for piece in cut(first, last)]
    else:
        pieces = fewest(first, last, clock.local(clock.now()).date())
    return [_Read(number, grain(piece.letter, told_by), piece.first, piece.last, piece.sign) for piece in pieces]


def _by_month(number: int, told_by: Collection[str], first: date, last: date) -> list[_Read]:
    """Return the rows that make up each month: those of whole months, and what of the first and the last belongs to the days."""
    if (first, last) == (EARLIEST, LATEST):
        return [_Read(number, grain("m", told_by), first, last, 1)]
    begin = first if first.day == 1 else month_end(first) + DAY
    end = last if last == month_end(last) else last.replace(day=1) - DAY
    whole = [_Read(number, grain("m", told_by), begin, end, 1)] if begin <= end else []
    parts = sorted({(first, min(begin - DAY, last)), (max(end + DAY, first), last)})
    return whole + [read for days in parts if days[0] <= days[1] for read in _reads(number, told_by, *days)]


def _found(wanted: Wanted, asked: Sequence[_Read], codes: str) -> Iterator[Found]:
    where, values = wanted.where()
    columns = [list(column) for column in zip(*asked, strict=True)] or [[]] * len(_Read._fields)
    for number, code, is_doubtful, *counted in rows(_FOUND.format(codes=codes, where=where), [*columns, *values]):
        yield Found(number, code, is_doubtful, _sums(counted), tuple(counted[-len(Flag) :]))


def _sums(counted: Sequence[int]) -> Sums:
    """Return the sums that the numbers of a row are, in the order of `_NUMBERS`."""
    n, scores, (told, means, squares) = counted[0], counted[1 : 1 + 2 * COUNT], counted[1 + 2 * COUNT :][:3]
    return Sums(n, tuple(scores[:COUNT]), tuple(scores[COUNT:]), told, means / PARTS, squares / PARTS**2)
