"""Leaders and supervisors are told at once when many more reports of a kind come than usual: each alarm once, and again when it grew much.

Told are the leaders whose unit's area lies in, or takes in, one of the alarm's, and the supervisors of the units that hold most of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.notify.models import StaffNotice
from tanggap.papers import saying
from tanggap.places import queries as places

KIND = "anomalies.alarm"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class News:
    """Alarm `number`: `reports` of a category (empty: any) in areas (none: the whole city) in `minutes`; `low` to `high` are usual."""

    number: int
    category: str
    areas: tuple[str, ...]
    minutes: int
    reports: int
    low: int
    high: int


def tell(news: News, *, units: Collection[str], at: datetime) -> int:
    """Write a notice for each leader and supervisor whom it concerns; return how many. Done again with the same instant: nothing.

    Two statements.
    """
    rows = Membership.objects.filter(role__in=[Role.LEADER, Role.SUPERVISOR], staff__is_active=True)
    people = {
        staff
        for staff, role, unit, narrowed in rows.values_list("staff", "role", "unit", "area")
        if (role == Role.SUPERVISOR and unit in units)
        or (role == Role.LEADER and (row := agencies.unit(unit)) and _concerns(narrowed or row.area, news.areas))
    }
    facts = {
        "alarm": news.number,
        "category": news.category,
        "areas": list(news.areas),
        "minutes": news.minutes,
        "reports": news.reports,
        "low": news.low,
        "high": news.high,
    }
    about = f"{news.number}/{int(at.timestamp())}"
    notices = [
        StaffNotice(staff_id=staff, kind=KIND, about=about, facts=facts, at=at, told_at=at) for staff in sorted(people)
    ]
    StaffNotice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _concerns(own: str | None, areas: Sequence[str]) -> bool:
    """Return whether somebody in charge of an area (None: the whole city) has to do with any of `areas`."""
    return not areas or any(places.is_within(area, own) or places.is_within(own, area) for area in areas)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says, in the active language."""
    told = {
        "what": what(str(facts["category"]), facts["areas"]),
        "how_many": how_many(int(facts["reports"]), int(facts["minutes"])),
        "usual": between(int(facts["low"]), int(facts["high"])),
    }
    return _("%(what)s: %(how_many)s; usual then: %(usual)s") % told


def label(_facts: Mapping[str, Any]) -> str:
    """Return what a notice is about, in the active language."""
    return _("Many more reports than usual")


def what(category: str, areas: Sequence[str]) -> str:
    """Return of which kind, and where: `Flooding in Cakung`."""
    return _("%(category)s in %(place)s") % {"category": kind(category), "place": place(areas)}


def kind(category: str) -> str:
    """Return the name of a category; of none, that it is any."""
    row = catalog.category(category)
    return row.label if row else _("Reports of all kinds")


def place(areas: Sequence[str]) -> str:
    """Return the names of areas, at most three; the whole city for none."""
    names = [row.name if (row := places.area(area)) else area for area in areas]
    if not names:
        return _("the whole city")
    if len(names) > MOST_NAMED:
        more = len(names) - MOST_NAMED + 1
        names = [
            *names[: MOST_NAMED - 1],
            ngettext("%(count)s more area", "%(count)s more areas", more) % {"count": more},
        ]
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def how_many(reports: int, minutes: int) -> str:
    """Return how many reports came in which time: `23 reports in the last hour`."""
    number = ngettext("%(count)s report", "%(count)s reports", reports) % {"count": saying.number(reports)}
    return _("%(reports)s in %(time)s") % {"reports": number, "time": span(minutes)}


def span(minutes: int) -> str:
    """Return a time until now: `the last hour`, `the last 6 hours`, `the last 7 days`."""
    hours, days = minutes // 60, minutes // (24 * 60)
    if days > 1:
        return _("the last %(days)s days") % {"days": days}
    return _("the last hour") if hours <= 1 else _("the last %(hours)s hours") % {"hours": hours}


def between(low: int, high: int) -> str:
    """Return from which to which number is usual: `0 to 3`."""
    if low == high:
        return saying.number(low)
    return _("%(low)s to %(high)s") % {"low": saying.number(low), "high": saying.number(high)}
