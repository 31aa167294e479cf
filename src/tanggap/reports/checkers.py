"""Which unit checks a result: the nearest competent one that never worked on the report (study: a third party verifies)."""

from collections.abc import Collection

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role, UnitKind
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports import access
from tanggap.reports.models import Event, Report


def checker(
    report: Report, *, category: str | None, area: str | None, without: Collection[str | None] = ()
) -> str | None:
    """Return the unit that checks a report of `category` in `area`, None when every independent one has worked on it.

    Study: Biro Pemerintahan for provincial scope, Bagian Pemerintahan of the city for city scope. Never one of `without`. A statement
    for each candidate until one fits, mostly one.
    """
    row = catalog.category(category)
    wants_city = row is not None and row.scope == "city"
    candidates = [
        unit
        for unit in agencies.units(kind=UnitKind.VERIFIER)
        if unit.area is None or (area is not None and places.is_within(area, unit.area))
    ]
    candidates.sort(key=lambda unit: ((unit.area is None) == wants_city, unit.code))
    fitting = (unit.code for unit in candidates if unit.code not in without)
    return next((code for code in fitting if not access.handled_by(code, report.pk)), None)


def has_another(report: Report, *, than: int | None) -> bool:
    """Return whether the unit that checks a report has a validator besides `than` who is for all of it and did not work on it."""
    people = Membership.objects.filter(role=Role.VALIDATOR, unit=report.verifier_id, area=None, staff__is_active=True)
    worked = Event.objects.filter(access.WORKING_ON, report=report).exclude(actor_staff=None)
    return people.exclude(staff=than).exclude(staff__in=worked.values("actor_staff")).exists()
