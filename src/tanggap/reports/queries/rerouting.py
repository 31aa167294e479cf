"""What a change of category, place or unit would bring, shown before it is sent."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports.access import allows
from tanggap.reports.models import Report
from tanggap.reports.queries.timeline import why
from tanggap.reports.rerouting import Standing, Wanted, plan
from tanggap.reports.words import Visibility

NAMES: Final[dict[str, str | Promise]] = {
    "category": _("Category"),
    "area": _("Place"),
    "address": _("Address"),
    "unit": _("Unit"),
    "neighbour": _("Unit across the border"),
    "answer_due_at": _("First answer promised by"),
    "resolve_due_at": _("Solution promised by"),
    "field_check": _("Check on the spot"),
    "verifier": _("Will be checked by"),
    "visibility": _("Visibility"),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """One thing that the change alters: its name, and how it was and will be in words, or as an instant."""

    key: str
    name: str
    before: str | datetime
    after: str | datetime

    @property
    def is_time(self) -> bool:
        """Return whether it is an instant."""
        return isinstance(self.after, datetime)


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a change alters, and why it goes to the unit. `seal` names it: what is sent must be what was shown."""

    turned: tuple[Turned, ...]
    reason: str
    late: tuple[str, ...]
    is_first: bool
    moves: bool
    seal: str


def preview(code: str, wanted: Wanted, *, staff: Staff, at: datetime) -> Preview:
    """Return what `wanted` would bring if it were done at `at`. Raises NotFound, and the refusals of the act itself."""
    report = Report.objects.filter(code=code).first()
    if report is None or not allows("reports.change", staff, report):
        raise NotFound
    made = plan(report, wanted, by_unit=staff.unit_id, at=at)
    turned = tuple(
        Turned(key, str(name), _said(key, made.before), _said(key, made.after))
        for key, name in NAMES.items()
        if getattr(made.before, key) != getattr(made.after, key)
    )
    reason = why(made.route.reason()) if made.moves else ""
    seal = blake2b(repr((made.before, made.after)).encode(), digest_size=12).hexdigest()
    return Preview(turned, reason, made.late, made.is_first, made.moves, seal)


def _said(key: str, standing: Standing) -> str | datetime:
    """Return one value in words; an instant as it is."""
    value = getattr(standing, key)
    if isinstance(value, datetime):
        return value
    if key == "category":
        row = catalog.category(value)
        return row.label if row else ""
    if key == "area":
        return places.full_name(value)
    if key in {"unit", "neighbour", "verifier"}:
        return agencies.unit_label(value)
    if key == "field_check":
        return str(_("required") if value else _("not required"))
    if key == "visibility":
        return str(Visibility(value).label)
    return str(value)
