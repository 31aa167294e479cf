"""What of the yearly planning leaders are told, on the screen and in the brief."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from tanggap.command.scopes import Scope
from tanggap.planning.models import Proposal
from tanggap.planning.words import UNDECIDED, ProposalState

PATIENCE_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Planned:
    """Proposals without money yet, those among them without a step for more than `PATIENCE_DAYS`, and what is built but not checked."""

    waiting: int = 0
    still: int = 0
    unchecked: int = 0


def of(scope: Scope, *, now: datetime) -> Planned:
    """Return what waits in the yearly planning of a scope: in its area, or with its units. One statement."""
    rows = Proposal.objects.filter(state__in=sorted(UNDECIDED | {ProposalState.BUILT}))
    if (areas := scope.areas()) is not None:
        rows = rows.filter(area__in=areas)
    if (units := scope.units()) is not None:
        rows = rows.filter(Q(unit__in=units) | Q(keeper__in=units) | Q(builder__in=units))
    waits = Q(state__in=sorted(UNDECIDED))
    found = rows.aggregate(
        waiting=Count("pk", filter=waits),
        still=Count("pk", filter=waits & Q(changed_at__lt=now - timedelta(days=PATIENCE_DAYS))),
        unchecked=Count("pk", filter=Q(state=ProposalState.BUILT)),
    )
    return Planned(**found)
