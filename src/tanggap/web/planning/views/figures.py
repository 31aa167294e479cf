"""How far proposals get: by year and level, how long each passage takes, what stands where now, and what share of its work a unit parks."""

from collections.abc import Callable, Iterable
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.core.refusal import NotFound
from tanggap.insight import proposals, sheets
from tanggap.insight.proposals import AgeRow, CohortRow, ParkedRow, WaitingRow
from tanggap.insight.sheets import Cell
from tanggap.insight.statistics import Slice
from tanggap.planning import queries
from tanggap.web.planning import lens
from tanggap.web.planning.lens import Lens
from tanggap.web.planning.readers import SEE
from tanggap.web.planning.views.listing import chosen
from tanggap.web.ui.access import StaffRequest, staff_only

CSV: Final = "text/csv; charset=utf-8"
MOST_UNITS: Final = 30
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only(act=SEE)
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """Show the figures of a place and of what a unit proposed. Some thirteen statements, however large the register."""
    known = queries.choices(request.user)
    want, problems = lens.read({name: request.GET.get(name, "") for name in ("area", "unit")}, known)
    cohorts, ages = _cohorts(want), _ages(want)
    whole, units = cohorts[-1], _parked(want)
    context = {
        **chosen(request, want, known, problems),
        "whole": whole,
        "cohorts": cohorts[:-1],
        "stages": [Slice(one.code, one.label, one.share, one.n, one.low, one.high) for one in whole.stages if one.n],
        "ages": ages,
        "spans": [
            Slice(one.code, one.label, one.median_days, one.over + one.waiting, one.low, one.high) for one in ages
        ],
        "waiting": _waiting(want),
        "parked": units[:MOST_UNITS],
        "parked_more": max(0, len(units) - MOST_UNITS),
        "shares": [
            Slice(one.unit, one.unit_label, one.share, one.planned + one.open, one.low, one.high)
            for one in units[:MOST_UNITS]
        ],
    }
    return render(request, "planning/figures.html", context)


@staff_only(act=SEE)
@require_safe
def table(request: StaffRequest, kind: str) -> HttpResponse:
    """Send one of the figures' tables as CSV. Raises NotFound for one that there is not."""
    if kind not in TABLES:
        raise NotFound
    want, _problems = lens.read(request.GET, queries.choices(request.user))
    columns, rows = TABLES[kind]
    response = HttpResponse("".join(sheets.lines(columns, rows(want))), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="perencanaan-{kind}.csv"'
    return response


@staff_only(act=SEE)
@require_safe
def register(request: StaffRequest, kind: str) -> HttpResponse:
    """Send what is chosen of the register as a file, for SIPD. Raises NotFound for a kind that there is not."""
    want, _problems = lens.read(request.GET, queries.choices(request.user))
    if kind == "csv":
        response = HttpResponse("".join(proposals.csv(want.wanted)), content_type=CSV)
    elif kind == "xlsx":
        response = HttpResponse(proposals.workbook(want.wanted, title=_("Proposals")), content_type=XLSX)
    else:
        raise NotFound
    response["Content-Disposition"] = f'attachment; filename="usulan.{kind}"'
    return response


def _cohorts(want: Lens) -> tuple[CohortRow, ...]:
    return proposals.conversion(area=want.wanted.area, unit=want.wanted.unit)


def _ages(want: Lens) -> tuple[AgeRow, ...]:
    return proposals.ages(area=want.wanted.area, unit=want.wanted.unit)


def _waiting(want: Lens) -> tuple[WaitingRow, ...]:
    return proposals.waiting(area=want.wanted.area, unit=want.wanted.unit)


def _parked(want: Lens) -> tuple[ParkedRow, ...]:
    return proposals.parked(units=[want.wanted.unit] if want.wanted.unit else None)


def _cohort_cells(want: Lens) -> Iterable[tuple[Cell, ...]]:
    for row in _cohorts(want):
        for one in row.stages:
            yield (
                row.year,
                row.level,
                one.code,
                one.hits,
                one.n,
                one.share,
                one.low,
                one.high,
                row.refused,
                row.withdrawn,
            )


def _age_cells(want: Lens) -> Iterable[tuple[Cell, ...]]:
    for row in _ages(want):
        yield row.code, row.over, row.waiting, row.never, row.median_days, row.low, row.high


def _waiting_cells(want: Lens) -> Iterable[tuple[Cell, ...]]:
    for row in _waiting(want):
        yield row.state, row.n, row.median_days, row.oldest_days, row.oldest_code


def _parked_cells(want: Lens) -> Iterable[tuple[Cell, ...]]:
    for row in _parked(want):
        yield row.unit, row.planned, row.open, row.share, row.low, row.high, row.proposals, row.decided, row.refused


TABLES: Final[dict[str, tuple[tuple[str, ...], Callable[[Lens], Iterable[tuple[Cell, ...]]]]]] = {
    "tahap": (
        ("year", "level", "stage", "hits", "n", "share", "low", "high", "refused", "withdrawn"),
        _cohort_cells,
    ),
    "lama": (("passage", "over", "waiting", "never", "median_days", "low", "high"), _age_cells),
    "menunggu": (("state", "n", "median_days", "oldest_days", "oldest"), _waiting_cells),
    "unit": (
        ("unit", "planned", "open", "share", "low", "high", "proposals", "decided", "refused"),
        _parked_cells,
    ),
}
