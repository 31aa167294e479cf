"""What is counted together: an area above the lowest ones (or the whole city) × a category, a group of them, or any kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tanggap.anomalies.words import ANY, CITY


class Cell(NamedTuple):
    """Reports of one area (empty: the whole city) and category or group (empty: any)."""

    area: str
    category: str


WHOLE = Cell(CITY, ANY)


@dataclass(frozen=True, slots=True)
class Layout:
    """How areas and categories lie in each other: `areas`, `kinds` map each code to those that take it in, the widest first, itself last.

    Lowest areas are in no cell of their own: `areas` of one ends with the area above it. `touching` are pairs of counted areas of one
    level that border on each other. `urgent` are the categories of danger to people.
    """

    areas: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    touching: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    urgent: frozenset[str] = frozenset()
    _of: dict[tuple[str, str], tuple[Cell, ...]] = field(default_factory=dict, compare=False, repr=False)

    def line(self, area: str) -> tuple[str, ...]:
        """Return the counted areas that take in `area`, the city first; of an unknown one only the city."""
        return self.areas.get(area, (CITY,))

    def is_lowest(self, area: str) -> bool:
        """Return whether an area is known and too small to be counted by itself."""
        return self.line(area)[-1] != area and area in self.areas

    def kind(self, category: str) -> tuple[str, ...]:
        """Return the categories that take in `category`, `any` first; of an unknown one only `any`."""
        return self.kinds.get(category, (ANY,))

    def group(self, category: str) -> str:
        """Return the group of a category (a category without one is its own), empty for any."""
        line = self.kind(category)
        return line[1] if len(line) > 1 else ANY

    def of(self, area: str, category: str) -> tuple[Cell, ...]:
        """Return the cells that a report of a lowest area and category counts in."""
        found = self._of.get((area, category))
        if found is None:
            found = tuple(Cell(one, kind) for one in self.line(area) for kind in self.kind(category))
            self._of[area, category] = found
        return found

    def meet(self, one: Cell, other: Cell) -> Cell | None:
        """Return what lies in both of two cells; None for nothing."""
        area = _narrower(one.area, other.area, self.line)
        category = _narrower(one.category, other.category, self.kind)
        return None if area is None or category is None else Cell(area, category)

    def is_near(self, one: str, other: str) -> bool:
        """Return whether two areas lie in each other or border on each other."""
        return _narrower(one, other, self.line) is not None or (one, other) in self.touching


def _narrower(one: str, other: str, line: Callable[[str], tuple[str, ...]]) -> str | None:
    """Return which of two codes lies in the other, None for neither."""
    if one in line(other):
        return other
    return one if other in line(one) else None
