"""What staff read of the register. Contract; the public's queries are `planning.queries.public`, the figures `insight.proposals`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tanggap.agencies.models import Staff
from tanggap.core.paging import Page
from tanggap.planning.rows import Candidate, Chip, Choices, ProposalPage, ProposalRow, Ranking


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals; empty: any. `area` takes in the areas below it, `category` the ones of a group; `held` are those `unit` keeps."""

    year: int | None = None
    level: str = ""
    state: str = ""
    area: str = ""
    category: str = ""
    unit: str = ""
    keeper: str = ""
    is_live: bool | None = None


def listed(staff: Staff, wanted: Wanted, *, after: str | None = None, limit: int = 50) -> Page[ProposalRow]:
    """Return proposals, latest proposed first. Raises Invalid (cursor), NotAllowed (planning.see)."""
    raise NotImplementedError


def counts(staff: Staff, wanted: Wanted) -> Mapping[str, int]:
    """Return how many proposals stand in each state, each counted up to MOST_COUNTED."""
    raise NotImplementedError


def proposal(staff: Staff, code: str) -> ProposalPage:
    """Return everything about one. Raises NotFound."""
    raise NotImplementedError


def ranked(staff: Staff, wanted: Wanted, *, limit: int = 50) -> Ranking:
    """Return the undecided proposals in the order of need, with every part and how sure the order is."""
    raise NotImplementedError


def choices(staff: Staff, *, area: str = "", state: str = "") -> Choices:
    """Return what forms offer, for a proposal in `area` where that is known. Raises NoPlanning."""
    raise NotImplementedError


def candidates(staff: Staff, *, limit: int = 20) -> tuple[Candidate, ...]:
    """Return reports that the person could propose together, most voices first."""
    raise NotImplementedError


def of_report(code: str) -> Chip | None:
    """Return the live proposal of a report, else its last one, else None: for a page whose reader may see the report."""
    raise NotImplementedError


def of_reports(codes: Collection[str]) -> Mapping[str, Chip]:
    """Return the live proposals of reports, by code, for a list. One statement."""
    raise NotImplementedError
