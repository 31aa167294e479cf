"""Who decides about an alarm: whoever answers for all of its areas, or for the whole city; never one of another part of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing
from tanggap.anomalies.words import CITY
from tanggap.core.refusal import NotAllowed
from tanggap.notify.unusual import place
from tanggap.places import queries as places

ACT = "anomalies.judge"


class NotYours(NotAllowed):
    """It is unusual somewhere that this person does not answer for."""

    def __init__(self, areas: Iterable[str]) -> None:
        super().__init__(said(areas))


def said(areas: Iterable[str]) -> str:
    """Return who decides about what is unusual in `areas`, as a sentence for who does not."""
    named = [area for area in areas if area]
    if not named:
        return _("Who answers for the whole city decides about this. You may read it.")
    return _("Who answers for %(place)s, or for the whole city, decides about this. You may read it.") % {
        "place": place(named)
    }


def may_judge(staff: Staff, areas: Iterable[str]) -> bool:
    """Return whether a person decides about what is unusual in `areas` (codes; an empty one: the whole city)."""
    return all(permissions.allows(ACT, staff, Thing(area=area or _whole())) for area in areas)


def permit(staff: Staff, areas: Iterable[str]) -> None:
    """Raise NotAllowed without a role that judges, NotYours for one whose area does not take in all of `areas`."""
    permissions.permit(ACT, staff)
    wanted = list(areas) or [CITY]
    if not may_judge(staff, wanted):
        raise NotYours(wanted)


def _whole() -> str | None:
    """Return the area that is all of the city, None where there is no single one."""
    roots = [row.code for row in places.areas() if row.parent is None]
    return roots[0] if len(roots) == 1 else None
