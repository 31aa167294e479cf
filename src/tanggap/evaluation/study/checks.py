"""Where the study's figures do not fit together: every sum, conversion, edge and claim is computed anew and compared with the print.

Nothing is corrected: a mismatch says what is printed, what follows from the other figures, and which of the two is shown here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise
from string import ascii_lowercase
from typing import Final

from django.utils.translation import gettext as _

from tanggap.evaluation.study.layout import Cell, Table
from tanggap.evaluation.study.printed import TOTAL, Claim, claims, printed, remarks
from tanggap.surveys.bands import SCALE, band

WHOLE: Final = 100
CENT: Final = Decimal("0.01")
SHARES: Final = ("1", "2")
BANDS: Final = "4"
SUM, CONVERSION, OVERLAP, TEXT, BAND, LOOKED_UP = "sum", "conversion", "overlap", "text", "band", "looked_up"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One of them: the `cells` (codes of row and column) that it is about, none for the whole table, and what there is to say.

    `kind` is `sum`, `conversion`, `overlap`, `text` (table against text), `band` (grade against words), or `looked_up`: found in another
    source, or left open by the print.
    """

    table: str
    kind: str
    cells: tuple[tuple[str, str], ...]
    said: str
    source: str = ""


def mismatches() -> list[Mismatch]:
    """Return all of them in the order of the tables, those that arithmetic finds before those that were looked up."""
    tables = {table.number: table for table in printed()}
    found = [
        *(one for number in SHARES for one in _sums(tables[number])),
        *_claims(tables),
        *_conversions(tables[BANDS]),
        *_overlaps(tables[BANDS]),
        *(Mismatch(remark.table, LOOKED_UP, (), remark.said, remark.source) for remark in remarks()),
    ]
    order = list(tables)
    return sorted(found, key=lambda one: (order.index(one.table), one.kind == LOOKED_UP))


def lettered(number: str) -> list[tuple[str, Mismatch]]:
    """Return those of one table, each with the letter that stands beside the cells it is about."""
    return list(zip(ascii_lowercase, (one for one in mismatches() if one.table == number), strict=False))


def _sums(table: Table) -> Iterator[Mismatch]:
    """Yield the shares of one row and group that are not a hundred together."""
    for row in table.rows:
        pairs = zip(table.columns, row.cells, strict=True)
        for group, members in groupby(pairs, key=lambda pair: pair[0].group):
            those = list(members)
            total = sum((cell.value or Decimal(0) for _column, cell in those), Decimal(0))
            if total != WHOLE:
                said = _("%(row)s: %(parts)s add up to %(sum)s, not to 100.") % {
                    "row": f"{row.label}, {group}" if group else row.label,
                    "parts": " + ".join(cell.said() for _column, cell in those),
                    "sum": _said(total),
                }
                yield Mismatch(table.number, SUM, tuple((row.code, column.code) for column, _cell in those), said)


def _claims(tables: Mapping[str, Table]) -> Iterator[Mismatch]:
    """Yield what the text says otherwise than the table."""
    for claim in claims():
        table = tables[claim.table]
        if claim.row == TOTAL:
            yield from _total(table, claim)
        elif (cell := table.cell(claim.row, claim.column)).value is not None and Cell(claim.printed).value is None:
            yield from _words(table, claim, cell)
        elif cell.value != Cell(claim.printed).value:
            said = _("%(row)s: the table prints %(printed)s, the text says %(claimed)s.") % {
                "row": next(row.label for row in table.rows if row.code == claim.row),
                "printed": cell.said(),
                "claimed": Cell(claim.printed).said(),
            }
            yield Mismatch(table.number, TEXT, ((claim.row, claim.column),), said)


def _total(table: Table, claim: Claim) -> Iterator[Mismatch]:
    numbers = [cell.value or Decimal(0) for _row, column, cell in table.each() if column.code == claim.column]
    total = sum(numbers, Decimal(0))
    if total != Cell(claim.printed).value:
        said = _("The table's figures add up to %(sum)s; the text says %(claimed)s for the whole.") % {
            "sum": _said(total),
            "claimed": Cell(claim.printed).said(),
        }
        yield Mismatch(table.number, TEXT, (), said)


def _words(table: Table, claim: Claim, cell: Cell) -> Iterator[Mismatch]:
    """Yield a score whose grade by Table 4 has another word than the text."""
    hundred = (cell.value or Decimal(0)) * SCALE
    row = next(one for one in printed() if one.number == BANDS)
    grade = band(hundred).grade
    quality = row.cell(grade, "quality").text
    if quality.casefold() != claim.printed.casefold():
        said = _(
            "%(score)s × 25 = %(hundred)s is %(grade)s, “%(quality)s”, by the bands of Table 4; the text says “%(claimed)s”. Here the band "
            "of the table counts."
        ) % {
            "score": cell.said(),
            "hundred": _said(hundred.quantize(CENT, ROUND_HALF_UP)),
            "grade": grade,
            "quality": quality,
            "claimed": claim.printed,
        }
        yield Mismatch(table.number, BAND, ((claim.row, claim.column),), said)


def _conversions(table: Table) -> Iterator[Mismatch]:
    """Yield the edges whose two scales do not say the same."""
    for row in table.rows:
        for four, hundred in zip(
            table.cell(row.code, "four").numbers(), table.cell(row.code, "hundred").numbers(), strict=True
        ):
            made = (four * SCALE).quantize(CENT, ROUND_HALF_UP)
            if made != hundred:
                said = _("%(grade)s: %(four)s × 25 is %(made)s, but %(hundred)s is printed.") % {
                    "grade": row.label,
                    "four": _said(four),
                    "made": _said(made),
                    "hundred": _said(hundred),
                }
                yield Mismatch(table.number, CONVERSION, ((row.code, "four"), (row.code, "hundred")), said)


def _overlaps(table: Table) -> Iterator[Mismatch]:
    """Yield the edges that two bands have in common."""
    for lower, upper in pairwise(table.rows):
        end, begin = table.cell(lower.code, "four").numbers()[-1], table.cell(upper.code, "four").numbers()[0]
        if begin <= end:
            hundred = (end * SCALE).quantize(CENT, ROUND_HALF_UP)
            said = _(
                "%(edge)s stands both in %(lower)s and in %(upper)s. On the scale of 100 the bands do not meet, so it decides: "
                "%(hundred)s is %(grade)s."
            ) % {
                "edge": _said(end),
                "lower": lower.label,
                "upper": upper.label,
                "hundred": _said(hundred),
                "grade": band(hundred).grade,
            }
            yield Mismatch(table.number, OVERLAP, ((lower.code, "four"), (upper.code, "four")), said)


def _said(number: Decimal) -> str:
    return Cell(str(number)).said()
