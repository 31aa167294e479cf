"""Which reports have no reporter any more."""

from collections.abc import Collection

from tanggap.reports.models import Forgotten, Report


def is_forgotten(report: int) -> bool:
    """Return whether the reporter of the report with this key was erased. One statement."""
    return Forgotten.objects.filter(report=report).exists()


def not_forgotten(codes: Collection[str]) -> list[str]:
    """Return those of these codes whose report is there and still has its reporter. One statement."""
    rows = Report.objects.filter(code__in=codes).exclude(pk__in=Forgotten.objects.values("report"))
    return list(rows.order_by("id").values_list("code", flat=True))
