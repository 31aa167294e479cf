"""Areas, read without a statement, and what has become of those that are no more.

A report keeps the area that it was received in. Where that area is gone, every question here is answered for what is there now: one heir
stands for it altogether; an area that was divided is known by its old name, within what its heirs lie in together. So a list, a number and
a map that ask here agree, and nothing that was recorded is rewritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from tanggap.core.shelf import Shelf
from tanggap.places import former as names_before
from tanggap.places.models import Area


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area with the codes of its ancestors, province first, itself last."""

    code: str
    level: str
    name: str
    parent: str | None
    path: tuple[str, ...]
    is_leaf: bool


def _load() -> dict[str, AreaRow]:
    rows = Area.objects.filter(is_active=True).order_by("code")
    return {
        area.code: AreaRow(area.code, area.level, area.name, area.parent_id, (*area.path, area.code), area.is_leaf)
        for area in rows
    }


_areas: Shelf[str, AreaRow] = Shelf(_load)


@dataclass(frozen=True, slots=True)
class Former:
    """An area or a name that is no more: what it was called up to and with the day `until`, and what is there now."""

    code: str
    name: str
    until: date
    became: tuple[AreaRow, ...]


def _load_former() -> dict[str, tuple[Former, ...]]:
    rows = names_before.read(Path(settings.TANGGAP_PACK))
    left = {row.code: row for row in rows if not row.is_renaming}
    found: dict[str, tuple[Former, ...]] = {}
    for row in rows:
        became = tuple(_areas.all()[code] for code in names_before.heirs(row.code, left, _areas.all()))
        found[row.code] = (*found.get(row.code, ()), Former(row.code, row.name, row.until, became))
    return found


_former: Shelf[str, tuple[Former, ...]] = Shelf(_load_former)


def area(code: str | None) -> AreaRow | None:
    """Return the active area of `code`, or what is there now of a former one: its heir, or for several the former area within them.

    None for a code that nobody knows.
    """
    return _areas.get(code) or _gone(code)


def _gone(code: str | None) -> AreaRow | None:
    left = former(code)
    if left is None or not left.became:
        return None
    if len(left.became) == 1:
        return left.became[0]
    first = left.became[0]
    shared = tuple(part for part in first.path[:-1] if all(part in row.path[:-1] for row in left.became))
    parent = shared[-1] if shared else None
    return replace(first, code=left.code, name=left.name, parent=parent, path=(*shared, left.code))


def former(code: str | None) -> Former | None:
    """Return what became of an area that is no more; None for one that is there, and for a code that nobody knows."""
    if code is None or _areas.get(code):
        return None
    return next(iter(_former.get(code) or ()), None)


def current(code: str | None) -> str | None:
    """Return the code under which an area is found now: its own, or its only heir's; None when it has several or nobody knows it."""
    if code is None or _areas.get(code):
        return code
    left = former(code)
    return left.became[0].code if left and len(left.became) == 1 else None


def formerly(code: str) -> list[Former]:
    """Return the names and areas that an area comes from, latest first."""
    every = (row for rows in _former.all().values() for row in rows)
    own = [row for row in every if any(one.code == code for one in row.became)]
    return sorted(own, key=lambda row: (-row.until.toordinal(), row.name))


def leaves(code: str) -> list[str]:
    """Return the lowest areas that an area of any level stands for, and the former ones there: what its reports have as theirs."""
    return [held for held, row in _all_ever() if row.is_leaf and _lies_in(row, code)]


def within(code: str) -> list[str]:
    """Return an area and every area in it, of all levels, and the former ones there: what somebody in charge of it sees."""
    return [held for held, row in _all_ever() if _lies_in(row, code)]


def _all_ever() -> Iterable[tuple[str, AreaRow]]:
    """Return what each code stands for now, those of today first."""
    gone = ((left, row) for left in _former.all() if left not in _areas.all() and (row := _gone(left)))
    return [*_areas.all().items(), *gone]


def _lies_in(row: AreaRow, code: str) -> bool:
    wanted = area(code)
    return wanted is not None and wanted.code in row.path


def areas(*, level: str | None = None, parent: str | None = None) -> list[AreaRow]:
    """Return the active areas of a level and below a parent (any when None), by code."""
    return [
        row
        for row in _areas.all().values()
        if (level is None or row.level == level) and (parent is None or row.parent == parent)
    ]


def is_within(code: str | None, ancestor: str | None) -> bool:
    """Return whether area `code` is `ancestor` or lies in it; everything lies in None, the whole city."""
    if ancestor is None:
        return True
    row = area(code)
    return row is not None and ancestor in row.path


def full_name(code: str | None) -> str:
    """Return the leaf area's name with its parent's, as people tell it: `Pulo Gebang, Cakung`. Empty for None."""
    row = area(code)
    if row is None:
        return ""
    above = area(row.parent)
    return row.name if above is None else f"{row.name}, {above.name}"
