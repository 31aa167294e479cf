"""How the city's areas and categories lie in each other, from its pack."""

from functools import lru_cache

from tanggap.anomalies.cells import Layout
from tanggap.anomalies.words import ANY, CITY
from tanggap.catalog import queries as catalog
from tanggap.places import neighbours
from tanggap.places import queries as places


def current() -> Layout:
    """Return the layout of the city as it is now. No statement of its own; made anew only when the pack changed."""
    areas = tuple((row.code, row.path, row.is_leaf) for row in places.areas())
    kinds = tuple((row.code, row.parent or "") for row in catalog.categories())
    return _layout(areas, kinds, frozenset(catalog.urgent_kinds()))


@lru_cache(2)
def _layout(
    areas: tuple[tuple[str, tuple[str, ...], bool], ...], kinds: tuple[tuple[str, str], ...], urgent: frozenset[str]
) -> Layout:
    roots = {path[0] for _code, path, _is_leaf in areas}
    skipped = 1 if len(roots) == 1 else 0  # an area that is all of the city is the city
    lines: dict[str, tuple[str, ...]] = {
        code: (CITY, *path[skipped : -1 if is_leaf else None]) for code, path, is_leaf in areas
    }
    of_kinds: dict[str, tuple[str, ...]] = {}
    for code, parent in kinds:
        of_kinds[code] = (ANY, parent, code) if parent else (ANY, code)
    counted = {code for code, path, is_leaf in areas if not is_leaf and len(path) > skipped}
    touching = frozenset((code, other.code) for code in counted for other in neighbours.neighbours(code))
    return Layout({**lines, CITY: (CITY,)}, {**of_kinds, ANY: (ANY,)}, touching, urgent)


def leaves(area: str) -> list[str] | None:
    """Return the lowest areas, former ones too, whose reports count in an area; None for the city, whose reports may have none."""
    return None if area == CITY else places.leaves(area)


def kinds(category: str) -> list[str] | None:
    """Return the categories whose reports count in one; None for any."""
    if category == ANY:
        return None
    return [category, *(row.code for row in catalog.categories() if row.parent == category)]
