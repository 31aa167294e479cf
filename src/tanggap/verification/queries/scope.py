"""Whose claims a person checks, and what may not be shown to them."""

from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.ids import read_code
from tanggap.places.city import city
from tanggap.reports import access
from tanggap.reports.models import Event, Report


def validator_units(staff: Staff) -> list[str]:
    """Return the units for which this person checks."""
    return sorted({grant.unit for grant in agencies.grants(staff) if grant.role == Role.VALIDATOR})


def find(typed: str, *, staff: Staff) -> str | None:
    """Return the code that a validator typed, when the case is one of the person's units; else None. At most one statement."""
    code = read_code(typed, city().prefix)
    is_there = code is not None and Report.objects.filter(of(staff), code=code).exists()
    return code if is_there else None


def has_decided(code: str, *, staff: Staff, door: str, version: int) -> bool:
    """Return whether this person did `door` (a kind of event) to the case from `version`: a form that arrives twice is one act."""
    acts = Event.objects.filter(report__code=code, kind=door, actor_staff=staff)
    return acts.filter(version=version + 1).exists()


def of(staff: Staff) -> Q:
    """Return which reports the person's validator roles cover: the verifying unit, narrowed to the role's area."""
    return access.reach("verify.see", staff)


def can_unmask(row: Report) -> bool:
    """Return whether the reporter's own photo could tell who reported: on the spot it is not shown then (ui.md §3)."""
    category = catalog.category(row.category_id)
    return category is None or category.is_sensitive or category.is_confidential
