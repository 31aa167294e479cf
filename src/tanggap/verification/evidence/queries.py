"""What the kept findings say of a claim, for who plans its check."""

from tanggap.reports.models import Report


def against(report: Report) -> list[tuple[str, str]]:
    """Return (kind, strength) of each finding that speaks against a photo of the present claim."""
    return []
