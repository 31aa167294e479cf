"""What a category's routing rules mean. Pure, so that the pack's validator and `catalog.routing` read them alike.

A rule is one of `{"unit": code}`: that unit; `{"of": agency}`: the agency's branch around the place, else the agency itself;
`{"kind": kind, "level": level}`: the unit of that kind and level around the place. Of several around it, the one with the smallest
area has it. `"role": "competent"` marks who must act in the end; without it the rule says who receives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tanggap.agencies.words import UnitKind

COMPETENT = "competent"
RECEIVES = "receives"
CITY = "city"
PROVINCE = "province"


class Routable(Protocol):
    """What routing needs to know of a unit."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def area(self) -> str | None: ...


U = TypeVar("U", bound=Routable)
Rule = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice(Generic[U]):
    """The unit that a rule found; `rule` is its place in the list."""

    unit: U
    rule: int


class Directory(Generic[U]):
    """The units of a city, indexed for routing. `path` is always a place's areas, largest first, empty for no place."""

    def __init__(self, units: Iterable[U]) -> None:
        self._by_code: dict[str, U] = {}
        self._branches: dict[tuple[str, str | None], U] = {}
        self._offices: dict[tuple[str, str, str | None], U] = {}
        self._verifiers: dict[str | None, U] = {}
        for unit in sorted(units, key=lambda unit: unit.code):
            self._by_code[unit.code] = unit
            self._offices.setdefault((unit.kind, unit.level, unit.area), unit)
            if unit.parent and unit.area and unit.kind == UnitKind.BRANCH:
                self._branches.setdefault((unit.parent, unit.area), unit)
            if unit.kind == UnitKind.VERIFIER:
                self._verifiers.setdefault(unit.area, unit)

    def find(self, rule: Rule, path: Sequence[str]) -> U | None:
        """Return the unit that `rule` means for a place, or None."""
        if "unit" in rule:
            return self._by_code.get(rule["unit"])
        inner_first = tuple(reversed(path))
        if "of" in rule:
            found = (self._branches.get((rule["of"], area)) for area in inner_first)
            return next((unit for unit in found if unit), self._by_code.get(rule["of"]))
        offices = (self._offices.get((rule["kind"], rule["level"], area)) for area in (*inner_first, None))
        return next((unit for unit in offices if unit), None)

    def choose(self, rules: Sequence[Rule], path: Sequence[str], *, role: str = RECEIVES) -> Choice[U] | None:
        """Return the first rule of `role` that finds a unit for a place, or None."""
        for number, rule in enumerate(rules):
            unit = self.find(rule, path) if rule.get("role", RECEIVES) == role else None
            if unit is not None:
                return Choice(unit, number)
        return None

    def verifier(self, scope: str, path: Sequence[str]) -> U | None:
        """Return who verifies: in the `city` scope the verifier with the smallest area around the place, else the whole city's."""
        wanted = (None, *path) if scope == PROVINCE else (*reversed(path), None)
        return next((self._verifiers[area] for area in wanted if area in self._verifiers), None)
