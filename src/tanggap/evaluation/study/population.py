"""How many people live in an area, as the pack's `population.csv` gives it (the study's Table 3 for its own city)."""

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from tanggap.core.shelf import Shelf
from tanggap.places import population as counted
from tanggap.places import queries as places
from tanggap.places.population import Population


def _load() -> dict[tuple[str, int], Population]:
    return {(row.code, row.year): row for row in counted.read(Path(settings.TANGGAP_PACK))}


_rows: Shelf[tuple[str, int], Population] = Shelf(_load)


def people(area: str, year: int | None = None) -> int | None:
    """Return how many people live in an area, None where nobody counted; see `population`."""
    found = population(area, year)
    return found.people if found else None


def population(area: str, year: int | None = None) -> Population | None:
    """Return what is known of an area's people: of `year`, else the newest. No statement.

    An area without a row is the sum of those right below it, if each has one of the same year. A former area has what its only heir has;
    of one that was divided nobody counted the people.
    """
    code = places.current(area)
    if code is None:
        return None
    for one in sorted(_years(code) if year is None else [year], reverse=True):
        found = _rows.get((code, one)) or _sum(code, one)
        if found:
            return found
    return None


def _years(code: str) -> set[int]:
    below = {row.code for row in _below(code)}
    return {year for held, year in _rows.all() if held == code or held in below}


def _below(code: str) -> list[places.AreaRow]:
    row = places.area(code)
    return [] if row is None or row.is_leaf else places.areas(parent=code)


def _sum(code: str, year: int) -> Population | None:
    parts = [_rows.get((row.code, year)) for row in _below(code)]
    known = [part for part in parts if part]
    if not known or len(known) < len(parts):
        return None
    squares = [part.km2 for part in known if part.km2 is not None]
    km2 = sum(squares[1:], squares[0]) if len(squares) == len(known) else None
    return replace(known[0], code=code, people=sum(part.people for part in known), km2=km2)
