"""The people of units as their supervisor sees them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from tanggap.agencies import competencies, permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import today
from tanggap.agencies.competencies import Finding
from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.permissions import ALL, BELOW
from tanggap.agencies.words import Role, Standing

HANDLING = (Role.INTAKE, Role.OFFICER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who handles reports in a unit; `does` tells whether work is counted on: a supervisor among officers only leads."""

    id: int
    username: str
    name: str
    unit: str
    roles: tuple[Role, ...]

    @property
    def does(self) -> bool:
        """Return whether the person's own work is handling reports."""
        return Role.OFFICER in self.roles or Role.INTAKE in self.roles


def units_of(staff: Staff, act: str = "team.see") -> list[str]:
    """Return the units whose people a person may see or decide about, by code: the own ones and those below, or all. No statement."""
    row = permissions.ACTS[act]
    found: set[str] = set()
    for grant in agencies.grants(staff):
        scope = row.scope(grant.role)
        if scope is None or scope == permissions.OWN:
            continue
        if ALL in scope:
            return [unit.code for unit in agencies.units()]
        found.add(grant.unit)
        if BELOW in scope:
            found.update(permissions.below(grant.unit))
    return sorted(code for code in found if agencies.unit(code))


def members(units: Collection[str]) -> dict[str, list[Member]]:
    """Return the active people who handle reports in each of `units`, by name. One statement."""
    rows = Membership.objects.filter(unit__in=list(units), role__in=HANDLING, staff__is_active=True)
    roles: dict[tuple[str, int, str, str], list[Role]] = defaultdict(list)
    columns = ("unit_id", "staff_id", "staff__username", "staff__display_name", "role")
    for unit, person, username, name, role in rows.values_list(*columns):
        roles[unit, person, username, name].append(Role(role))
    found: dict[str, list[Member]] = {unit: [] for unit in units}
    for (unit, person, username, name), held in sorted(roles.items(), key=lambda pair: (pair[0][3], pair[0][1])):
        found[unit].append(Member(person, username, name, unit, tuple(held)))
    return found


def standings(people: Collection[int], *, categories: Collection[str] | None = None) -> dict[int, list[Finding]]:
    """Return what each person lacks or is about to lose of what their roles ask for, worst first. Three statements."""
    rows = list(Staff.objects.filter(pk__in=list(people)))
    agencies.read_grants(rows)
    held, day = competencies.held_by([row.pk for row in rows]), today()
    order = list(Standing)[::-1]
    found = {}
    for row in rows:
        wanted = competencies.needs(agencies.roles(row), categories=categories)
        findings = competencies.judge(wanted, held[row.pk], since=competencies.joined(row), day=day)
        lacking = [one for one in findings if one.standing != Standing.VALID]
        found[row.pk] = sorted(lacking, key=lambda one: order.index(one.standing))
    return found
