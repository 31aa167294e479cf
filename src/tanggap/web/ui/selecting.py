"""What numbers are told of, chosen in a form: what an address names, what can be chosen, what was, and the period before it.

    selection, problems = selecting.read(request.GET)
    context = selecting.options(selection)

The form's fields are in `ui/selection_fields.html`, its refusals in `ui/problems.html`. A form that shows days of one's own sends `was`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight import statistics
from tanggap.insight.statistics import Selection
from tanggap.places import gazetteer
from tanggap.places import queries as places
from tanggap.web.ui import charting

SELECTION: Final = ("area", "category", "channel", "from", "period", "to", "unit")
PARAMETERS: Final = (*SELECTION, "place", "was")
AREA, CATEGORY, UNIT, CHANNEL = "area", "category", "unit", "channel"
OWN_DAYS = "days"  # `was` of a form that showed days of one's own: another period chosen there is meant to replace them
LONGEST_SHOWN = 80  # characters of a senseless value that are told back
RECENT_MONTHS, RECENT_YEARS = 3, 3
DEEPEST_OPTION = 2  # levels below the top that a choice of areas lists unasked


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen; `depth` says how far it lies below the first."""

    code: str
    label: str
    is_chosen: bool = False
    depth: int = 0

    @property
    def indent(self) -> str:
        """Return what stands before its label in a list."""
        return "– " * self.depth


def today() -> date:
    """Return the present day of the city."""
    return clock.local(clock.now()).date()


def read(given: Mapping[str, str]) -> tuple[Selection, dict[str, str]]:
    """Return the selection that an address names, a typed `place` in it, and a sentence for each parameter that made no sense."""
    asked = {name: given.get(name, "") for name in PARAMETERS}
    if asked["was"] == OWN_DAYS and asked["period"]:
        asked["from"] = asked["to"] = ""
    selection, problems = statistics.read(asked, today=today())
    if typed := asked["place"].strip():
        selection = _placed(selection, typed, problems)
    return selection, problems


def is_a_form(given: Mapping[str, str]) -> bool:
    """Return whether a form was sent whose address is not yet the one address of what was meant."""
    return "place" in given or "was" in given


def options(selection: Selection) -> dict[str, Any]:
    """Return what the form offers."""
    named = periods(selection)
    return {
        "areas": areas(selection),
        "categories": categories(selection),
        "units": units(selection),
        "channels": channels(selection),
        "periods": named,
        "has_own_days": not named[0].code,
    }


def ways(selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield by what a number can be split, with its words."""
    yield AREA, _("Area")
    levels = list(
        dict.fromkeys(row.level for row in places.areas() if places.is_within(row.code, selection.area or None))
    )
    for level in levels[2:]:
        yield f"{AREA}.{level}", _("Area: %(level)s") % {"level": level}
    yield CATEGORY, _("Kind of problem")
    yield UNIT, _("Unit")
    yield CHANNEL, _("Channel")


def areas(selection: Selection) -> list[Option]:
    """Return the areas that can be chosen: two levels below the top, and what lies around the chosen one."""
    rows = places.areas()
    chosen = places.area(selection.area)
    near = {*(chosen.path if chosen else ()), selection.area} - {""}
    roots = [row for row in rows if row.parent is None]
    top = roots[0].code if len(roots) == 1 else None
    below: dict[str | None, list[places.AreaRow]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)

    def walk(parent: str | None, depth: int) -> Iterator[Option]:
        for row in below.get(parent, ()):
            yield Option(row.code, row.name, row.code == selection.area, depth)
            if depth + 1 < DEEPEST_OPTION or row.code in near:
                yield from walk(row.code, depth + 1)

    return list(walk(top, 0))


def categories(selection: Selection) -> list[Option]:
    """Return the kinds of problems that can be chosen."""
    rows = catalog.categories()
    found = []
    for group in (row for row in rows if row.parent is None):
        found.append(Option(group.code, group.label, group.code == selection.category))
        found += [
            Option(row.code, row.label, row.code == selection.category, 1) for row in rows if row.parent == group.code
        ]
    return found


def units(selection: Selection) -> list[Option]:
    """Return the units that can be chosen: those at the top by name, and what lies around the chosen one."""
    rows = agencies.units()
    line = [selection.unit] if selection.unit else []
    while line and (row := agencies.unit(line[-1])) and row.parent:
        line.append(row.parent)
    found = []
    for top in sorted((row for row in rows if row.parent is None), key=lambda row: row.label):
        found.append(Option(top.code, top.label, top.code == selection.unit))
        if top.code in line:
            found += [
                Option(row.code, row.label, row.code == selection.unit, 1) for row in rows if row.parent == top.code
            ]
    if selection.unit and not any(one.is_chosen for one in found):
        found.append(Option(selection.unit, agencies.unit_label(selection.unit), True, 1))
    return found


def channels(selection: Selection) -> list[Option]:
    """Return the channels that can be chosen."""
    return [Option(row.code, row.label, row.code == selection.channel) for row in catalog.channels()]


def periods(selection: Selection) -> list[Option]:
    """Return the periods with a name; one of them is chosen, or days of one's own."""
    now = today()
    days = (selection.first, selection.last)
    names = [("30d", _("Last 30 days")), ("12m", _("Last 12 months"))]
    names += [(f"month:{first:%Y-%m}", charting.month(first)) for first in _months(now)]
    names += [(f"year:{now.year - back}", str(now.year - back)) for back in range(RECENT_YEARS)]
    names.append(("all", _("All years, ten at most")))
    found, is_found = [], False
    for code, label in names:
        read_days, _problems = statistics.read({"period": code}, today=now)
        is_this = not is_found and (read_days.first, read_days.last) == days
        is_found |= is_this
        found.append(Option(code, label, is_this))
    return found if is_found else [Option("", _("The days below"), True), *found]


def narrowed_by(selection: Selection, address: Callable[[Selection], str]) -> list[tuple[str, str]]:
    """Return what the selection is narrowed by: the words, and the `address` without it."""
    names = {
        AREA: places.full_name(selection.area) if selection.area else "",
        CATEGORY: _label(catalog.category(selection.category)),
        UNIT: agencies.unit_label(selection.unit),
        CHANNEL: _label(catalog.channel(selection.channel)),
    }
    return [(words, address(replace(selection, **{name: ""}))) for name, words in names.items() if words]  # type: ignore[arg-type]


def before(selection: Selection) -> Selection:
    """Return the selection of as many days right before it; of as many months, where it is made of whole ones."""
    first, last = selection.first, selection.last
    end = date.fromordinal(first.toordinal() - 1)
    if first.day == 1 and date.fromordinal(last.toordinal() + 1).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        number = first.year * 12 + first.month - 1 - months
        return replace(selection, first=date(number // 12, number % 12 + 1, 1), last=end)
    return replace(selection, first=date.fromordinal(first.toordinal() - selection.days), last=end)


def one_of(name: str, given: Mapping[str, str], known: Iterable[str], default: str, problems: dict[str, str]) -> str:
    """Return the value of a parameter if it is a known one, else the default; what made no sense is told in `problems`."""
    said = given.get(name, "").strip()
    if not said or said in known:
        return said or default
    problems[name] = _("“%(value)s” is not known here.") % {"value": short(said)}
    return default


def short(said: str) -> str:
    """Return what somebody wrote into an address, cut where it is long."""
    return said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"


def _placed(selection: Selection, typed: str, problems: dict[str, str]) -> Selection:
    """Return the selection narrowed to the area that a typed name means best."""
    best = next(iter(gazetteer.suggest(typed[: gazetteer.LONGEST], 1)), None)
    if best is None:
        problems["place"] = _("“%(value)s” is no place that is known here; choose one from the list.") % {
            "value": short(typed)
        }
        return selection
    return replace(selection, area=best.area)


def _label(row: catalog.CategoryRow | catalog.ChannelRow | None) -> str:
    return row.label if row else ""


def _months(now: date) -> Iterator[date]:
    first = now.replace(day=1)
    for _back in range(RECENT_MONTHS):
        yield first
        first = date.fromordinal(first.toordinal() - 1).replace(day=1)
