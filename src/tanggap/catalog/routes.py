"""What a category's routing rules mean. Pure, so that the pack's validator and `catalog.routing` read them alike.

A rule is one of `{"unit": code}`: that unit; `{"of": agency}`: the agency's branch around the place, else the agency itself;
`{"kind": kind, "level": level}`: the unit of that kind and level around the place. Of several around it, the one with the smallest
area has it. `"role": "competent"` marks who must act in the end; without it the rule says who receives.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """The units of a city, indexed for routing. `path` is always a place's areas, largest first, empty for no place.

    `former` units were closed, merged or split; where a rule means one of them, `heir` (its code and the smallest area of the place
    given) names the unit that does its work now. A living unit always comes first.
    """

    def __init__(
        self, units: Iterable[U], former: Iterable[U] = (), heir: Callable[[str, str | None], str | None] | None = None
    ) -> None:
        self._heir = heir
        self._by_code: dict[str, U] = {}
        self._branches: dict[tuple[str, str | None], U] = {}
        self._offices: dict[tuple[str, str, str | None], U] = {}
        self._verifiers: dict[str | None, U] = {}
        living = sorted(units, key=lambda unit: unit.code)
        self._alive = {unit.code for unit in living}
        for unit in (*living, *sorted(former, key=lambda unit: unit.code)):
            self._by_code[unit.code] = unit
            self._offices.setdefault((unit.kind, unit.level, unit.area), unit)
            if unit.parent and unit.area and unit.kind == UnitKind.BRANCH:
                self._branches.setdefault((unit.parent, unit.area), unit)
            if unit.kind == UnitKind.VERIFIER:
                self._verifiers.setdefault(unit.area, unit)

    def find(self, rule: Rule, path: Sequence[str]) -> U | None:
        """Return the unit that `rule` means for a place, or None."""
        if "unit" in rule:
            return self._living(self._by_code.get(rule["unit"]), path)
        inner_first = tuple(reversed(path))
        if "of" in rule:
            agency = self._living(self._by_code.get(rule["of"]), path)
            found = (self._branches.get((agency.code, area)) for area in inner_first) if agency else ()
            return self._living(next((unit for unit in found if unit), agency), path)
        offices = (self._offices.get((rule["kind"], rule["level"], area)) for area in (*inner_first, None))
        return self._living(next((unit for unit in offices if unit), None), path)

    def _living(self, unit: U | None, path: Sequence[str]) -> U | None:
        """Return a unit itself, or who does its work now."""
        if unit is None or unit.code in self._alive:
            return unit
        heir = self._heir(unit.code, path[-1] if path else None) if self._heir else None
        return self._by_code.get(heir) if heir else None

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
        found = next((self._verifiers[area] for area in wanted if area in self._verifiers), None)
        return self._living(found, path)
