"""Areas, read without a statement."""

from dataclasses import dataclass

from tanggap.core.shelf import Shelf
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


def area(code: str | None) -> AreaRow | None:
    """Return the active area of `code`, or None."""
    return _areas.get(code)


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
