"""The rows of the pages as files hold them: flat, codes and names, days as ISO 8601, shares as numbers of 0 to 1."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from tanggap.evaluation import queries, underreporting
from tanggap.evaluation.telling import breakdown
from tanggap.insight.sheets import Cell
from tanggap.insight.statistics import Selection
from tanggap.web.evaluation import files
from tanggap.web.evaluation.choosing import Wanted

PARTS: Final = ("indicator", "by", "level", "code", "label", "value", "low", "high", "n", "why_none")
SPEEDS: Final = (
    "code", "label", "n_incidents", "repeats", "supports", "days", "rate", "low", "high", "expected", "ratio", "shrunk", "shrunk_low",
    "shrunk_high", "own", "expected_delay_days", "delay_low", "delay_high", "verdict", "people",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one page. `what` is said in the file's name."""

    what: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def as_json(self) -> list[dict[str, Cell]]:
        """Return the rows as objects."""
        return [dict(zip(self.columns, map(_finite, row), strict=True)) for row in self.rows]


def table(about: str, want: Wanted, code: str) -> Table:
    """Return the rows of one of `files.ABOUT`; `code` is the indicator that it is about, where it is about one."""
    of, by = want.selection, want.by.replace(".", "-")
    if about == files.TREND:
        return Table(f"{code}-over-time", queries.TREND, list(queries.trend(of, [code])))
    if about == files.PARTS:
        return Table(f"{code}-by-{by}", PARTS, list(_parts(want, code)))
    if about == files.COMPARISON:
        rows = list(queries.compared(of, [code], want.dimension, want.level))
        return Table(f"{code}-compared-by-{by}", queries.COMPARED, rows)
    if about == files.UNDER_REPORTING:
        return Table(about, (*SPEEDS, "why_none"), list(_speeds(of, want.level)))
    return Table("evaluation", queries.FIGURES, list(queries.figures(of)))


def _parts(want: Wanted, code: str) -> Iterator[tuple[Cell, ...]]:
    for one in breakdown(want.selection, code, want.dimension, want.level):
        row = (one.value, one.low, one.high, one.n, one.reason)
        yield code, want.dimension, want.level or "", one.code, str(one.label), *row


def _speeds(selection: Selection, level: str | None) -> Iterator[tuple[Cell, ...]]:
    found = underreporting.of_areas(selection, level)
    for one in found.rows:
        row = asdict(one)
        yield *(row[name] for name in SPEEDS), ""
    for left in found.left_out:
        yield left.code, left.label, left.n, *[None] * (len(SPEEDS) - 3), left.reason


def _finite(cell: Cell) -> Cell:
    """Return a cell as JSON can say it: an end that is open is none."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
