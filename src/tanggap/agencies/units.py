"""Units end: closed into another, merged, split. Their people and the units below them go along; their name stays in history.

What they answer for is moved by `reports.actions.move_on`, a batch at a time; routing never finds a unit that has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership, Staff, Unit, UnitChange
from tanggap.agencies.words import UnitChangeKind, UnitKind
from tanggap.core import clock, shelf
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.places.city import city

LONGEST_REASON = 500


class NoHeir(Refusal):
    """Whatever a unit did goes to others that are active."""

    message = _("Name the active units that do its work from now on; none of them can be the unit itself.")
    field = "into"
    status = 422


class NamedByTheCity(Refusal):
    """The city's pack names the unit for something that nobody else does."""

    message = _(
        "The city pack names this unit as its intake desk or its decider. Name another one in pack.toml and load the pack first."
    )


class StillAnswers(Refusal):
    """A verifier and a unit that handles reports are never the same."""

    message = _("A unit that verifies cannot take over from one that handles reports, nor the other way round.")
    field = "into"
    status = 422


@dataclass(frozen=True, slots=True)
class Ending:
    """What an ending moves: people (roles), the units below, and who inherits. Nothing is said of reports here."""

    unit: str
    heirs: tuple[str, ...]
    people: int
    roles: int
    below: tuple[str, ...]


def ending(*, unit: str, into: Sequence[str]) -> Ending:
    """Return what ending a unit would move; nothing is written. Raises NotFound, NoHeir, NamedByTheCity, StillAnswers."""
    _must_be_able_to_end(unit, into)
    return Ending(
        unit,
        tuple(into),
        Staff.objects.filter(unit=unit, is_active=True).count(),
        Membership.objects.filter(unit=unit, staff__is_program=False).count(),
        tuple(Unit.objects.filter(parent=unit, is_active=True).order_by("code").values_list("code", flat=True)),
    )


def close_unit(*, by: Staff | None, unit: str, into: str, reason: str) -> Ending:
    """Close a unit; `into` does its work from now on. `by` None is the command line. Raises NotAllowed and the refusals of `ending`."""
    return _end(by, unit, [into], reason, UnitChangeKind.CLOSED)


@transaction.atomic
def merge_units(*, by: Staff | None, units: Sequence[str], into: str, reason: str) -> list[Ending]:
    """Merge units into another one, all of them or none. Raises NotAllowed and the refusals of `ending`."""
    return [_end(by, unit, [into], reason, UnitChangeKind.MERGED) for unit in units]


def split_unit(*, by: Staff | None, unit: str, into: Sequence[str], reason: str) -> Ending:
    """Split a unit: each report and person goes to the heir around its area, else to the first. Raises as `close_unit`."""
    return _end(by, unit, into, reason, UnitChangeKind.SPLIT)


@transaction.atomic
def _end(by: Staff | None, unit: str, into: Sequence[str], reason: str, kind: UnitChangeKind) -> Ending:
    if by is not None:
        permissions.permit("units.manage", by)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}})
    row = Unit.objects.select_for_update().filter(code=unit, is_active=True).first()
    if row is None:
        raise NotFound
    found, at = ending(unit=unit, into=into), clock.now()
    _move_people(unit, into)
    Unit.objects.filter(parent=unit, is_active=True).exclude(code__in=into).update(parent=into[0])
    Unit.objects.filter(parent=unit, code__in=into).update(parent=row.parent_id)
    row.is_active, row.closed_at, row.heirs = False, at, list(into)
    row.save(update_fields=["is_active", "closed_at", "heirs"])
    UnitChange.objects.create(at=at, actor=by, unit=row, kind=kind, heirs=list(into), reason=reason)
    transaction.on_commit(shelf.clear_all)
    return found


def _must_be_able_to_end(unit: str, into: Sequence[str]) -> None:
    ends = agencies.unit(unit)
    if ends is None:
        raise NotFound
    heirs = [agencies.unit(code) for code in into]
    if not heirs or None in heirs or unit in into or len(set(into)) != len(into):
        raise NoHeir
    if unit in {city().intake_unit, city().decider_unit}:
        raise NamedByTheCity
    checks = ends.kind == UnitKind.VERIFIER
    if any(heir is not None and (heir.kind == UnitKind.VERIFIER) != checks for heir in heirs):
        raise StillAnswers


def _move_people(unit: str, into: Sequence[str]) -> None:
    """Let the unit's people work, and hold their roles, in the heir around their role's area, else in the first.

    Its programs end with it: whoever runs them asks the heir for new ones.
    """
    for role in Membership.objects.filter(unit=unit, staff__is_program=False).select_related("staff"):
        heir = agencies.nearest(tuple(into), role.area_id)
        twin = Membership.objects.filter(staff=role.staff, role=role.role, unit=heir, area=role.area_id)
        if twin.exists():
            role.delete()
        else:
            role.unit_id = heir
            role.save(update_fields=["unit"])
    for person in Staff.objects.filter(unit=unit, is_program=False):
        held = Membership.objects.filter(staff=person, unit__in=into).values_list("unit_id", flat=True).first()
        person.unit_id = held or into[0]
        person.save(update_fields=["unit"])
