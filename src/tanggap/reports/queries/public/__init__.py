"""What everybody may read of a report."""

from tanggap.reports.queries.public.detail import PublicReport, own_report, report, version_of
from tanggap.reports.queries.public.filters import Filter
from tanggap.reports.queries.public.rows import FIRST_WORDS, PublicRow, first_words, held, listed, near, near_window
from tanggap.reports.queries.public.words import has_words

__all__ = [
    "FIRST_WORDS", "Filter", "PublicReport", "PublicRow", "first_words", "has_words", "held", "listed", "near", "near_window", "own_report",
    "report", "version_of",
]  # fmt: skip
