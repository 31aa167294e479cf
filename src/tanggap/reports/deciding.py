"""Who decides whose a report is, when units keep handing it back: the coordinator of the kota, or of the whole city (pack.toml)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.catalog.routes import PROVINCE
from tanggap.core.refusal import Refusal
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.models import Event, Report
from tanggap.reports.rerouting import WrongUnit, must_stay


class Decided(Refusal):
    """A decision binds: the unit that it names cannot give the report back."""

    message = _(
        "It was decided that this report is a task of %(unit)s. It cannot be handed back any more; ask other units to help, or do it."
    )


class DecideInstead(Refusal):
    """A report that waits for a decision is not handed on like any other."""

    message = _("This report waits for your decision whose it is. Decide, or begin the work yourself.")


EACH: Final = 3
"""Every third time that a report, or a part of it, is handed back, the decider has to name who does it."""


def is_for_decider(handed_back: int) -> bool:
    """Return whether a report that was handed back this many times, this one included, goes to its decider."""
    return handed_back > 0 and handed_back % EACH == 0


def decider(*, category: str | None, area: str | None, without: str | None = None) -> str:
    """Return the unit that decides whose a report of `category` in `area` is: never `without`, the unit that hands it back.

    The area office of the city's `decider_level` around the place; for reports of provincial scope, and without a place, the city's
    `decider_unit`; the intake desk where the pack names neither.
    """
    row, whole = catalog.category(category), city().decider_unit or city().intake_unit
    near = None if row is not None and row.scope == PROVINCE else _office(area)
    candidates = (near, whole, city().intake_unit)
    return next((code for code in candidates if code and code != without and agencies.unit(code)), city().intake_unit)


def _office(area: str | None) -> str | None:
    place, level = places.area(area), city().decider_level
    if place is None or not level:
        return None
    offices = {unit.area: unit.code for unit in agencies.units(kind=UnitKind.AREA_OFFICE, level=level)}
    return next((offices[code] for code in reversed(place.path) if code in offices), None)


def must_take(unit: str, report: Report) -> None:
    """Raise WrongUnit unless `unit` is another active one that can handle reports, KeptInConfidence when it may not learn of this one."""
    row = agencies.unit(unit)
    if row is None or unit == report.unit_id or row.kind == UnitKind.VERIFIER:
        raise WrongUnit
    must_stay(report, unit=unit)


def bound_unit(report: Report) -> str | None:
    """Return the unit that the last decision named, None without one and once category, place or unit were changed since."""
    last = Event.objects.filter(report=report, kind__in=["reports.decide", "reports.change"]).order_by("-version")
    found = last.values_list("kind", "unit_id").first()
    return found[1] if found and found[0] == "reports.decide" else None


def must_not_return(unit: str, report: Report) -> None:
    """Raise DecideInstead or Decided where asking `unit` to take the report would go round a decision.

    A report that waits for one is decided; the unit that a decision named does not pass it back to one that had it before.
    """
    if report.awaits_decision:
        raise DecideInstead
    if bound_unit(report) == report.unit_id and Event.objects.filter(report=report, unit=unit).exists():
        raise Decided(Decided.message % {"unit": agencies.unit_label(report.unit_id)})
