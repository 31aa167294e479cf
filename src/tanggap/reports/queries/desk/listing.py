"""The desk's list: a view, narrowed and sorted, a page at a time in either direction. One statement a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.paging import Page
from tanggap.places import queries as places
from tanggap.reports.access import reach_sql
from tanggap.reports.queries.case import channel_label
from tanggap.reports.queries.desk import paging, views, words
from tanggap.reports.queries.desk.filters import DeskFilter, Sort, Values, at, conditions, joined
from tanggap.reports.queries.public import first_words
from tanggap.reports.words import State

PAGE = 50
COLUMNS = (
    "id, code, version, state, category_id, area_id, channel_id, left(text, 280), received_at, due_at,"
    " CASE WHEN answered_at IS NULL THEN answer_due_at ELSE resolve_due_at END, paused_at, supporters, cover, unit_id, origin,"
    " (SELECT s.display_name FROM agencies_staff AS s WHERE s.id = assignee_id)"
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A report in the desk's list. `promise_minutes` is the length of the running promise, by which its clock is coloured.

    `found` are the words in which a search was found, each hit between MARK and END_MARK; empty outside a search.
    """

    id: int
    code: str
    version: int
    state: str
    category: str
    icon: str
    place: str
    channel: str
    words: str
    received_at: datetime
    due_at: datetime
    promise_minutes: int
    is_paused: bool
    supporters: int
    cover: UUID | None
    assignee: str
    unit: str
    origin: str
    found: str = ""

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)


def listed(
    staff: Staff,
    *,
    view: str,
    wanted: DeskFilter,
    now: datetime,
    sort: Sort = Sort.DUE,
    after: str | None = None,
    before: str | None = None,
    limit: int = PAGE,
) -> Page[DeskRow]:
    """Return the page of a view behind `after`, or the one in front of `before`. One statement. Raises Invalid and OfAnotherList."""
    values = at(now)
    demanded = _demanded(staff, view, wanted, values)
    mark, backwards = paging.mark(view, wanted, sort), bool(before) and not after
    if place := after or before:
        demanded.append(_behind(sort, paging.read(place, mark, sort), backwards, values))
    found = fetched(f"{joined(demanded)} {_order(sort, backwards)} LIMIT {limit + 1}", values)
    return _page(found, mark, sort, limit, begun=bool(place), backwards=backwards)


def matching(
    staff: Staff, *, view: str, wanted: DeskFilter, now: datetime, sort: Sort = Sort.DUE, limit: int
) -> list[tuple[int, int]]:
    """Return (id, version) of the reports of a whole list in its order, at most `limit`. One statement. Raises Invalid."""
    values = at(now)
    condition = f"{joined(_demanded(staff, view, wanted, values))} {_order(sort, False)} LIMIT {limit}"
    with planned.cursor() as cursor:
        cursor.execute(f"SELECT id, version FROM reports_report WHERE {condition}", values.given)  # noqa: S608
        return list(cursor.fetchall())


def _demanded(staff: Staff, view: str, wanted: DeskFilter, values: Values) -> list[str]:
    demanded = [views.base(staff, view, values), *conditions(wanted, values, staff=staff.pk)]
    return [*demanded, words.says(wanted.text, values)] if wanted.text else demanded


def rows_of(staff: Staff, ids: Sequence[int]) -> list[DeskRow]:
    """Return those of some reports that the person may see, the newest first. One statement."""
    condition, given = reach_sql("desk.see", staff)
    values = Values(dict(given))
    return drawn(fetched(f"id = ANY({values(list(ids))}) AND {condition} ORDER BY received_at DESC, id DESC", values))


def fetched(condition: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the raw rows of the reports that meet a condition (with order and limit)."""
    with planned.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM reports_report WHERE {condition}", values.given)  # noqa: S608
        return list(cursor.fetchall())


def _order(sort: Sort, backwards: bool) -> str:
    way = "DESC" if sort.is_falling != backwards else "ASC"
    return f"ORDER BY {sort.column} {way}, id {way}"


def _behind(sort: Sort, place: tuple[datetime | int, int], backwards: bool, values: Values) -> str:
    sign = "<" if sort.is_falling != backwards else ">"
    return f"({sort.column}, id) {sign} ({values(place[0])}, {values(place[1])})"


def _page(
    found: list[tuple[Any, ...]], mark: str, sort: Sort, limit: int, *, begun: bool, backwards: bool
) -> Page[DeskRow]:
    has_more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    rows = drawn(found)
    if not rows:
        return Page(rows)
    is_followed, is_preceded = (True, has_more) if backwards else (has_more, begun)
    return Page(
        rows,
        paging.written(mark, _value(rows[-1], sort), rows[-1].id) if is_followed else None,
        paging.written(mark, _value(rows[0], sort), rows[0].id) if is_preceded else None,
    )


def _value(row: DeskRow, sort: Sort) -> datetime | int:
    value: datetime | int = getattr(row, sort.column)
    return value


def drawn(found: Sequence[tuple[Any, ...]]) -> list[DeskRow]:
    """Return raw rows in the active language; each word is looked up once however many rows say it. A further column is `found`."""
    said = _Said(cache(_category), cache(channel_label), cache(agencies.unit_label), cache(places.full_name))
    return [_drawn(said, *one) for one in found]


class _Said(NamedTuple):
    """The words of one list, each looked up once."""

    category: Callable[[str | None], tuple[str, str]]
    channel: Callable[[str], str]
    unit: Callable[[str], str]
    place: Callable[[str | None], str]


# fmt: off
def _drawn(
    said: _Said, key: int, code: str, version: int, state: str, category: str | None, area: str | None, channel: str, text: str,
    received_at: datetime, due_at: datetime, promised_at: datetime, paused_at: datetime | None, supporters: int, cover: UUID | None,
    unit: str, origin: str, assignee: str | None, found: str = "",
) -> DeskRow:
    label, icon = said.category(category)
    minutes = max(1, int((promised_at - received_at).total_seconds() // 60))
    return DeskRow(
        key, code, version, state, label, icon, said.place(area), said.channel(channel), first_words(text), received_at, due_at, minutes,
        paused_at is not None, supporters, cover, assignee or "", said.unit(unit), origin, found,
    )
# fmt: on


def _category(code: str | None) -> tuple[str, str]:
    category = catalog.category(code)
    return (category.label, category.icon) if category else ("", "dots")
