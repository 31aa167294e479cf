"""Who acts: a person of a unit, the reporter, or the system itself."""

from dataclasses import dataclass

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is `staff`, `citizen`, `guest` or `system`; an event keeps the unit that a staff member belonged to then.

    `unit` is the one for which a guest acts, who came by the link to one of its tasks.
    """

    kind: str
    role: Role | None = None
    staff: Staff | None = None
    unit: str | None = None


REPORTER = Actor("citizen", Role.CITIZEN)
SYSTEM = Actor("system", Role.SYSTEM)


def guest(unit: str) -> Actor:
    """Return the actor for somebody without an account who does a task of `unit`."""
    return Actor("guest", unit=unit)


def staff(person: Staff) -> Actor:
    """Return the actor for a member of staff."""
    return Actor("staff", staff=person)
