"""What stands in the pane of one report: its promises, what is suggested, what can be done, where its map begins."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import competencies, permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Standing, UnitKind
from tanggap.core import clock
from tanggap.feedback import queries as feedback
from tanggap.planning import queries as planning
from tanggap.planning.rows import Chip
from tanggap.reports.queries import desk, hands
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.words import WORKING, PhotoRole, State
from tanggap.verification import queries as checks
from tanggap.web.desk import acts, hints, picking, tasks
from tanggap.web.desk.lens import Lens
from tanggap.web.desk.story import RECENT, told
from tanggap.web.ui import formats
from tanggap.web.ui.access import StaffRequest
from tanggap.web.ui.status import family


def read(request: StaffRequest, code: str) -> DeskReport:
    """Return the report with the part of its history that the address asks for. Raises NotFound."""
    before = request.GET.get("sampai", "")
    return desk.report(
        code,
        staff=request.user,
        most=RECENT,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )


def context(request: StaffRequest, report: DeskReport, chosen: Lens) -> dict[str, Any]:
    """Return the context of one report's pane. At most four statements besides those that read the report."""
    found = hints.of_report(report)
    chip = proposal(report)
    offered = acts.offers(
        report, request.user, competent=found.route.competent, is_proposed=chip is not None and chip.is_live
    )
    point = {
        "lon": report.lon,
        "lat": report.lat,
        "label": report.category or report.code,
        "family": family(report.state),
    }
    own_spot = picking.Spot(report.area, report.lon, report.lat) if report.area else None
    can = {offer.act.slug for offer in offered}
    in_whose = in_hands(report)
    return {
        "lens": chosen,
        "report": report,
        "hints": found,
        "offers": offered,
        "offer_groups": acts.grouped(offered),
        "may": May("ubah" in can, "koordinasi" in can, "gabung" in can),
        "competent": _competent(report, found),
        "accepted": _accepted(report, found, own_spot) if "ubah" in can else None,
        "promises": promises(report),
        "lacks": lacks(competencies.shown(request.user, category=report.category_code)),
        "held": held(report),
        "rejection": checks.rejection(report.id) if report.state == State.FOLLOW_UP_REJECTED else None,
        "may_contest": "bantah" in can,
        "may_moderate": permissions.allows("reports.withhold", request.user),
        "parts": tasks.parts(report, request.user),
        **judged(request, report),
        "task_acts": tasks.TASK_ACTS,
        "first_acts": tasks.FIRST,
        "hands": in_whose,
        "proposal": chip,
        "points": json.dumps([point]) if report.lon is not None else "",
        "photo_groups": _photo_groups(report),
        "told": told(report),
    }


def judged(request: StaffRequest, report: DeskReport) -> dict[str, Any]:
    """Return what was said about the report's closures, and whether this person may open it again. No statement before the first one."""
    if report.state in WORKING and not report.reopened_count:
        return {"review": None, "may_reopen": False}
    review = feedback.review(report.id)
    is_marked = report.state == State.RESOLVED and bool(review.repeats or review.is_doubted or review.disputes)
    may = is_marked and feedback.may_decide(report.code, staff=request.user)
    return {"review": review, "may_reopen": may}


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the reader lacks for this work: sentences of what blocks it, and the names of what does not yet."""

    blocking: tuple[str, ...]
    lesser: str


def lacks(found: Sequence[competencies.Finding]) -> Lacks | None:
    """Return in words what a person lacks or is about to lose; None for nothing."""
    blocking = tuple(competencies.told(one) for one in found if one.standing == Standing.BLOCKED)
    lesser = ", ".join(one.need.competency.label for one in found if one.standing != Standing.BLOCKED)
    return Lacks(blocking, lesser) if found else None


def in_hands(report: DeskReport) -> hands.Hands:
    """Return in whose hands the report was. No statement where its whole history was read already, else one."""
    entries, now = report.timeline, clock.now()
    if entries and (entries[0].version, entries[-1].version) == (1, report.version):
        return hands.of_entries(entries, now=now)
    return hands.of_report(report.id, now=now)


def proposal(report: DeskReport) -> Chip | None:
    """Return the report's proposal in the yearly planning. No statement where its whole history says that there was none."""
    entries = report.timeline
    is_whole = bool(entries) and (entries[0].version, entries[-1].version) == (1, report.version)
    if is_whole and report.state != State.PLANNED and not any(entry.kind.startswith("planning.") for entry in entries):
        return None
    return planning.of_report(report.code)


@dataclass(frozen=True, slots=True)
class May:
    """Which of the acts that the suggestions lead to this person may take now."""

    change: bool
    coordinate: bool
    join: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised time on the report's page: still running (`left` says how it stands), or kept or broken. `name` says which it is."""

    name: str
    label: str | Promise = field(compare=False)
    due_at: datetime
    done_at: datetime | None
    took: timedelta | None
    left: formats.Due | None

    @property
    def is_kept(self) -> bool:
        """Return whether it was done in time; meaningless while it runs."""
        return self.done_at is not None and self.done_at <= self.due_at


def promises(report: DeskReport) -> tuple[Promised, ...]:
    """Return the first answer's promise and the solution's; until an office has answered, that of its own check, too (61/SE/2018)."""
    checked = [("verify", _("Check by the area office"), report.verify_due_at, None)] if _is_unchecked(report) else []
    rows = (
        ("answer", _("First answer"), report.answer_due_at, report.answered_at),
        *checked,
        ("resolve", _("Solution"), report.resolve_due_at, report.closed_at),
    )
    return tuple(
        Promised(name, label, due_at, done_at, done_at - report.received_at, None)
        if done_at
        else Promised(name, label, due_at, None, None, _left(report, due_at))
        for name, label, due_at, done_at in rows
    )


def _left(report: DeskReport, due_at: datetime) -> formats.Due:
    return formats.due(due_at, start=report.received_at, paused=report.paused_at is not None)


def _is_unchecked(report: DeskReport) -> bool:
    unit = agencies.unit(report.unit_code)
    return report.answered_at is None and report.is_open and unit is not None and unit.kind == UnitKind.AREA_OFFICE


def held(report: DeskReport) -> tuple[str, ...]:
    """Return in words how long the solution's clock stood still and how often the date was put off; nothing for a plain course."""
    said = []
    if report.paused_at is not None:
        said.append(gettext("The clock has stood still since %(when)s.") % {"when": formats.exact(report.paused_at)})
    if report.paused_seconds >= 60:
        length = formats.span(timedelta(seconds=report.paused_seconds))
        said.append(gettext("It stood still for %(length)s before.") % {"length": length})
    if report.extensions:
        times = ngettext("Put off once", "Put off %(times)d times", report.extensions) % {"times": report.extensions}
        days = ngettext("by %(days)d day in all", "by %(days)d days in all", report.extension_days)
        said.append(f"{times}, {days % {'days': report.extension_days}}.")
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What one key accepts: the category's code, and the place as a form sends it."""

    category: str
    place: str


def _accepted(report: DeskReport, found: hints.Hints, own_spot: picking.Spot | None) -> Accepted | None:
    """Return what one key accepts: category and place, where the report lacks one of them and both are known or suggested."""
    category = report.category_code or (found.category.category if found.category else "")
    place = str(own_spot) if own_spot else (found.place.value if found.place else "")
    lacks_something = not report.category_code or not report.area
    return Accepted(category, place) if lacks_something and category and place else None


def _competent(report: DeskReport, found: hints.Hints) -> str:
    """Return the unit that carries out what the report is about, where another one has it; empty for none."""
    if found.route.competent in {None, report.unit_code}:
        return ""
    return next((one.label for one in hints.units_for(report, found.route)), "")


def _photo_groups(report: DeskReport) -> tuple[tuple[str, tuple[PhotoRow, ...]], ...]:
    """Return the photos by what they show; those of internal notes stand with their note, those of other units with their part."""
    groups: dict[str, list[PhotoRow]] = {}
    for photo in report.photos:
        if photo.role not in {PhotoRole.NOTE, PhotoRole.TASK}:
            groups.setdefault(photo.role_label, []).append(photo)
    return tuple((role, tuple(photos)) for role, photos in groups.items())
