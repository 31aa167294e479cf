"""What everybody may read of a report."""

from tanggap.reports.queries.public.detail import PublicReport, own_report, report, version_of
from tanggap.reports.queries.public.filters import Filter, category_codes, leaf_codes, unit_codes
from tanggap.reports.queries.public.rows import (
    FIRST_WORDS,
    PublicRow,
    Spot,
    first_words,
    found_spots,
    held,
    listed,
    near,
    near_window,
    spots,
)
from tanggap.reports.queries.public.words import has_words

__all__ = [
    "FIRST_WORDS", "Filter", "PublicReport", "PublicRow", "Spot", "category_codes", "first_words", "found_spots", "has_words", "held",
    "leaf_codes", "listed", "near", "near_window", "own_report", "report", "spots", "unit_codes", "version_of",
]  # fmt: skip
