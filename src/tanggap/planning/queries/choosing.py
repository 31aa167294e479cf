"""Which proposals are wanted, as a condition; one for staff and public alike, for proposals are public."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.planning.models import Proposal
from tanggap.planning.words import LIVE, ProposalState

MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals; empty: any. `area` takes in the areas below it, `category` those of a group; `keeper` decides on them now."""

    year: int | None = None
    level: str = ""
    state: str = ""
    area: str = ""
    category: str = ""
    unit: str = ""
    keeper: str = ""
    is_live: bool | None = None

    @property
    def mark(self) -> str:
        """Return what tells a cursor of this choice from one of another."""
        told = (self.year, self.level, self.state, self.area, self.category, self.unit, self.keeper, self.is_live)
        return "/".join("" if one is None else str(one) for one in told)


def condition(wanted: Wanted, *, but_state: bool = False) -> Q:
    """Return the condition on proposals; `but_state` leaves the state out, for counts by it."""
    found = Q()
    for column in ("year", "level", "unit", "keeper"):
        if value := getattr(wanted, column):
            found &= Q(**{column: value})
    if wanted.state and not but_state:
        found &= Q(state=wanted.state)
    if wanted.area:
        found &= Q(area__in=places.within(wanted.area))
    if wanted.category:
        below = [row.code for row in catalog.categories() if row.parent == wanted.category]
        found &= Q(category__in=[wanted.category, *below])
    if wanted.is_live is not None:
        live = Q(state__in=sorted(LIVE))
        found &= live if wanted.is_live else ~live
    return found


def counted(wanted: Wanted) -> Mapping[str, int]:
    """Return how many proposals stand in each state, each counted up to MOST_COUNTED. One statement."""
    of = condition(wanted, but_state=True)
    parts = [
        Proposal.objects.filter(of, state=state).order_by().values_list("state", flat=True)[:MOST_COUNTED]
        for state in ProposalState
    ]
    found = dict.fromkeys(ProposalState.values, 0)
    for state in parts[0].union(*parts[1:], all=True):
        found[state] += 1
    return found
