"""What a desk list is narrowed to and how it is sorted, as conditions over `reports_report` with named values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places

DUE_SOON = timedelta(hours=24)
NOBODY = "none"
MYSELF = "me"


class Sort(StrEnum):
    """The orders of a list: due first, newest, oldest, most supported."""

    DUE = "due"
    NEW = "new"
    OLD = "old"
    SUPPORT = "support"

    @property
    def column(self) -> str:
        """Return the column that the list is sorted by; equal values are sorted by `id`, the same way round."""
        return {"due": "due_at", "support": "supporters"}.get(self.value, "received_at")

    @property
    def is_falling(self) -> bool:
        """Return whether the greatest value comes first."""
        return self in {Sort.NEW, Sort.SUPPORT}


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What a desk list is narrowed to, each optional. The words of `due`, `age` and `photo` are the keys of the tables below.

    `assignee` is a username, MYSELF or NOBODY; `supporters` the least number; `text` words that the report says.
    """

    category: str | None = None
    area: str | None = None
    state: str | None = None
    channel: str | None = None
    due: str | None = None
    assignee: str | None = None
    age: str | None = None
    supporters: int | None = None
    photo: str | None = None
    unit: str | None = None
    text: str | None = None

    def is_empty(self) -> bool:
        """Return whether it narrows nothing."""
        return all(getattr(self, one.name) is None for one in fields(self))


_RUNS = "paused_at IS NULL"
DUE: dict[str, str] = {
    "overdue": f"{_RUNS} AND due_at <= %(now)s",
    "6h": f"{_RUNS} AND due_at > %(now)s AND due_at <= %(in_6h)s",
    "24h": f"{_RUNS} AND due_at > %(now)s AND due_at <= %(in_24h)s",
    "7d": f"{_RUNS} AND due_at > %(now)s AND due_at <= %(in_7d)s",
    "later": f"{_RUNS} AND due_at > %(in_7d)s",
    "paused": "paused_at IS NOT NULL",
}
AGE: dict[str, str] = {
    "day": "received_at > %(day_ago)s",
    "week": "received_at > %(week_ago)s",
    "old": "received_at <= %(week_ago)s",
    "month": "received_at <= %(month_ago)s",
}
PHOTO: dict[str, str] = {"yes": "cover IS NOT NULL", "no": "cover IS NULL"}
SUPPORTERS = (1, 3, 10)

Named = Callable[[Any], str]


@dataclass(slots=True)
class Values:
    """The values of a statement that is put together: each gets a name of its own."""

    given: dict[str, Any]

    def __call__(self, value: Any) -> str:
        """Return the placeholder of `value`."""
        name = f"value_{len(self.given)}"
        self.given[name] = value
        return f"%({name})s"


def conditions(wanted: DeskFilter, named: Named, *, staff: int) -> list[str]:
    """Return what `wanted` demands, without `text`. The statement has to give `now` besides."""
    found = [table[word] for word, table in ((wanted.due, DUE), (wanted.age, AGE), (wanted.photo, PHOTO)) if word]
    if wanted.category:
        found.append(f"category_id = ANY({named(_categories(wanted.category))})")
    if wanted.area:
        found.append(f"area_id = ANY({named(areas_within(wanted.area))})")
    for column, value in (("state", wanted.state), ("channel_id", wanted.channel), ("unit_id", wanted.unit)):
        if value:
            found.append(f"{column} = {named(value)}")
    if wanted.supporters is not None:
        found.append(f"supporters >= {named(wanted.supporters)}")
    if wanted.assignee:
        found.append(_assigned(wanted.assignee, named, staff))
    return found


def _assigned(assignee: str, named: Named, staff: int) -> str:
    if assignee == NOBODY:
        return "assignee_id IS NULL"
    if assignee == MYSELF:
        return f"assignee_id = {named(staff)}"
    return f"assignee_id = (SELECT s.id FROM agencies_staff AS s WHERE s.username = {named(assignee)})"  # noqa: S608


def _categories(code: str) -> list[str]:
    return [code, *(row.code for row in catalog.categories() if row.parent == code)]


def areas_within(code: str) -> list[str]:
    """Return the codes of an area and of everything in it."""
    return places.within(code)


def joined(found: Iterable[str]) -> str:
    """Return conditions that must all hold as one."""
    return " AND ".join(f"({one})" for one in found) or "true"


def at(now: datetime) -> Values:
    """Return the values of a statement that is asked at `now`. The instants around it are no sums: PostgreSQL would add for each row."""
    return Values({"now": now, **{name: now + away for name, away in AROUND.items()}})


AROUND = {
    "in_6h": timedelta(hours=6),
    "in_24h": timedelta(hours=24),
    "in_7d": timedelta(days=7),
    "day_ago": -timedelta(days=1),
    "week_ago": -timedelta(days=7),
    "month_ago": -timedelta(days=30),
}
