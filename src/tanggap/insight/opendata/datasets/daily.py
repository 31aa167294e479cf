"""The statistics' sums by day, area and category, from which every figure on the pages is made."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.insight.models import Cell
from tanggap.insight.opendata.anonymity import K, month_of
from tanggap.insight.opendata.columns import DAY, TEXT, WHOLE, Column, Dataset, Row, Snapshot
from tanggap.places import queries as places
from tanggap.reports.queries.public import exported

_ABOUT: dict[str, str | Promise] = {
    "received": _("Reports received, also those taken over from an earlier system."),
    "six_hours_over": _("Reports received here whose first six hours ended on this day."),
    "answered_in_six": _("… and that had their first answer by then."),
    "answered": _("First answers given."),
    "answered_in_time": _("… by the promised time."),
    "late_answers": _("Promised times of a first answer that passed."),
    "solved_in_time": _("Reports solved by the promised time."),
    "late_solutions": _("Promised times of a solution that passed."),
    "rejected": _("Reports refused."),
    "referred": _("Reports closed because another body is responsible."),
    "unsolved": _("Reports closed because they cannot be solved."),
    "handed_back": _("Times that a unit gave a report back as not its task."),
    "merged": _("Reports joined to another of the same problem."),
    "checks_passed": _("Checks of claimed results that were passed."),
    "checks_failed": _("Checks of claimed results that failed."),
    "closures": _("Reports closed by an independent check."),
    "unchecked_closures": _("Reports taken over as closed elsewhere, never checked here."),
    "closed_fast": _("Closures of both kinds within ten minutes of being received: look at these apart."),
    "reopened": _("Reports opened again."),
    "appeals": _("Appeals against a refusal."),
    "planned": _("Times that a report was taken into the yearly planning; it stays open there."),
    "unplanned": _("Times that a report came out of the yearly planning, built or not."),
    "objections": _("Objections to having to wait for the yearly planning."),
}
"""What is told of a day: an allow-list of `insight.words.COUNTED`."""
_DAYS = "df"  # the grain of whole days with every side (insight.models.Cell)


def _rows(_snapshot: Snapshot) -> Iterator[Row]:
    """Yield the days of open categories as they are counted; guarded ones by month and for the whole city, and no count below K.

    Of public reports alone: else the rows of the reports, taken from these sums, would tell where a private one was.
    """
    top = next((row.code for row in places.areas() if row.parent is None), None)
    guarded: dict[tuple[str, str], Counter[str]] = {}
    days = (
        Cell.objects.filter(grain=_DAYS, is_public=True)
        .values("on", "area", "category")
        .order_by("on", "area", "category")
    )
    summed = days.annotate(**{f"n_{name}": Sum(name) for name in _ABOUT})
    columns = ("on", "area", "category", *(f"n_{name}" for name in _ABOUT))
    for on, area, category, *counts in summed.values_list(*columns).iterator(chunk_size=5_000):
        if exported.is_guarded(category):
            guarded.setdefault((month_of(on), category), Counter()).update(dict(zip(_ABOUT, counts, strict=True)))
        elif any(counts):
            yield _row(on, month_of(on), area or None, category, counts)
    for (month, category), sums in sorted(guarded.items()):
        if sums["received"] >= K:
            told = [number if (number := sums[name]) >= K or number == 0 else None for name in _ABOUT]
            yield _row(None, month, top, category or None, told)


def _row(on: date | None, month: str, area: str | None, category: str | None, counts: list[int | None]) -> Row:
    return (on, month, area, category, *counts)


DATASET = Dataset(
    code="daily",
    title=_("Daily sums"),
    about=_("One row for each day, smallest area and category: the sums that the statistics are made of, here of public reports alone."),
    columns=(
        Column("on", DAY, _("The city's day. Empty for guarded categories, of which whole months are told."), "statistics", nullable=True),
        Column("month", TEXT, _("The city's month."), "statistics", unit="YYYY-MM"),
        Column("area", TEXT, _("Code of the area; empty where reporters gave no place."), "areas.code", nullable=True),
        Column("category", TEXT, _("Code of the category; empty where it is not known."), "categories.code", nullable=True),
        *(Column(name, WHOLE, _ABOUT[name], "statistics", nullable=True, unit=_("reports")) for name in _ABOUT),
    ),
    rows=_rows,
    key=("month", "on", "area", "category"),
    is_large=True,
    left_out=_("Private reports; of guarded categories months with fewer than five reports in the whole city, and counts below five."),
)  # fmt: skip
