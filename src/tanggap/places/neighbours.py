"""Which areas of one level touch each other."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tanggap.places import queries as places
from tanggap.places.boundaries import boundaries
from tanggap.places.queries import AreaRow

TOUCH_M = 30.0  # borders of two official files may miss each other by less than a street's width


def neighbours(code: str) -> list[AreaRow]:
    """Return the areas of the same level that border on an area, by name; none in a city without boundaries."""
    own = places.area(code)
    if own is None:
        return []
    leaves = tuple((row.code, row.path) for row in places.areas() if row.is_leaf)
    found = _touching(Path(settings.TANGGAP_PACK), leaves).get(code, frozenset())
    rows = (row for other in found if (row := places.area(other)) and row.level == own.level)
    return sorted(rows, key=lambda row: (row.name, row.code))


@lru_cache(2)
def _touching(pack: Path, leaves: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, frozenset[str]]:
    """Return for each area the areas of its depth that border on it: seen from the lowest areas, once a pack."""
    city = boundaries()
    if city is None:
        return {}
    paths = dict(leaves)
    found: dict[str, set[str]] = {}
    for code, shape in zip(city.codes, city.shapes, strict=True):
        for position in city.tree.query(shape, predicate="dwithin", distance=TOUCH_M):
            for here, there in zip(paths.get(code, ()), paths.get(city.codes[position], ()), strict=False):
                if here != there:
                    found.setdefault(here, set()).add(there)
    return {code: frozenset(others) for code, others in found.items()}
