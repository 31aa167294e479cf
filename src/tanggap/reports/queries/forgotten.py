"""Which reports have no reporter any more."""

from tanggap.reports.models import Forgotten


def is_forgotten(report: int) -> bool:
    """Return whether the reporter of the report with this key was erased. One statement."""
    return Forgotten.objects.filter(report=report).exists()
