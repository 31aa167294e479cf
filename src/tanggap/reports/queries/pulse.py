"""What is new, told to many open desks at the cost of one: each process reads the newest events at most once a second and keeps them.

Events are read in the order of the outbox, below the oldest transaction that runs, so that none is missed. Who asks gives the place behind
which it wants to hear, and what it holds; the answer comes from memory.
"""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.reports.access import parts

TICK_SECONDS = 1.0
KEPT = 2_000
MOST_TOLD = 50


class Place(NamedTuple):
    """A place in the log: transaction and event."""

    tx: int
    event: int

    def __str__(self) -> str:
        return f"{self.tx}.{self.event}"


@dataclass(frozen=True, slots=True)
class News:
    """An event: the report's code, the units that answered for it before and after, its area, and who did it."""

    place: Place
    at: datetime
    code: str
    units: tuple[str, str]
    area: str | None
    is_secret: bool
    staff: int | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Some of what a desk holds: reports of `units` in `areas` (None: anywhere), confidential ones too unless `is_plain`."""

    units: frozenset[str]
    areas: frozenset[str] | None
    is_plain: bool

    def arrives(self, news: News) -> bool:
        """Return whether an event concerns it at all."""
        is_inside = self.areas is None or news.area in self.areas
        return is_inside and not (self.is_plain and news.is_secret) and not self.units.isdisjoint(news.units)


@dataclass(frozen=True, slots=True)
class Beat:
    """The answer: where the log stands, the reports that others changed, and how many of these are new to the desk."""

    place: Place
    codes: tuple[str, ...]
    arrived: int


def reach(staff: Staff) -> list[Reach]:
    """Return what a person's desk holds. No statement of its own."""
    return [
        Reach(frozenset(part.units), None if part.areas is None else frozenset(part.areas), bool(part.without))
        for part in parts("desk.list", staff)
        if part.units
    ]


def read_place(text: str) -> Place | None:
    """Return the place that `str(place)` wrote, None for anything else."""
    tx, dot, event = text[:60].partition(".")
    is_one = dot and tx.isascii() and tx.isdigit() and event.isascii() and event.isdigit()
    return Place(int(tx), int(event)) if is_one else None


class Pulse:
    """The newest events of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._place: Place | None = None
        self._read_at = float("-inf")
        self._news: deque[News] = deque(maxlen=KEPT)

    def beat(self, held: Sequence[Reach], *, staff: int, after: Place | None, since: datetime | None) -> Beat:
        """Return what others did with reports that are held, behind `after`, or else later than `since`. A statement a second at most."""
        self._tick()
        told: dict[str, bool] = {}
        for news in list(self._news):
            is_new = news.place > after if after is not None else since is not None and news.at > since
            if is_new and news.staff != staff and (here := [one for one in held if one.arrives(news)]):
                came = news.is_first or not any(news.units[0] in one.units for one in here)
                told[news.code] = told.get(news.code, False) or (
                    came and any(news.units[1] in one.units for one in here)
                )
        codes = tuple(told)[-MOST_TOLD:]
        return Beat(self._place or Place(0, 0), codes, sum(told.values()))

    def forget(self) -> None:
        """Begin anew: between tests."""
        with self._lock:
            self._place, self._read_at = None, float("-inf")
            self._news.clear()

    def _tick(self) -> None:
        if time.monotonic() - self._read_at < TICK_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            if self._place is None:
                self._place = _newest()
            else:
                for news in _behind(self._place):
                    self._news.append(news)
                    self._place = news.place
            self._read_at = time.monotonic()
        finally:
            self._lock.release()


_NEWEST = "SELECT tx, id FROM reports_event WHERE tx < tanggap_horizon() ORDER BY tx DESC, id DESC LIMIT 1"
_BEHIND = """
SELECT e.tx, e.id, e.at, r.code, coalesce(p.unit_id, e.unit_id), e.unit_id, r.area_id, r.category_id, e.actor_staff_id, e.version
FROM reports_event AS e JOIN reports_report AS r ON r.id = e.report_id
LEFT JOIN reports_event AS p ON p.report_id = e.report_id AND p.version = e.previous
WHERE (e.tx, e.id) > (%s, %s) AND e.tx < tanggap_horizon() ORDER BY e.tx, e.id LIMIT %s
"""


def _newest() -> Place:
    with planned.cursor() as cursor:
        cursor.execute(_NEWEST)
        found = cursor.fetchone()
    return Place(*found) if found else Place(0, 0)


def _behind(place: Place) -> Iterable[News]:
    with planned.cursor() as cursor:
        cursor.execute(_BEHIND, [*place, KEPT])
        found = cursor.fetchall()
    for tx, event, at, code, before, after, area, category_id, staff, version in found:
        category = catalog.category(category_id)
        is_secret = category is not None and category.is_confidential
        yield News(Place(tx, event), at, code, (before, after), area, is_secret, staff, version == 1)


pulse = Pulse()
