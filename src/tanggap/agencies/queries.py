"""Units and people, read without a statement where the table is small."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanggap.agencies.models import Membership, Staff, Unit
from tanggap.agencies.words import Role
from tanggap.core.shelf import Shelf
from tanggap.core.words import say
from tanggap.places import queries as places


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A handling party or verifier; `area` None means the whole city."""

    code: str
    name: dict[str, str]
    kind: str
    level: str
    parent: str | None
    area: str | None
    contact: str

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)


_COLUMNS = ("code", "name", "kind", "level", "parent_id", "area_id", "contact")


def _load() -> dict[str, UnitRow]:
    rows = Unit.objects.filter(is_active=True).order_by("code").values_list(*_COLUMNS)
    return {row[0]: UnitRow(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A unit that is no longer active, with the name that it had; `heirs` do its work when it was closed, merged or split."""

    row: UnitRow
    heirs: tuple[str, ...]


def _load_former() -> dict[str, FormerUnit]:
    rows = Unit.objects.filter(is_active=False).order_by("code")
    return {
        u.code: FormerUnit(UnitRow(u.code, u.name, u.kind, u.level, u.parent_id, u.area_id, u.contact), tuple(u.heirs))
        for u in rows
    }


_units: Shelf[str, UnitRow] = Shelf(_load)
_former: Shelf[str, FormerUnit] = Shelf(_load_former)


def unit(code: str | None) -> UnitRow | None:
    """Return the active unit of `code`, or None."""
    return _units.get(code)


def units(*, kind: str | None = None, level: str | None = None, parent: str | None = None) -> list[UnitRow]:
    """Return the active units of a kind, level and parent (any when None), by code."""
    return [
        row
        for row in _units.all().values()
        if (kind is None or row.kind == kind)
        and (level is None or row.level == level)
        and (parent is None or row.parent == parent)
    ]


def unit_label(code: str | None) -> str:
    """Return the unit's name in the active language (its last one when it is no longer active), empty for None."""
    row = unit(code)
    if row is None and (former := _former.get(code)):
        row = former.row
    return row.label if row else (code or "")


def former_units() -> list[FormerUnit]:
    """Return the units that are no longer active, by code."""
    return list(_former.all().values())


def heir(code: str, *, area: str | None = None) -> str | None:
    """Return the active unit that does the work of `code` now: itself, else the heir around `area`, else the first; None for nobody."""
    seen: set[str] = set()
    while unit(code) is None:
        former = _former.get(code)
        if former is None or not former.heirs or code in seen:
            return None
        seen.add(code)
        code = nearest(former.heirs, area)
    return code


def nearest(codes: tuple[str, ...], area: str | None) -> str:
    """Return the code of the unit with the smallest area around `area`, the first one where none lies around it."""
    place = places.area(area)
    inner_first = list(reversed(place.path)) if place else []
    where = {code: row.area for code in codes if (row := unit(code))}
    around = [(inner_first.index(at), code) for code, at in where.items() if at in inner_first]
    return min(around)[1] if around else codes[0]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a unit, for all of it or for one area."""

    role: Role
    unit: str
    area: str | None


def grants(staff: Staff) -> tuple[Grant, ...]:
    """Return what a person may do: one statement for a request, kept on the person."""
    kept: tuple[Grant, ...] | None = getattr(staff, "_grants", None)
    if kept is None:
        kept = set_grants(staff, Membership.objects.filter(staff=staff).values_list("role", "unit_id", "area_id"))
    return kept


def set_grants(staff: Staff, rows: Iterable[Sequence[str]]) -> tuple[Grant, ...]:
    """Keep on a person what they may do, read elsewhere as (role, unit, area), and return it."""
    kept = tuple(Grant(Role(role), unit_code, area_code) for role, unit_code, area_code in rows)
    staff._grants = kept  # type: ignore[attr-defined]
    return kept


def read_grants(people: Iterable[Staff]) -> None:
    """Read what each of `people` may do, so that `grants` asks no more. One statement, none for nobody."""
    unread = [person for person in people if not hasattr(person, "_grants")]
    if not unread:
        return
    found: dict[int, list[Grant]] = {person.pk: [] for person in unread}
    rows = Membership.objects.filter(staff__in=unread).values_list("staff_id", "role", "unit_id", "area_id")
    for person_id, role, unit_code, area_code in rows:
        found[person_id].append(Grant(Role(role), unit_code, area_code))
    for person in unread:
        person._grants = tuple(found[person.pk])  # type: ignore[attr-defined]


def roles(staff: Staff) -> frozenset[Role]:
    """Return the roles that a person holds anywhere."""
    return frozenset(grant.role for grant in grants(staff))


def holds(staff: Staff, wanted: Iterable[Role], *, unit: str | None = None, area: str | None = None) -> bool:
    """Return whether the person holds one of `wanted`, in `unit` and for `area` where these are given."""
    accepted = set(wanted)
    return any(
        grant.role in accepted
        and (unit is None or grant.unit == unit)
        and (grant.area is None or area is None or places.is_within(area, grant.area))
        for grant in grants(staff)
    )
