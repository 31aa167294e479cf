"""The desk: what an officer's list holds, view by view, and how it is searched. One report is read by `queries.case`."""

from tanggap.reports.queries.case import DeskReport, Step, checklist, report, steps
from tanggap.reports.queries.desk.filters import AGE, DUE, MYSELF, NOBODY, PHOTO, SUPPORTERS, DeskFilter, Sort
from tanggap.reports.queries.desk.listing import DeskRow, listed, matching, rows_of
from tanggap.reports.queries.desk.paging import OfAnotherList
from tanggap.reports.queries.desk.saved import SavedRow, read_views, saved_views
from tanggap.reports.queries.desk.scope import desk_units, has_many_units, units_below
from tanggap.reports.queries.desk.search import END_MARK, MARK, Searched, search
from tanggap.reports.queries.desk.views import VIEWS, Chosen, Count, counts

# fmt: off
__all__ = [
    "AGE", "DUE", "END_MARK", "MARK", "MYSELF", "NOBODY", "PHOTO", "SUPPORTERS", "VIEWS", "Chosen", "Count", "DeskFilter", "DeskReport",
    "DeskRow", "OfAnotherList", "SavedRow", "Searched", "Sort", "Step", "checklist", "counts", "desk_units", "has_many_units", "listed",
    "matching",
    "read_views", "report", "rows_of", "saved_views", "search", "steps", "units_below",
]
# fmt: on
