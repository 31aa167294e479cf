"""The satisfaction of a selection's period, as a document shows it."""

from typing import Any

from tanggap.insight.statistics import Selection


def of(selection: Selection) -> dict[str, Any] | None:
    """Return the surveys of the period, None without one."""
    return None
