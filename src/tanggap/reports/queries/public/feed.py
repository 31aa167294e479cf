"""What happened to public reports, in the order in which it was written: for machines that follow everything or a part of it.

The log is read below the oldest writing transaction that still runs (`core.cursors`), so what a reader has passed is never joined by
something older. Whether a report may be read is asked now, not when it happened: what has been withheld since is told no more.
"""

import base64
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from tanggap.core.cursors import START, Position
from tanggap.core.paging import OfAnotherQuery
from tanggap.core.refusal import Invalid
from tanggap.reports import events, reading
from tanggap.reports.models import Event
from tanggap.reports.queries import timeline
from tanggap.reports.queries.public.filters import category_codes, leaf_codes, unit_codes
from tanggap.reports.words import Visibility

KINDS = frozenset(kind.name for kind in events.KINDS.values() if kind.audience == events.PUBLIC)
"""The kinds of events that everybody may read."""
PASSED = 5_000  # events looked through for one page at most, so that a rare choice costs no more than a common one
_LARGEST = 2**63 - 1
_WRITTEN = re.compile(r"([0-9]{1,19})\.([0-9]{1,19})(?:\.([0-9a-f]{8}))?")


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One event as everybody may read it: units act, persons are not named.

    `report`, `unit`, `category` and `area` are codes; `unit` answers for the report after the event, category and area are those of now.
    `cursor` is the place behind it in the log, from which any feed can be read on. `status_before` is `new` for a report's first.
    """

    id: int
    cursor: str
    report: str
    version: int
    kind: str
    label: str
    at: datetime
    status: str
    status_before: str
    unit: str
    actor: str
    message: str
    category: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a feed is narrowed to. `area`, `category` and `unit` are codes of any level; `since` is when it happened at the earliest."""

    kinds: tuple[str, ...] = ()
    report: str | None = None
    unit: str | None = None
    area: str | None = None
    category: str | None = None
    since: datetime | None = None

    @property
    def mark(self) -> str:
        """Return what tells the pages of one feed from those of another: eight characters, none for everything."""
        told = (sorted(self.kinds), self.report, self.unit, self.area, self.category, self.since)
        return "" if self == Wanted() else sha256(repr(told).encode()).hexdigest()[:8]


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of events, oldest first. `next` goes on behind it, whether or not there is more now; `is_end`: there is not."""

    rows: Sequence[PublicEvent]
    next: str
    is_end: bool


def feed(after: str | None = None, *, limit: int = 100, wanted: Wanted = EVERYTHING) -> Feed:
    """Return the public events behind the cursor `after` (None: from the beginning). One statement.

    A page may hold fewer than `limit`, or none, before the end: at most `PASSED` events are looked through for it.
    Raises Invalid for a cursor that is none, OfAnotherQuery for one of a page that was narrowed otherwise.
    """
    start = position(after, of=wanted.mark)
    most = PASSED if wanted != EVERYTHING else min(PASSED, 8 * limit)
    found = _page(start, wanted, most=most, limit=limit + 1)
    passed, last_tx, last_id = found[0][:3]
    rows = [_told(row[3:]) for row in found if row[3] is not None]
    if len(rows) > limit:
        last = found[limit - 1]
        return Feed(rows[:limit], _cursor(_place(last[3:]), wanted.mark), is_end=False)
    end = Position(last_tx, last_id) if passed else start
    return Feed(rows, _cursor(end, wanted.mark), is_end=passed < most)


def of(chosen: Collection[int]) -> dict[int, PublicEvent]:
    """Return those of the events with these ids that everybody may read now. One statement."""
    own = reading.columns(Event, "e")
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT r.code, r.category_id, r.area_id, {own.sql} FROM reports_event AS e"  # noqa: S608
            " JOIN reports_report AS r ON r.id = e.report_id"
            " WHERE e.id = ANY (%s) AND e.kind = ANY (%s) AND r.visibility = %s",
            [sorted(chosen), sorted(KINDS), Visibility.PUBLIC.value],
        )
        told = [_told(row) for row in statement.fetchall()]
    return {event.id: event for event in told}


def position(cursor: str | None, *, of: str = "") -> Position:
    """Return the place in the log that a cursor names: that of an event for every feed, that of a page for its own. Raises Invalid."""
    if not cursor:
        return START
    try:
        text = base64.urlsafe_b64decode(cursor[:120] + "=" * (-len(cursor[:120]) % 4)).decode("ascii")
    except (ValueError, UnicodeError):
        text = ""
    written = _WRITTEN.fullmatch(text)
    place = Position(int(written[1]), int(written[2])) if written else None
    if written is None or place is None or max(place) > _LARGEST:
        raise Invalid({"after": _("This page address is not one of ours. Start again from the first page.")})
    if written[3] is not None and written[3] != of:
        raise OfAnotherQuery(
            {"after": _("This page belongs to another list. Start again from the first page of this one.")}
        )
    return place


def cursor(place: Position) -> str:
    """Return the cursor of a place in the log, with which every feed can be read on."""
    return _cursor(place, "")


def _cursor(place: Position, mark: str) -> str:
    text = f"{place.tx}.{place.event}" + (f".{mark}" if mark else "")
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _page(start: Position, wanted: Wanted, *, most: int, limit: int) -> list[tuple[Any, ...]]:
    """Return rows of (events passed, the last one's place, the event and its report); one with no event where there is none."""
    own = reading.columns(Event, "e")
    conditions, values = _narrowed(wanted)
    only, only_values = ("", [])
    if wanted.report:
        only, only_values = "AND report_id = (SELECT id FROM reports_report WHERE code = %s)", [wanted.report]
    statement = (
        f"WITH passed AS MATERIALIZED (SELECT tx, id FROM reports_event WHERE (tx, id) > (%s, %s) AND tx < tanggap_horizon() {only}"  # noqa: S608
        f" ORDER BY tx, id LIMIT {most:d}),"
        " bound AS (SELECT (SELECT count(*) FROM passed) AS n, tx, id FROM passed ORDER BY tx DESC, id DESC LIMIT 1),"
        f" found AS (SELECT r.code, r.category_id, r.area_id, {own.sql} FROM passed JOIN reports_event AS e ON e.id = passed.id"
        " JOIN reports_report AS r ON r.id = e.report_id"
        f" WHERE r.visibility = %s AND e.kind = ANY (%s) {conditions} ORDER BY e.tx, e.id LIMIT {limit:d})"
        " SELECT coalesce(bound.n, 0), bound.tx, bound.id, found.* FROM (SELECT) AS always LEFT JOIN bound ON true"
        " LEFT JOIN found ON true ORDER BY found.tx, found.id"
    )
    kinds = sorted(KINDS & set(wanted.kinds) if wanted.kinds else KINDS)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*start, *only_values, Visibility.PUBLIC.value, kinds, *values])
        return list(cursor.fetchall())


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    parts: list[tuple[str, Any]] = []
    if wanted.unit:
        parts.append(("AND e.unit_id = ANY (%s)", unit_codes(wanted.unit)))
    if wanted.area:
        parts.append(("AND r.area_id = ANY (%s)", leaf_codes(wanted.area)))
    if wanted.category:
        parts.append(("AND r.category_id = ANY (%s)", category_codes(wanted.category)))
    if wanted.since:
        parts.append(("AND e.at >= %s", wanted.since))
    return " ".join(part for part, _value in parts), [value for _part, value in parts]


def _told(row: Sequence[Any]) -> PublicEvent:
    code, category, area, *values = row
    event = reading.row(Event, reading.columns(Event, "e"), values)
    event.actor_staff = None
    entry = timeline.public([event])[0]
    return PublicEvent(
        id=event.id,
        cursor=cursor(Position(event.tx, event.id)),
        report=code,
        version=event.version,
        kind=event.kind,
        label=entry.label,
        at=event.at,
        status=event.state_after,
        status_before=event.state_before,
        unit=event.unit_id,
        actor=entry.actor,
        message=entry.message,
        category=category,
        area=area,
    )


def _place(row: Sequence[Any]) -> Position:
    names = reading.columns(Event, "e").names
    return Position(row[3 + names.index("tx")], row[3 + names.index("id")])
