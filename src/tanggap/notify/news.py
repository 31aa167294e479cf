"""The public news of a day or a week for a subscriber: codes, kinds, places, states. Nothing that a citizen wrote is ever in it.

Words are looked for where everybody looks for them: in the screened text of public reports (`reports.queries.public.words`).
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tanggap.catalog import queries as catalog
from tanggap.core.clock import local
from tanggap.notify import links, proposal_news, targets
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.proposal_news import Advanced
from tanggap.notify.words import Rhythm, Subscribed, Wished
from tanggap.places import queries as places
from tanggap.reports import events
from tanggap.reports.models import Event
from tanggap.reports.queries.public import words
from tanggap.reports.queries.public.filters import SENSITIVE_DECIMALS
from tanggap.reports.words import Outcome, State, Visibility

MOST_LISTED = 40
LEAST_LISTED = 5  # of each subscription, however many an address has
MOST_READ = 50_000
KINDS = tuple(
    sorted(
        kind.name
        for kind in events.KINDS.values()
        if kind.audience == events.PUBLIC and (not kind.quiet or kind.name == "planning.follow")
    )
)
"""What makes a report news: also that its proposal got its money, although no open page need be loaded again for it."""
ARRIVALS = frozenset({"intake.accept", "reports.release"})
"""What brings a report before the public."""
CLOSURE = "verification.accept"
SOLVED = frozenset({State.RESOLVED, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Occurred:
    """One thing that happened to a report; of a correction also where it was counted before."""

    kind: str
    at: datetime
    was_category: str | None = None
    was_area: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """A public report to which something happened, as it stands now; `events` are what happened, the earliest first."""

    id: int
    code: str
    category: str | None
    area: str | None
    lon: float | None
    lat: float | None
    state: str
    outcome: str
    events: tuple[Occurred, ...]

    @property
    def at(self) -> datetime:
        """Return when the latest of it happened."""
        return self.events[-1].at


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber is told, and of which time. `only` is the subscription that it is all about, None when there are several."""

    text: str
    date: str
    only: Subscription | None


@dataclass(slots=True)
class News:
    """What happened in a time, the latest last; who says which words: by report, for each text that subscribers look for; and what went
    on with the proposals that somebody follows, by their ids.
    """

    happened: Sequence[Happened]
    says: Mapping[str, Collection[int]] = field(default_factory=dict)
    proposals: Mapping[int, Advanced] = field(default_factory=dict)
    _by_report: dict[int, list[Happened]] = field(init=False)
    _by_area: dict[str, list[Happened]] = field(init=False)
    _by_category: dict[str, list[Happened]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_report, self._by_area, self._by_category = defaultdict(list), defaultdict(list), defaultdict(list)
        for one in self.happened:
            self._by_report[one.id].append(one)
            area, category = places.area(one.area), catalog.category(one.category)
            for code in area.path if area else ():
                self._by_area[code].append(one)
            for code in filter(None, (category.code, category.parent) if category else ()):
                self._by_category[code].append(one)

    def of(self, one: Subscription, *, since: datetime) -> list[Happened] | list[Advanced]:
        """Return what is news for a subscription of what happened after `since` and after its owner's yes, the latest last."""
        if one.confirmed_at is None:
            return []
        after = max(since, one.confirmed_at)
        if one.proposal_id is not None:
            told = self.proposals.get(one.proposal_id)
            fresh = told.after(after) if told else None
            return [fresh] if fresh else []
        return [happened for happened in self._near(one) if self._is_news(one, happened, after)]

    def _near(self, one: Subscription) -> Sequence[Happened]:
        """Return what may concern a subscription: by the narrowest of what it names."""
        if one.report_id is not None:
            return self._by_report.get(one.report_id, [])
        found: list[Sequence[Happened]] = [self.happened]
        if one.area_id and len(now := _now(one.area_id)) == 1:
            found.append(self._by_area.get(now[0], []))
        if one.category_id:
            found.append(self._by_category.get(one.category_id, []))
        return min(found, key=len)

    def _is_news(self, one: Subscription, happened: Happened, after: datetime) -> bool:
        fresh = [event for event in happened.events if event.at > after]
        if not fresh or not self.concerns(one, happened):
            return False
        match one.wished:
            case Wished.NEW:
                return any(self._arrived(one, happened, event) for event in fresh)
            case Wished.SOLVED:
                is_solved = happened.state in SOLVED and happened.outcome == Outcome.SOLVED
                return is_solved and any(event.kind == CLOSURE for event in fresh)
            case _:
                return True

    def _arrived(self, one: Subscription, happened: Happened, event: Occurred) -> bool:
        """Return whether an event brought a report: into the public, or by a correction to where a subscription looks for it."""
        if event.kind in ARRIVALS:
            return True
        if event.kind not in events.PLACING:
            return False
        before = replace(happened, category=event.was_category, area=event.was_area)
        return not self.concerns(one, before if event.was_area else replace(before, lon=None, lat=None))

    def concerns(self, one: Subscription, happened: Happened) -> bool:
        """Return whether a report is one of those that a subscription is about. Pure but for the shelves."""
        if one.report_id is not None:
            return one.report_id == happened.id
        if one.words and happened.id not in self.says.get(one.words, ()):
            return False
        if one.category_id and not _is_of(happened.category, one.category_id):
            return False
        if one.area_id is not None:
            return happened.area is not None and any(
                places.is_within(happened.area, code) for code in _now(one.area_id)
            )
        if one.lon is None or one.lat is None:
            return True
        if happened.lon is None or happened.lat is None:
            return False
        return metres(one.lon, one.lat, happened.lon, happened.lat) <= (one.radius_metres or 0)


def gathered(since: datetime, until: datetime, subscriptions: Iterable[Subscription]) -> News:
    """Return what happened in a time, for these subscriptions. One statement, one more for words, one more for proposals."""
    subscriptions = list(subscriptions)
    happened = between(since, until)
    typed = sorted({one.words for one in subscriptions if one.words})
    says = _says(typed, [one.id for one in happened]) if typed and happened else {}
    followed = {one.proposal_id for one in subscriptions if one.proposal_id is not None}
    return News(happened, says, proposal_news.between(since, until, followed))


def _says(typed: Sequence[str], reports: Sequence[int]) -> dict[str, frozenset[int]]:
    """Return which of the public `reports` say each of the texts."""
    parts, values = [], list[Any]()
    for number, text in enumerate(typed):
        condition, asked = words.says(text)
        parts.append(f"SELECT {number:d}, id FROM reports_report WHERE id = ANY (%s) AND {condition}")  # noqa: S608  placeholders
        values += [reports, *asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found: dict[int, set[int]] = defaultdict(set)
        for number, report in cursor.fetchall():
            found[number].add(report)
    return {text: frozenset(found[number]) for number, text in enumerate(typed)}


def between(since: datetime, until: datetime) -> list[Happened]:
    """Return the public reports to which something public happened in a time, the latest last. One statement."""
    rows = (
        Event.objects.filter(at__gt=since, at__lte=until, kind__in=KINDS, report__visibility=Visibility.PUBLIC)
        .order_by("at", "id")
        .values_list(
            "report_id", "report__code", "report__category", "report__area", "report__lon", "report__lat", "report__state",
            "report__outcome", "kind", "at", "payload__before",
        )[:MOST_READ]
    )  # fmt: skip
    reports: dict[int, Happened] = {}
    occurred: dict[int, list[Occurred]] = defaultdict(list)
    for key, code, category, area, lon, lat, state, outcome, kind, at, before in rows:
        reports[key] = Happened(key, code, category, area, lon, lat, state, outcome, ())
        was = before if kind in events.PLACING and isinstance(before, dict) else {}
        occurred[key].append(Occurred(kind, at, was.get("category"), was.get("area")))
    found = [replace(report, events=tuple(occurred[key])) for key, report in reports.items()]
    public = (shown for one in found if (shown := _as_public(one)) is not None)
    return sorted(public, key=lambda one: (one.at, one.id))


def _as_public(one: Happened) -> Happened | None:
    """Return what the public may know of it: nothing of what is confidential, of what is sensitive its place as coarse as on the map."""
    category = catalog.category(one.category)
    if category is None or not (category.is_confidential or category.is_sensitive):
        return one
    if category.is_confidential or one.lon is None or one.lat is None:
        return None if category.is_confidential else one
    return replace(one, lon=round(one.lon, SENSITIVE_DECIMALS), lat=round(one.lat, SENSITIVE_DECIMALS))


def _now(area: str) -> tuple[str, ...]:
    """Return what an area is now: itself, or the areas that it became since somebody subscribed to it."""
    left = places.former(area)
    return tuple(row.code for row in left.became) if left and left.became else (area,)


def _is_of(category: str | None, wanted: str) -> bool:
    row = catalog.category(category)
    return row is not None and wanted in (row.code, row.parent)


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two points in metres, on a sphere."""
    along = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6_371_000 * math.hypot(along, math.radians(other_lat - lat))


def told(message: OutboundMessage, *, base_url: str) -> Told | None:
    """Return the news of a digest as they are true now, in the active language; None when nothing is left to tell. At most four statements.

    They stand under what each subscription is about; what concerns two is told once.
    """
    rhythm, since, until = window(message.bundle)
    index = message.subscription.index if message.subscription else None
    mine = _mine(bytes(index), rhythm) if index is not None else []
    news, seen = gathered(since, until, mine) if mine else News(()), set[str]()
    sections: list[tuple[Subscription, list[Happened | Advanced]]] = []
    for one in mine:
        found = [happened for happened in news.of(one, since=since) if happened.code not in seen]
        seen |= {happened.code for happened in found}
        if found:
            sections.append((one, found))
    if not sections:
        return None
    most = max(LEAST_LISTED, MOST_LISTED // len(sections))
    text = "\n\n\n".join(_section(one, found, most, base_url) for one, found in sections)
    return Told(text, _date(rhythm, until), sections[0][0] if len(sections) == 1 else None)


def _mine(index: bytes, rhythm: str) -> list[Subscription]:
    rows = Subscription.objects.filter(index=index, state=Subscribed.ACTIVE, rhythm=rhythm)
    return list(rows.select_related("report", "proposal").order_by("id"))


def _section(one: Subscription, found: Sequence[Happened | Advanced], most: int, base_url: str) -> str:
    parts = [targets.subject(targets.of_row(one)), *(_line(happened, base_url) for happened in found[-most:])]
    if len(found) > most:
        parts.append(_("… and %(number)d more") % {"number": len(found) - most} + _list_address(one, base_url))
    parts.append(_("End only this: %(address)s") % {"address": stop_address(one)})
    return "\n\n".join(parts)


def stop_address(one: Subscription) -> str:
    """Return the address whose POST ends one subscription alone (RFC 8058)."""
    return f"{settings.PUBLIC_URL}/berhenti/{links.of_subscription(links.STOP, one)}/ini/"


def _list_address(one: Subscription, base_url: str) -> str:
    """Return the address of the public list that holds the same reports, on a line of its own; nothing where there is none."""
    asked = {"area": one.area_id, "category": one.category_id, "words": one.words}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"\n{base_url}/peta/?{query}" if query and one.lon is None else ""


def bundle(rhythm: str, since: datetime, until: datetime) -> str:
    """Return the key of a digest: how often its reader gets one, and the time that it tells of."""
    return f"{rhythm}:{since.isoformat()}/{until.isoformat()}"


def window(key: str) -> tuple[str, datetime, datetime]:
    """Return how often a digest comes and the time that it tells of; those of before there was a choice came daily."""
    rhythm, _colon, time = key.partition(":") if key.startswith(tuple(Rhythm.values)) else (Rhythm.DAILY.value, "", key)
    since, _slash, until = time.partition("/")
    return rhythm, datetime.fromisoformat(since), datetime.fromisoformat(until)


def _date(rhythm: str, until: datetime) -> str:
    day = date_format(local(until), "j F Y")
    return _("the week until %(date)s") % {"date": day} if rhythm == Rhythm.WEEKLY else day


def _line(one: Happened | Advanced, base_url: str) -> str:
    if isinstance(one, Advanced):
        return one.line(base_url)
    category = catalog.category(one.category)
    name = category.label if category else _("No category yet")
    parts = [one.code, name, places.full_name(one.area), str(State(one.state).label)]
    return " · ".join(part for part in parts if part) + f"\n{base_url}/laporan/{one.code}/"
