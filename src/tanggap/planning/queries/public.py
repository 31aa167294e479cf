"""What everybody reads of proposals. Contract: nothing of a report that is not public is in these rows, not even in a count."""

from collections.abc import Mapping
from dataclasses import dataclass

from tanggap.core.paging import Page
from tanggap.planning.rows import PublicCourse, PublicProposalPage, PublicProposalRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals; empty: any. `area` takes in the areas below it; `bbox` west, south, east, north."""

    year: int | None = None
    level: str = ""
    state: str = ""
    area: str = ""
    category: str = ""


def listed(wanted: Wanted, *, after: str | None = None, limit: int = 30) -> Page[PublicProposalRow]:
    """Return proposals, latest proposed first. Raises Invalid."""
    raise NotImplementedError


def counts(wanted: Wanted) -> Mapping[str, int]:
    """Return how many proposals stand in each state, each counted up to MOST_COUNTED."""
    raise NotImplementedError


def proposal(code: str, *, person: str = "") -> PublicProposalPage:
    """Return one; `can_support` is False for a `person` who does already. Raises NotFound."""
    raise NotImplementedError


def course_of(report: str) -> PublicCourse | None:
    """Return the course of a report's proposal (the live one, else the last), None when it never had one. For the tracking page."""
    raise NotImplementedError
