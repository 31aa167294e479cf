"""How many people live in each part of a comparison, where somebody counted them."""

from collections.abc import Iterable

from tanggap.agencies import queries as agencies
from tanggap.evaluation.study.population import people


def people_of(by: str, codes: Iterable[str]) -> dict[str, int]:
    """Return the people of areas, and of the areas of units; of others, and where nobody counted, nothing. No statement."""
    if by not in ("area", "unit"):
        return {}
    found = {}
    for code in codes:
        area = code if by == "area" else _area_of(code)
        number = people(area) if area else None
        if number:
            found[code] = number
    return found


def _area_of(unit: str) -> str | None:
    row = agencies.unit(unit)
    return row.area if row else None
