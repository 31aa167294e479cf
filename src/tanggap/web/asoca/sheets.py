"""An effect's estimates in words, and its course as a file: what was measured, what the model says with and without the intervention."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanggap.asoca.effects import Effect, saying
from tanggap.asoca.rows import FollowingRow
from tanggap.insight import sheets
from tanggap.insight.sheets import Cell
from tanggap.web.ui import formats

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: Final = ("first", "last", "value", "n", "after", "left_out", "elsewhere", "model", "without")


SMALLEST_P: Final = 0.001


@dataclass(frozen=True, slots=True)
class Told:
    """An estimate as its table shows it."""

    label: str
    value: str
    interval: str
    p: str


def told(effect: Effect) -> Iterator[Told]:
    """Yield the estimates of an effect in words."""
    for one in effect.estimates:
        value, low, high = (saying.difference(number, effect.unit) for number in (one.value, one.low, one.high))
        p = f"< {formats.number(SMALLEST_P, 3)}" if one.p < SMALLEST_P else formats.number(one.p, 3)
        yield Told(one.label, value, _("%(low)s to %(high)s") % {"low": low, "high": high}, p)


def csv(row: FollowingRow, effect: Effect) -> HttpResponse:
    """Return the course as CSV."""
    text = "".join(sheets.lines(COLUMNS, _rows(effect)))
    return _named(HttpResponse(text, content_type="text/csv; charset=utf-8"), row, "csv")


def xlsx(row: FollowingRow, effect: Effect) -> HttpResponse:
    """Return the course as a workbook."""
    made = sheets.workbook(COLUMNS, _rows(effect), title=row.name)
    return _named(HttpResponse(made, content_type=XLSX), row, "xlsx")


def _rows(effect: Effect) -> Iterator[tuple[Cell, ...]]:
    for one in effect.marks:
        yield (
            one.first,
            one.last,
            one.seen,
            one.n,
            one.is_after,
            one.is_left_out,
            one.elsewhere,
            one.fitted,
            one.without,
        )


def _named(response: HttpResponse, row: FollowingRow, kind: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="dampak-{row.id}.{kind}"'
    return response
