"""What follows when a report's category, place or unit is changed: all of it at once, for the act and for its preview alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import Route, route
from tanggap.core.refusal import Invalid, Refusal
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.reports import checkers, promises
from tanggap.reports.lifecycle import BEGUN
from tanggap.reports.models import Report
from tanggap.reports.promises import Course
from tanggap.reports.words import State, Visibility

PERSON: Final = "person"
"""The rule of a route that a person chose against the category's own rules."""


class WrongUnit(Refusal):
    """The chosen unit cannot take this report."""

    message = _("Choose another active unit that can act on this report.")
    field = "unit"
    status = 422


class KeptInConfidence(Refusal):
    """What was told to a confidential channel stays with its unit, whoever wants it (threats.md §3 case 23)."""

    message = _("This was told in confidence and stays with the unit that it was told to. Nobody else may learn of it.")
    status = 422


class NothingChanged(Refusal):
    """Category, place, address and unit are as they were."""

    message = _("Nothing was changed: category, place and unit are already so.")
    status = 422


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants changed; None leaves it. A point is in degrees, WGS 84, and decides the area where the city has boundaries."""

    category: str | None = None
    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    address: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a report is and to whom it belongs, as far as the place and the kind of the problem decide it.

    `neighbour` is the unit across a border nearer than the city's `border_metres`; `verifier` checks the result, None when nobody
    independent is left; `field_check` whether a visit closes it.
    """

    category: str | None
    area: str | None
    lon: float | None
    lat: float | None
    address: str
    unit: str
    neighbour: str | None
    visibility: str
    answer_due_at: datetime
    resolve_due_at: datetime
    field_check: bool
    verifier: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A change, whole: how the report stands, how it will, why there, and which promises are broken already and stay so."""

    before: Standing
    after: Standing
    route: Route
    course: Course
    late: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Return whether another unit answers from then on."""
        return self.before.unit != self.after.unit

    @property
    def is_first(self) -> bool:
        """Return whether it completes a report that lacked its category or its place, rather than correcting one."""
        return self.before.category is None or self.before.area is None


def plan(report: Report, wanted: Wanted, *, by_unit: str, at: datetime) -> Plan:
    """Return what `wanted` makes of a report when it is done at `at`. Few statements, mostly three.

    `by_unit` is the unit of the person who wants it; a clock that another unit starts again is given back what it stood still.
    Raises Invalid, WrongUnit, KeptInConfidence, NothingChanged and the refusals of places.locate.
    """
    before = _as_it_stands(report, by_unit)
    category, area, lon, lat = _category(report, wanted), *_place(report, wanted)
    address = before.address if wanted.address is None else wanted.address
    route_of = route(category=category, area=area)
    unit = _unit(report, wanted, route_of, is_placed_anew=(category, area) != (before.category, before.area))
    unit = kept_by(report) or unit if wanted.unit is None else unit
    if (category, area, lon, lat, address, unit) == (
        before.category, before.area, before.lon, before.lat, before.address, before.unit,
    ):  # fmt: skip
        raise NothingChanged
    must_stay(report, unit=unit, category=category)
    row = catalog.category(category)
    course = _course(report, category, moves=unit != before.unit, at=at)
    after = Standing(
        category=category,
        area=area,
        lon=lon,
        lat=lat,
        address=address,
        unit=unit,
        neighbour=neighbour(category=category, lon=lon, lat=lat, unit=unit),
        visibility=Visibility.PRIVATE if row is not None and row.is_confidential else report.visibility,
        answer_due_at=course.answer_due_at,
        resolve_due_at=course.resolve_due_at,
        field_check=bool(row and row.needs_field_check),
        verifier=checkers.checker(report, category=category, area=area, without=(unit, by_unit)),
    )
    chosen = route_of if unit == route_of.unit else Route(unit, PERSON, area, route_of.unit, route_of.competent)
    return Plan(before, after, chosen, course, _late(report))


def kept_by(report: Report) -> str | None:
    """Return the unit with which a report stays because it was told there in confidence; None for any other report."""
    channel = catalog.channel(report.channel_id)
    return channel.unit if channel is not None and channel.is_confidential else None


def must_stay(report: Report, *, unit: str, category: str | None = None) -> None:
    """Raise KeptInConfidence when what was told in confidence would reach `unit`, or those who read `category` (None: as it is)."""
    keeper = kept_by(report)
    if keeper is None:
        return
    row = catalog.category(category)
    if unit not in {keeper, *permissions.below(keeper)} or (row is not None and not row.is_confidential):
        raise KeptInConfidence


def neighbour(*, category: str | None, lon: float | None, lat: float | None, unit: str) -> str | None:
    """Return the unit that would have a report if its point lay across the near border, None for the same unit or no near border.

    None as well for what is confidential: the neighbour is told of a report, and may not learn of this one.
    """
    row = catalog.category(category)
    if lon is None or lat is None or (row is not None and row.is_confidential) or not locate.has_boundaries():
        return None
    try:
        found = locate.locate(lon, lat)
    except locate.Misplaced:  # taken over from an earlier system that knew no borders
        return None
    units = (route(category=category, area=near.area) for near in found.neighbours)
    return next((one.unit for one in units if one.unit != unit and one.rule != "intake"), None)


def _course(report: Report, category: str | None, *, moves: bool, at: datetime) -> Course:
    """Return the promises after a change: another category's policy replays everything from the original receipt on.

    A clock that stands still for the reporter runs again when another unit takes over.
    """
    is_other = category != report.category_id
    course = promises.replayed(report, catalog.policy_for(category)) if is_other else promises.of(report)
    if moves and report.state in BEGUN:
        course.take("reports.change", report.state, State.COORDINATING, at)
    return course


def _as_it_stands(report: Report, by_unit: str) -> Standing:
    row = catalog.category(report.category_id)
    return Standing(
        category=report.category_id,
        area=report.area_id,
        lon=report.lon,
        lat=report.lat,
        address=report.address,
        unit=report.unit_id,
        neighbour=report.neighbour_id,
        visibility=report.visibility,
        answer_due_at=report.answer_due_at,
        resolve_due_at=report.resolve_due_at,
        field_check=bool(row and row.needs_field_check),
        verifier=checkers.checker(
            report, category=report.category_id, area=report.area_id, without=(report.unit_id, by_unit)
        ),
    )


def _category(report: Report, wanted: Wanted) -> str | None:
    if wanted.category is None:
        return report.category_id
    row = catalog.category(wanted.category)
    if row is None or not row.is_leaf:
        raise Invalid({"category": _("Choose a category from the list.")})
    return row.code


def _place(report: Report, wanted: Wanted) -> tuple[str | None, float | None, float | None]:
    """Return area and point. A point outside a newly chosen area is dropped: a report is never in two places."""
    if wanted.lon is None and wanted.lat is None and wanted.area is None:
        return report.area_id, report.lon, report.lat
    area, lon, lat = wanted.area, wanted.lon, wanted.lat
    if lon is not None and lat is not None:
        area = locate.locate(lon, lat).area if locate.has_boundaries() else area or report.area_id
    elif report.lon is not None and report.lat is not None and _lies_in(area, report.lon, report.lat, report.area_id):
        lon, lat = report.lon, report.lat
    found = places.area(area)
    if found is None or not found.is_leaf:
        raise Invalid({"location": _("Choose a place on the map or from the list.")})
    return found.code, lon, lat


def _lies_in(area: str | None, lon: float, lat: float, present: str | None) -> bool:
    return locate.inside(str(area), lon, lat) if locate.has_boundaries() else area == present


def _unit(report: Report, wanted: Wanted, route_of: Route, *, is_placed_anew: bool) -> str:
    """Return who answers: the unit that a person chose, else the one of the rules where category or area is new, else the present one."""
    if wanted.unit is None:
        return route_of.unit if is_placed_anew else report.unit_id
    chosen = agencies.unit(wanted.unit)
    if chosen is None or chosen.kind == UnitKind.VERIFIER:
        raise WrongUnit
    return chosen.code


def _late(report: Report) -> tuple[str, ...]:
    """Return the promises of this report that were broken already: a kinder policy does not undo that."""
    return tuple(word for bit, word in ((1, "answer"), (2, "resolve")) if report.breached & bit)


def changed(made: Plan) -> Sequence[str]:
    """Return the names of what differs, in the order of `Standing`."""
    return [name for name in Standing.__slots__ if getattr(made.before, name) != getattr(made.after, name)]
