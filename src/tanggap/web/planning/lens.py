"""What of the register an address asks for: filters, each by itself left out again; what makes no sense is said and left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.insight.statistics import Selection
from tanggap.places import queries as places
from tanggap.planning.queries import Wanted
from tanggap.planning.rows import Choices
from tanggap.planning.words import ProposalState
from tanggap.web.ui import selecting
from tanggap.web.ui.selecting import Option

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

NAMES = ("state", "year", "level", "area", "category", "unit", "keeper")
YEARS_BACK = 4


@dataclass(frozen=True, slots=True)
class Lens:
    """The proposals that are wanted, and the address' query that says so, without question mark and page."""

    wanted: Wanted = field(default_factory=Wanted)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the query's parameters in their one order."""
        return [(name, str(value)) for name in NAMES if (value := getattr(self.wanted, name))]

    @property
    def query(self) -> str:
        """Return the query; empty for the whole register."""
        return urlencode(self.pairs)

    def without(self, name: str) -> "Lens":
        """Return the lens without one filter."""
        return self.of(**{name: None if name == "year" else ""})

    def of(self, **changes: Any) -> "Lens":
        """Return the lens with other filters."""
        return Lens(replace(self.wanted, **changes))


def read(given: Mapping[str, str], known: Choices) -> tuple[Lens, dict[str, str]]:
    """Return what an address asks for, and a sentence for each parameter that made no sense."""
    problems: dict[str, str] = {}
    levels = {one.code for one in known.levels}
    checks: dict[str, Callable[[str], object]] = {
        "state": lambda code: code in ProposalState.values,
        "year": lambda code: code.isascii() and code.isdigit() and len(code) == 4,
        "level": lambda code: code in levels,
        "area": places.area,
        "category": catalog.category,
        "unit": agencies.unit,
        "keeper": agencies.unit,
    }
    found: dict[str, Any] = {}
    for name, is_known in checks.items():
        typed = given.get(name, "").strip()
        if typed and is_known(typed):
            found[name] = int(typed) if name == "year" else typed
        elif typed:
            problems[name] = _("“%(value)s” is not known here.") % {"value": selecting.short(typed)}
    return Lens(Wanted(**found)), problems


def fields(lens: Lens, known: Choices) -> dict[str, list[Option]]:
    """Return what the form of filters offers, by the field's name."""
    want, today = lens.wanted, selecting.today()
    about = Selection(today, today, area=want.area, category=want.category, unit=want.unit)
    return {
        "levels": [Option(one.code, one.label, one.code == want.level) for one in known.levels],
        "years": [Option(str(year), str(year), year == want.year) for year in _years(known, today.year, want.year)],
        "areas": selecting.areas(about),
        "categories": selecting.categories(about),
        "units": selecting.units(about),
    }


def _years(known: Choices, present: int, chosen: int | None) -> list[int]:
    last = max((one.year for one in known.years), default=present + 1)
    return sorted({*range(present - YEARS_BACK, last + 1), *([chosen] if chosen else [])}, reverse=True)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as it stands in the address: its words, and the address with or without it."""

    label: str
    href: str
    is_on: bool = False
    count: str = ""


def narrowed(lens: Lens, known: Choices) -> list[Chip]:
    """Return what the list is narrowed by besides its state, each with the address without it."""
    want = lens.wanted
    category = catalog.category(want.category)
    names = {
        "year": str(want.year or ""),
        "level": next((one.label for one in known.levels if one.code == want.level), ""),
        "area": places.full_name(want.area) if want.area else "",
        "category": category.label if category else "",
        "unit": agencies.unit_label(want.unit) if want.unit else "",
        "keeper": _("decided by %(unit)s") % {"unit": agencies.unit_label(want.keeper)} if want.keeper else "",
    }
    return [Chip(words, address(lens.without(name)), is_on=True) for name, words in names.items() if words]


def states(lens: Lens, counts: Mapping[str, int], most: int) -> list[Chip]:
    """Return the states with how many proposals stand in each, counted up to `most`; those in which none stands are left out."""
    chips = [Chip(_("All"), address(lens.of(state="")), not lens.wanted.state)]
    for state in ProposalState:
        number = counts.get(state, 0)
        if number or state == lens.wanted.state:
            said = f"{number}+" if number >= most else str(number)
            chips.append(Chip(str(state.label), address(lens.of(state=state.value)), state == lens.wanted.state, said))
    return chips


def of_mine(lens: Lens, staff: "Staff") -> Iterable[Chip]:
    """Yield what a person most often looks for: what the own unit decides on, and what it proposed."""
    unit = staff.unit_id
    if unit:
        is_kept, is_own = lens.wanted.keeper == unit, lens.wanted.unit == unit
        yield Chip(_("My unit decides"), address(lens.of(keeper="" if is_kept else unit)), is_kept)
        yield Chip(_("My unit proposed"), address(lens.of(unit="" if is_own else unit)), is_own)


def address(lens: Lens) -> str:
    """Return the query with its question mark; a bare question mark for the whole."""
    return f"?{lens.query}"
