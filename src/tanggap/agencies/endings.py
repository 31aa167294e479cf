"""Proofs of competency that end soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from tanggap.agencies import competencies
from tanggap.agencies.competencies import Held
from tanggap.agencies.models import Certificate


@dataclass(frozen=True, slots=True)
class Ending:
    """A proof of an active person that ends soon and that no later one has replaced."""

    id: int
    staff: int
    name: str
    unit: str
    competency: str
    level: str
    until: date


def ending(day: date, *, within_days: int) -> list[Ending]:
    """Return the proofs that end from `day` on within so many days, the soonest first. Two statements."""
    rows = Certificate.objects.filter(
        valid_until__gte=day,
        valid_until__lte=day + timedelta(days=within_days),
        revoked_at=None,
        staff__is_active=True,
        competency__is_active=True,
    ).order_by("valid_until", "id")
    columns = ("id", "staff_id", "staff__display_name", "staff__unit_id", "competency_id", "level", "valid_until")
    found = [Ending(*row) for row in rows.values_list(*columns)]
    held = competencies.held_by({one.staff for one in found}) if found else {}
    return [one for one in found if not any(_replaces(later, one) for later in held[one.staff])]


def _replaces(later: Held, one: Ending) -> bool:
    row = competencies.competency(one.competency)
    is_enough = row is not None and later.competency == row.code and row.rank(later.level) >= row.rank(one.level)
    return is_enough and (later.valid_until is None or later.valid_until > one.until)
