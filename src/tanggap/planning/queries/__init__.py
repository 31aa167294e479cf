"""What staff read of the register; the public's queries are `planning.queries.public`, the figures `insight.proposals`."""

from tanggap.planning.queries.choosing import MOST_COUNTED, Wanted
from tanggap.planning.queries.one import of_report, of_reports, proposal
from tanggap.planning.queries.register import MOST_RANKED, choices, counts, listed, ranked
from tanggap.planning.queries.suggesting import candidates

__all__ = [
    "MOST_COUNTED",
    "MOST_RANKED",
    "Wanted",
    "candidates",
    "choices",
    "counts",
    "listed",
    "of_report",
    "of_reports",
    "proposal",
    "ranked",
]
