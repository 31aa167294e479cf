"""Rows of guarded categories (sensitive, confidential, not yet known) told so that each is one of at least `K` that look alike.

What could lead to a person is where, what, when and by which way somebody reported (the quasi-identifiers of Sweeney 2002, "k-anonymity: a
model for protecting privacy"). A row keeps them when at least K reports share them; else it is generalised step by step, all rows of a step
together: the day becomes its month, the area the one above it, up to the whole city, then the way is dropped, the category becomes its
group and is dropped; what even then stands with fewer than K is left out. Code, words, point, instants and units of such rows are never
told: each would undo it.

Classes of different steps cannot be mistaken for each other (a day is no month, a kelurahan no kecamatan): each holds its K by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places

K = 5
WHOLE, GUARDED = "whole", "guarded"


class Point(NamedTuple):
    """Where, what, when and how somebody reported: empty or None is "not told"."""

    area: str
    category: str
    on: date | None
    month: str
    channel: str


class NotAnonymous(Exception):
    """A file holds rows that fewer than `K` look like; it is not published."""


@dataclass(slots=True)
class Plan:
    """How each of the guarded rows is told. `left_out` rows are in no file; `steps` counts the rows of each step, for the manifest."""

    told: dict[Point, Point | None] = field(default_factory=dict)
    left_out: int = 0
    steps: Counter[int] = field(default_factory=Counter)

    def of(self, exact: Point) -> Point | None:
        """Return what is told of a row, None when it is left out: also of one that the plan has not seen."""
        return self.told.get(exact)


def exact(area: str | None, category: str | None, on: date, channel: str) -> Point:
    """Return the whole truth of a row."""
    return Point(area or "", category or "", on, month_of(on), channel)


def month_of(on: date) -> str:
    """Return a day's month as `2026-03`."""
    return f"{on:%Y-%m}"


def plan(rows: Mapping[Point, int], *, k: int = K) -> Plan:
    """Return how rows, counted by their exact point, are told so that each class holds at least `k`."""
    made = Plan()
    left = dict(rows)
    for step in range(_steps() + 1):
        classes: Counter[Point] = Counter()
        for point, number in left.items():
            classes[generalised(point, step)] += number
        for point in list(left):
            told = generalised(point, step)
            if classes[told] >= k:
                made.told[point] = told
                made.steps[step] += left.pop(point)
    made.told.update(dict.fromkeys(left))
    made.left_out = sum(left.values())
    return made


def generalised(point: Point, step: int) -> Point:
    """Return a point as step `step` tells it: 0 exactly, 1 by month, then by a wider area each, without the way, by group, without."""
    if step == 0:
        return point
    levels = _levels()
    area = _above(point.area, min(step, levels) - 1)
    channel = "" if step > levels else point.channel
    category = point.category if step <= levels + 1 else _group(point.category) if step == levels + 2 else ""
    return Point(area, category, None, point.month, channel)


def coarsest(point: Point) -> Point:
    """Return a point as it is told where nobody counted who else looks like it."""
    return generalised(point, _steps())


def check(points: Iterable[Point], *, k: int = K) -> None:
    """Raise NotAnonymous when a class of `points`, as a finished file tells them, is smaller than `k`."""
    classes = Counter(points)
    small = sum(1 for number in classes.values() if number < k)
    if small:
        raise NotAnonymous(
            f"{small} of {len(classes)} combinations of area, category, time and way hold fewer than {k} reports"
        )


def _above(area: str, levels: int) -> str:
    row = places.area(area)
    if row is None:
        return ""
    return row.path[max(0, len(row.path) - 1 - levels)]


def _group(category: str) -> str:
    row = catalog.category(category)
    return (row.parent or "") if row else ""


def _levels() -> int:
    return max((len(row.path) for row in places.areas()), default=1)


def _steps() -> int:
    """Return the number of the last step: the month at each level of areas, then without the way, by group, and without kind."""
    return _levels() + 3


def classes(rows: Iterable[Mapping[str, object]]) -> Iterator[Point]:
    """Yield the points that rows of a finished file tell of guarded reports."""
    for row in rows:
        if row["detail"] == GUARDED:
            on = row["received_on"]
            yield Point(
                str(row["area"] or ""),
                str(row["category"] or row["category_group"] or ""),
                date.fromisoformat(str(on)) if on else None,
                str(row["received_month"]),
                str(row["channel"] or ""),
            )
