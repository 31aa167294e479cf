"""Of what a leader's picture is told: the whole city, an area, or a unit with those below it; and who may see which."""

from dataclasses import dataclass

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Scope as Reach
from tanggap.agencies.words import UnitKind
from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.city import city

ACT = "command.see"


@dataclass(frozen=True, slots=True)
class Scope:
    """What lies in `area`, or what `unit` and those below it answer for; the whole city when both are empty. At most one is set."""

    area: str = ""
    unit: str = ""

    @property
    def label(self) -> str:
        """Return its name in the active language."""
        if self.unit:
            return agencies.unit_label(self.unit)
        row = places.area(self.area) if self.area else None
        return row.name if row else say(city().name)

    @property
    def key(self) -> str:
        """Return how an address writes it: `area:31.75`, `unit:dinas-x`, empty for the city."""
        return f"area:{self.area}" if self.area else f"unit:{self.unit}" if self.unit else ""

    def areas(self) -> frozenset[str] | None:
        """Return the codes of the areas in it; None where any place, or none, belongs to it."""
        return frozenset(places.within(self.area)) if self.area else None

    def units(self) -> frozenset[str] | None:
        """Return the units in it; None for any."""
        return frozenset((self.unit, *permissions.below(self.unit))) if self.unit else None


CITY = Scope()


def read(key: str) -> Scope | None:
    """Return the scope that an address names, None for one that there is not."""
    kind, _colon, code = key.partition(":")
    if not key:
        return CITY
    if kind == "area" and places.area(code) is not None:
        return Scope(area=code)
    return Scope(unit=code) if kind == "unit" and agencies.unit(code) is not None else None


def of(staff: Staff) -> list[Scope]:
    """Return the scopes that a person may choose among, their own first; none for who may see no picture. No statement of its own.

    A leader of an office sees its area, one of an agency its units, and both the city; a supervisor what the unit and those below it have.
    """
    own: dict[Scope, None] = {}
    is_all = False
    for grant in agencies.grants(staff):
        reach = permissions.ACTS[ACT].scope(grant.role)
        unit = agencies.unit(grant.unit)
        if reach is None or unit is None:
            continue
        is_all = is_all or Reach.ALL in reach
        area = permissions.area_of(grant)
        if Reach.ALL in reach and area:
            own[Scope(area=area)] = None
        elif unit.kind != UnitKind.INTAKE and (Reach.ALL not in reach or permissions.below(grant.unit)):
            own[Scope(unit=grant.unit)] = None
    return [*own, *([CITY] if is_all else [])]


def allows(staff: Staff, scope: Scope) -> bool:
    """Return whether a person may see the picture of a scope: the whole city's, or what lies within one of their own."""
    held = of(staff)
    if CITY in held or scope in held:
        return True
    return bool(scope.unit) and any(one.unit in permissions.above(scope.unit) for one in held if one.unit)
