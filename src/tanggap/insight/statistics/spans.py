"""How a period is read from rows that stand added up: as few of them as do, some of them taken back. Pure arithmetic on days.

A year that ended yesterday is not the months that are over and the days of this one, but the year, less the days that are left of it: of
those there are hardly any rows yet. Nothing is rounded by it, for the rows of a year or a month are the sums of those of its days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from tanggap.insight.statistics.selection import month_end, months_before

DAY: Final = timedelta(days=1)
_GAPS: Final = {"d": 7, "m": 62, "y": 732}  # days between two rows that are still read in one go


class Piece(NamedTuple):
    """Rows of one grain, by the first days of the first and the last of them; `sign` is -1 where they are taken back."""

    letter: str
    first: date
    last: date
    sign: int = 1


class Target(NamedTuple):
    """A step that rows belong to, and whether they are added to it or taken back."""

    step: int
    sign: int


class Run(NamedTuple):
    """Rows of one grain that are read in one go. `edges` cut them where they begin and cease to belong to a step.

    What lies between an edge and the next belongs to the `targets` of that number, from 1 on; what belongs to none to nothing.
    """

    letter: str
    first: date
    last: date
    edges: tuple[date, ...]
    targets: tuple[tuple[Target, ...], ...]

    @property
    def is_of_single(self) -> bool:
        """Return whether between two edges, where rows belong to a step, lies one day, month or year, not several."""
        between = zip(self.edges, self.edges[1:], self.targets, strict=False)
        return all(_next(self.letter, first) >= after for first, after, targets in between if targets)


def cut(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Yield the grains that make up the days from `first` to `last`: their letter and the first days of the first and the last one."""
    begin = first if (first.month, first.day) == (1, 1) else date(first.year + 1, 1, 1)
    end = date(last.year if (last.month, last.day) == (12, 31) else last.year - 1, 1, 1)
    if begin <= end:
        yield "y", begin, end
        yield from _months(first, begin - DAY)
        yield from _months(date(end.year + 1, 1, 1), last)
    else:
        yield from _months(first, last)


def _months(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    begin = first if first.day == 1 else months_before(first.replace(day=1), -1)
    end = last.replace(day=1) if last == month_end(last) else months_before(last.replace(day=1), 1)
    if begin <= end:
        yield "m", begin, end
        yield from _single(first, begin - DAY)
        yield from _single(month_end(end) + DAY, last)
    else:
        yield from _single(first, last)


def _single(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    if first <= last:
        yield "d", first, last


def fewest(first: date, last: date, today: date) -> list[Piece]:
    """Return the pieces of fewest rows that make up the days from `first` to `last`; days after `today` have hardly any."""
    if first > last:
        return []
    if first.year == last.year:
        return _of_year(first, last, today)
    begin, end = date(first.year + 1, 1, 1), date(last.year - 1, 1, 1)
    between = [Piece("y", begin, end)] if begin <= end else []
    head, tail = (first, date(first.year, 12, 31)), (date(last.year, 1, 1), last)
    return [*_of_year(*head, today), *between, *_of_year(*tail, today)]


def _of_year(first: date, last: date, today: date) -> list[Piece]:
    """Return the pieces of days of one year: those within it, or the year without the rest of it."""
    year, end = date(first.year, 1, 1), date(first.year, 12, 31)
    rest = [*_of_months(year, first - DAY, today), *_of_months(last + DAY, end, today)]
    return _lighter(_of_months(first, last, today), [Piece("y", year, year), *_back(rest)], today)


def _of_months(first: date, last: date, today: date) -> list[Piece]:
    """Return the pieces of days of one year by its months; none of no days."""
    found: list[Piece] = []
    for letter, begin, end in _months(first, last):
        if letter == "m":
            found.append(Piece(letter, begin, end))
        elif (begin.year, begin.month) == (end.year, end.month):
            found += _of_month(begin, end, today)
        else:
            found += [*_of_month(begin, month_end(begin), today), *_of_month(end.replace(day=1), end, today)]
    return found


def _of_month(first: date, last: date, today: date) -> list[Piece]:
    """Return the pieces of days of one month: those days, or the month without the others."""
    month, end = first.replace(day=1), month_end(first)
    rest = [Piece("d", *days) for days in ((month, first - DAY), (last + DAY, end)) if days[0] <= days[1]]
    return _lighter([Piece("d", first, last)], [Piece("m", month, month), *_back(rest)], today)


def _next(letter: str, first: date) -> date:
    """Return the first day of the day, month or year after the one that begins at `first`."""
    if letter == "d":
        return first + DAY
    return months_before(first, -1) if letter == "m" else date(first.year + 1, 1, 1)


def _back(pieces: Iterable[Piece]) -> list[Piece]:
    return [one._replace(sign=-one.sign) for one in pieces]


def _lighter(one: list[Piece], other: list[Piece], today: date) -> list[Piece]:
    return min(one, other, key=lambda pieces: sum(_weight(piece, today) for piece in pieces))


def _weight(piece: Piece, today: date) -> int:
    """Return how many days, months or years of a piece have begun."""
    first, last = piece.first, min(piece.last, today)
    if last < first:
        return 0
    if piece.letter == "d":
        return (last - first).days + 1
    years = last.year - first.year
    return years + 1 if piece.letter == "y" else years * 12 + last.month - first.month + 1


def runs(spans: Sequence[tuple[int, Piece]]) -> list[Run]:
    """Return how the pieces of steps are read: those of a letter together, in the order of their days, apart where there is a gap."""
    found: list[list[tuple[int, Piece]]] = []
    last: date | None = None
    for step, piece in sorted(spans, key=lambda span: span[1]):
        before = found[-1][-1][1] if found else None
        is_near = before is not None and last is not None and before.letter == piece.letter
        if is_near and last is not None and (piece.first - last).days <= _GAPS[piece.letter]:
            found[-1].append((step, piece))
            last = max(last, piece.last)
        else:
            found.append([(step, piece)])
            last = piece.last
    return [_run(run) for run in found]


def _run(run: list[tuple[int, Piece]]) -> Run:
    edges = sorted({edge for _step, piece in run for edge in (piece.first, piece.last + DAY)})
    targets = tuple(
        tuple(Target(step, piece.sign) for step, piece in run if piece.first <= edge <= piece.last)
        for edge in edges[:-1]
    )
    return Run(run[0][1].letter, edges[0], edges[-1] - DAY, tuple(edges), targets)
