"""The public news of a day for a subscriber: codes, kinds, places, states. Nothing that a citizen wrote is ever in it."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.catalog import queries as catalog
from tanggap.core.clock import local
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.words import Subscribed
from tanggap.places import queries as places
from tanggap.reports import events
from tanggap.reports.models import Event
from tanggap.reports.queries.public.rows import SENSITIVE_DECIMALS
from tanggap.reports.words import State, Visibility

MOST_LISTED = 40
MOST_READ = 50_000
KINDS = tuple(sorted(kind.name for kind in events.KINDS.values() if kind.audience == events.PUBLIC and not kind.quiet))


@dataclass(frozen=True, slots=True)
class Happened:
    """A public report to which something happened, as it stands now."""

    id: int
    code: str
    category: str | None
    area: str | None
    lon: float | None
    lat: float | None
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber is told, and of which day."""

    text: str
    date: str


def between(since: datetime, until: datetime) -> list[Happened]:
    """Return the public reports to which something public happened in a time, the latest last. One statement."""
    rows = (
        Event.objects.filter(at__gt=since, at__lte=until, kind__in=KINDS, report__visibility=Visibility.PUBLIC)
        .order_by("at", "id")
        .values_list(
            "report_id", "report__code", "report__category", "report__area", "report__lon", "report__lat", "report__state", "at"
        )[:MOST_READ]
    )  # fmt: skip
    latest = {row[0]: Happened(*row) for row in rows}
    public = (shown for one in latest.values() if (shown := _as_public(one)) is not None)
    return sorted(public, key=lambda one: (one.at, one.id))


def _as_public(one: Happened) -> Happened | None:
    """Return what the public may know of it: nothing of what is confidential, of what is sensitive its place as coarse as on the map."""
    category = catalog.category(one.category)
    if category is None or not (category.is_confidential or category.is_sensitive):
        return one
    if category.is_confidential or one.lon is None or one.lat is None:
        return None if category.is_confidential else one
    return replace(one, lon=round(one.lon, SENSITIVE_DECIMALS), lat=round(one.lat, SENSITIVE_DECIMALS))


def concerns(one: Subscription, happened: Happened) -> bool:
    """Return whether what happened is news for a subscription. Pure but for the shelf of areas."""
    if one.report_id is not None:
        return one.report_id == happened.id
    if one.area_id is not None:
        return happened.area is not None and places.is_within(happened.area, one.area_id)
    if happened.lon is None or happened.lat is None or one.lon is None or one.lat is None:
        return False
    return metres(one.lon, one.lat, happened.lon, happened.lat) <= (one.radius_metres or 0)


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two points in metres, on a sphere."""
    along = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6_371_000 * math.hypot(along, math.radians(other_lat - lat))


def told(message: OutboundMessage, *, base_url: str) -> Told | None:
    """Return the news of a digest as they are true now, in the active language; None when nothing is left to tell. Two statements."""
    since, until = window(message.bundle)
    index = message.subscription.index if message.subscription else None
    mine = Subscription.objects.filter(index=index, state=Subscribed.ACTIVE) if index is not None else []
    found = matching(list(mine), between(since, until))
    if not found:
        return None
    lines = [_line(one, base_url) for one in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        lines.append(_("… and %(number)d more") % {"number": len(found) - MOST_LISTED})
    return Told("\n\n".join(lines), date_format(local(until), "j F Y"))


def matching(subscriptions: Collection[Subscription], happened: Iterable[Happened]) -> list[Happened]:
    """Return what is news for somebody with these subscriptions, after each was confirmed."""
    return [
        one
        for one in happened
        if any(mine.confirmed_at and one.at > mine.confirmed_at and concerns(mine, one) for mine in subscriptions)
    ]


def bundle(since: datetime, until: datetime) -> str:
    """Return the key of a digest: the time that it tells of."""
    return f"{since.isoformat()}/{until.isoformat()}"


def window(key: str) -> tuple[datetime, datetime]:
    """Return the time that a digest tells of."""
    since, _slash, until = key.partition("/")
    return datetime.fromisoformat(since), datetime.fromisoformat(until)


def _line(one: Happened, base_url: str) -> str:
    category = catalog.category(one.category)
    name = category.label if category else _("No category yet")
    parts = [one.code, name, places.full_name(one.area), str(State(one.state).label)]
    return " · ".join(part for part in parts if part) + f"\n{base_url}/laporan/{one.code}/"
