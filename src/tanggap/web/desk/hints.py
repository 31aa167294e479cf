"""What the desk suggests about a report, each with its reason: category, place, unit, and open reports of the same problem."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog.routing import Route, route
from tanggap.core import clock
from tanggap.places import queries as places
from tanggap.reports.lifecycle import MERGEABLE
from tanggap.reports.queries import public
from tanggap.reports.queries.desk import DeskReport
from tanggap.triage.suggest import Suggestion, suggest
from tanggap.web.desk import picking
from tanggap.web.desk.picking import Option
from tanggap.web.ui import formats

MOST_SIMILAR = 3
TEXT_READ = 200


@dataclass(frozen=True, slots=True)
class Hints:
    """`category` is a better one than the report has, `place` one for a report without; `route` is where category and place lead;
    `similar` are open reports of the same problem, each with how long ago it came.
    """

    category: Suggestion | None
    place: Option | None
    route: Route
    similar: tuple[tuple[public.PublicRow, str], ...]

    @property
    def labels(self) -> tuple[str, str]:
        """Return the names that its codes are said by."""
        return (self.category.label if self.category else "", self.unit_label)

    @property
    def unit_label(self) -> str:
        """Return the unit that the suggestion leads to."""
        return agencies.unit_label(self.route.unit)


def of_report(report: DeskReport) -> Hints:
    """Return the hints for a report. One statement where the report has a point and is open, else none."""
    category = _category(report)
    place = None if report.area else _place(report)
    spot = picking.read_spot(place.value) if place else None
    reached = route(
        category=report.category_code or (category.category if category else None),
        area=report.area or (spot.area if spot else None),
    )
    return Hints(category, place, reached, _similar(report))


def _category(report: DeskReport) -> Suggestion | None:
    """Return the category that the words speak for: any for a report without one, else only a confident other one."""
    best = next(iter(suggest(report.text, limit=1)), None)
    if best is None or best.category == report.category_code:
        return None
    return best if report.category_code is None or best.is_confident else None


def _place(report: DeskReport) -> Option | None:
    """Return the best place for the typed address, else for the beginning of the text."""
    for words in (report.address, report.text[:TEXT_READ]):
        found = picking.spot_options(words, limit=1) if words else []
        if found:
            return found[0]
    return None


def _similar(report: DeskReport) -> tuple[tuple[public.PublicRow, str], ...]:
    if report.lon is None or report.lat is None or report.state not in MERGEABLE:
        return ()
    metres, since = public.near_window(report.category_code, clock.now())
    if not metres:
        return ()
    found = public.near(
        report.lon, report.lat, metres=metres, since=since, category=report.category_code, limit=MOST_SIMILAR + 1
    )
    others = [row for row in found if row.code != report.code]
    return tuple((row, formats.ago(row.received_at)) for row in others[:MOST_SIMILAR])


def units_for(report: DeskReport, reached: Route) -> list[Option]:
    """Return the units to which a report is likely coordinated, each with the reason."""
    own = agencies.unit(report.unit_code)
    wanted: list[tuple[str | None, str | Promise]] = [
        (reached.competent, _("carries out this category here")),
        (reached.unit, _("receives this category here")),
        (reached.runner_up, _("second by the category's rules")),
        (own.parent if own else None, _("the unit above")),
    ]
    return picking.unique(
        picking.unit_option(code, str(reason)) for code, reason in wanted if code and code != report.unit_code
    )


def branches_for(report: DeskReport) -> list[Option]:
    """Return the branches of the report's unit, the one of its place first."""
    rows = agencies.units(parent=report.unit_code)
    rows.sort(key=lambda row: (not (row.area and places.is_within(report.area, row.area)), row.code))
    here = str(_("responsible for this place"))
    return [
        Option(
            row.code, row.label, here if row.area and report.area and places.is_within(report.area, row.area) else ""
        )
        for row in rows
    ]
