"""Which unit receives a report, and why: the choice explains itself (rule, area, runner-up)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tanggap.agencies import queries as agencies
from tanggap.agencies.queries import UnitRow
from tanggap.catalog import queries as catalog
from tanggap.catalog.queries import ChannelRow
from tanggap.catalog.routes import COMPETENT, Directory, Rule
from tanggap.core.shelf import Shelf
from tanggap.places import queries as places
from tanggap.places.city import city

INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes and why.

    `rule` is `office` (of the area), `branch` (of the agency), `unit` (named by the category) or `intake`. `runner_up` would have had it
    next; `competent` must act in the end, so that the receiver can coordinate to it.
    """

    unit: str
    rule: str
    area: str | None
    runner_up: str | None = None
    competent: str | None = None

    def reason(self) -> dict[str, Any]:
        """Return why, as the event keeps it."""
        return {"rule": self.rule, "area": self.area, "competent": self.competent}


def _directory() -> dict[None, Directory[UnitRow]]:
    former = [one.row for one in agencies.former_units() if one.heirs]
    return {None: Directory(agencies.units(), former, lambda code, area: agencies.heir(code, area=area))}


_directories: Shelf[None, Directory[UnitRow]] = Shelf(_directory)


def route(*, category: str | None, area: str | None) -> Route:
    """Return the route for a report of `category` in leaf `area`.

    Geo-tagged reports go to the office of their area; without category or place a person at the intake desk completes it (domain.md §3).
    """
    row, place = catalog.category(category), places.area(area)
    directory, path = _directories.all()[None], place.path if place else ()
    if row is None:
        return Route(city().intake_unit, INTAKE, area)
    competent = directory.choose(row.routes, path, role=COMPETENT)
    acts = competent.unit.code if competent else None
    receiver = directory.choose(row.routes, path)
    if receiver is None or (not path and _needs_place(row.routes[receiver.rule])):
        return Route(city().intake_unit, INTAKE, area, competent=acts)
    others = (directory.find(rule, path) for rule in row.routes)
    runner_up = next((unit.code for unit in others if unit and unit.code != receiver.unit.code), None)
    return Route(receiver.unit.code, _rule(row.routes[receiver.rule]), area, runner_up, acts)


def told_to(channel: ChannelRow | None, area: str | None) -> Route | None:
    """Return the route of what is told to a confidential channel: its own unit, whatever the category; None for any other channel."""
    if channel is None or not channel.is_confidential or channel.unit is None:
        return None
    return Route(channel.unit, "unit", area)


def found_by(rules: Sequence[Rule], *, area: str | None) -> list[UnitRow]:
    """Return the units that `rules` mean for a place, in their order, each once; no intake desk stands in for one that is missing."""
    directory, place = _directories.all()[None], places.area(area)
    found = (directory.find(rule, place.path if place else ()) for rule in rules)
    return list({unit.code: unit for unit in found if unit is not None}.values())


def meant_by_rules(unit: str, *, category: str | None, area: str | None) -> bool:
    """Return whether one of the category's own rules means `unit` for a place: to receive the report there, or to act in the end."""
    row, place = catalog.category(category), places.area(area)
    directory, path = _directories.all()[None], place.path if place else ()
    found = (directory.find(rule, path) for rule in row.routes) if row else ()
    return any(one is not None and one.code == unit for one in found)


def _needs_place(rule: Rule) -> bool:
    return "unit" not in rule


def _rule(rule: Rule) -> str:
    return "unit" if "unit" in rule else "branch" if "of" in rule else "office"
