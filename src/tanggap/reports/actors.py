"""Who acts: a person of a unit, the reporter, or the system itself."""

from dataclasses import dataclass

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is `staff`, `citizen` or `system`; an event keeps the unit that a staff member belonged to then."""

    kind: str
    role: Role | None = None
    staff: Staff | None = None


REPORTER = Actor("citizen", Role.CITIZEN)
SYSTEM = Actor("system", Role.SYSTEM)


def staff(person: Staff) -> Actor:
    """Return the actor for a member of staff."""
    return Actor("staff", staff=person)
