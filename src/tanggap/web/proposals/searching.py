"""What an address asks the public register for: `state`, `year`, `level`, `area` and `category` (codes of any level)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.planning.queries.public import Wanted
from tanggap.planning.rules import Planning
from tanggap.planning.words import ProposalState

NAMES: Final = ("area", "category", "level", "state", "year")
LONGEST_SHOWN = 80
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True)
class Search:
    """The choice that an address makes; empty: no choice."""

    state: str = ""
    year: str = ""
    level: str = ""
    area: str = ""
    category: str = ""

    def wanted(self) -> Wanted:
        """Return it as the register understands it."""
        return Wanted(int(self.year) if self.year else None, self.level, self.state, self.area, self.category)

    def query(self) -> str:
        """Return the one query string of this choice."""
        return urlencode({name: getattr(self, name) for name in NAMES if getattr(self, name)})

    def address(self, **changes: str) -> str:
        """Return the address of the list with other choices."""
        query = replace(self, **changes).query()
        return f"/usulan/?{query}" if query else "/usulan/"

    def chips(self, rules: Planning) -> list[tuple[str, str]]:
        """Return what narrows the list in words, each with the address without it; the state is chosen by chips of its own."""
        category, level = catalog.category(self.category), rules.level(self.level)
        found = [
            ("year", _("For %(year)s") % {"year": self.year} if self.year else ""),
            ("level", level.label if level else ""),
            ("area", places.full_name(self.area) if self.area else ""),
            ("category", category.label if category else ""),
        ]
        return [(label, self.address(**{name: ""})) for name, label in found if label]


def read(given: Mapping[str, str], rules: Planning) -> tuple[Search, list[str]]:
    """Return the choice of an address, and a sentence for each part that makes no sense here. Never raises."""
    problems: list[str] = []

    def known(name: str, *, is_known: bool) -> str:
        said = given.get(name, "").strip()
        if said and not is_known:
            short = said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"
            problems.append(_("“%(value)s” is not known here; all are shown.") % {"value": short})
            return ""
        return said

    area, category = places.current(given.get("area", "")), catalog.category(given.get("category", ""))
    year = given.get("year", "").strip()
    found = Search(
        state=known("state", is_known=given.get("state", "").strip() in ProposalState.values),
        year=known("year", is_known=_is_year(year)),
        level=known("level", is_known=rules.level(given.get("level", "").strip()) is not None),
        area=area or known("area", is_known=False),
        category=known("category", is_known=category is not None and not category.is_confidential),
    )
    return found, problems


def _is_year(said: str) -> bool:
    return len(said) == 4 and said.isascii() and said.isdigit() and FIRST_YEAR <= int(said) <= LAST_YEAR
