"""The register of proposals in figures, and as a table for SIPD: how many come how far, how long it takes, who parks what."""

from tanggap.insight.proposals.counted import (
    AgeRow,
    CohortRow,
    ParkedRow,
    ShareRow,
    WaitingRow,
)
from tanggap.insight.proposals.exports import COLUMNS, csv, rows, workbook
from tanggap.insight.proposals.figures import ages, conversion, parked, waiting

__all__ = [
    "COLUMNS",
    "AgeRow",
    "CohortRow",
    "ParkedRow",
    "ShareRow",
    "WaitingRow",
    "ages",
    "conversion",
    "csv",
    "parked",
    "rows",
    "waiting",
    "workbook",
]
