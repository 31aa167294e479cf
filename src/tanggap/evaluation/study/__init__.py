"""The seed study's tables: as printed, what does not fit together in them, and the same layout counted from this city's events.

printed()                      Tables 1 to 4 and the satisfaction, digit for digit
mismatches()                   every sum, edge and claim that is off
from_events(area, [2025, …])   Tables 1 and 2 of any area and years
"""

from tanggap.evaluation.study.checks import Mismatch, lettered, mismatches
from tanggap.evaluation.study.events import area_label, from_events
from tanggap.evaluation.study.layout import Cell, Column, Row, Table
from tanggap.evaluation.study.printed import Study, printed, study

__all__ = [
    "Cell",
    "Column",
    "Mismatch",
    "Row",
    "Study",
    "Table",
    "area_label",
    "from_events",
    "lettered",
    "mismatches",
    "printed",
    "study",
]
