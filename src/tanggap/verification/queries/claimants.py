"""Whose work a validator may have to judge: named when a conflict of interest is declared."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.verification.models import Check
from tanggap.verification.queries.scope import validator_units

DAYS: Final = 90
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Claimant:
    """An officer whose claims came to a validator's units lately."""

    username: str
    name: str
    unit: str


def claimants(staff: Staff) -> list[Claimant]:
    """Return the officers whose claims the person's units checked within `DAYS` days, by name, at most `MOST`. One statement."""
    rows = Check.objects.filter(
        unit__in=validator_units(staff), at__gte=clock.now() - timedelta(days=DAYS), claimant__isnull=False
    ).exclude(claimant=staff)
    found = rows.values_list("claimant__username", "claimant__display_name", "claimant__unit").distinct()[:MOST]
    made = [Claimant(username, name, agencies.unit_label(unit)) for username, name, unit in found]
    return sorted(made, key=lambda one: (one.name, one.username))
