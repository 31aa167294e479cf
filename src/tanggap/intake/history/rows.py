"""One row of another system's export as a report of the past, by the rules of intake; or why it is refused."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.core.refusal import Refusal
from tanggap.intake.checks import CLOCK_SKEW, check_box, checked
from tanggap.intake.cleaning import tidied
from tanggap.intake.history import mapping, times
from tanggap.intake.history.mapping import Map, UnknownValue
from tanggap.intake.history.tables import Cell, Row
from tanggap.intake.words import InboundReport, Reporter
from tanggap.places import locate
from tanggap.reports.words import Origin, Outcome, State, Visibility

COARSE = "point_too_coarse"
OUTSIDE = "point_outside_city"
OUTCOMES = {
    mapping.OPEN: "",
    mapping.CLOSED: Outcome.CLOSED_ELSEWHERE,
    mapping.DUPLICATE: Outcome.DUPLICATE,
    mapping.REFUSED: Outcome.REFUSED,
}


class RowRefused(Exception):
    """A row that cannot be taken over: every reason at once, each with its field."""

    def __init__(self, reasons: Mapping[str, str | Promise]) -> None:
        self.reasons = {field: str(reason) for field, reason in reasons.items()}
        super().__init__("; ".join(self.reasons.values()))


@dataclass(frozen=True, slots=True)
class Told:
    """A row understood. `status` is the other system's own word; the promised times are None where it names none."""

    inbound: InboundReport
    state: State
    outcome: str
    status: str
    unit: str
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    answer_due_at: datetime | None
    resolve_due_at: datetime | None


def understood(row: Row, known: Map, *, now: datetime, remarks: Counter[str]) -> Told:
    """Return what a row tells; `remarks` counts what had to be settled by a rule. Raises RowRefused."""
    if row.fault:
        raise RowRefused({"": row.fault})
    reading = _Reading(row.cells, known)
    told = reading.told(now)
    inbound = tidied(reading.inbound(told))
    try:
        inbound = checked(inbound, now=now)
    except Refusal as refusal:
        reading.reasons.update(refusal.errors or {"": str(refusal)})
    if reading.reasons:
        raise RowRefused(reading.reasons)
    remarks.update(reading.remarks)
    return replace(told, inbound=inbound)


class _Reading:
    """One row being read: what is wrong with it and what was settled gathers here."""

    def __init__(self, cells: Mapping[str, Cell], known: Map) -> None:
        self.cells, self.known = cells, known
        self.reasons: dict[str, str | Promise] = {}
        self.remarks: list[str] = []

    def told(self, now: datetime) -> Told:
        status = self.value("status")
        if status == mapping.SKIP:
            raise RowRefused({"status": _("Left out, as the map says.")})
        received = self.time("received_at", until=now)[0]
        if received is None:
            received = now
            self.missing("received_at")
        is_open = status == mapping.OPEN
        answered = self.time("answered_at", until=now)[0]
        if answered and answered < received:
            self.reasons["answered_at"] = _("It was answered before it was received.")
        return Told(
            inbound=_NOTHING,
            state=State.RECEIVED if is_open else State.ARCHIVED,
            outcome=OUTCOMES.get(status, ""),
            status=self.text("status"),
            unit=self.value("unit"),
            received_at=received,
            answered_at=answered,
            closed_at=None if is_open else self.closed(received, now),
            answer_due_at=self.time("answer_due_at")[0],
            resolve_due_at=self.time("resolve_due_at")[0],
        )

    def inbound(self, told: Told) -> InboundReport:
        lon, lat = self.point()
        if not (external_id := self.text("external_id")):
            self.missing("external_id")
        return InboundReport(
            channel=self.value("channel"),
            text=self.text("text"),
            external_id=external_id,
            category=self.value("category") or None,
            lon=lon,
            lat=lat,
            area=self.value("area") or None,
            address=self.text("address"),
            reporter=Reporter(self.text("name"), self.text("email"), self.text("phone")),
            visibility=self.value("visibility") or Visibility.PUBLIC,
            occurred_at=self.time("occurred_at", until=told.received_at)[0],
            language=self.value("language"),
            origin=Origin.IMPORT,
            raw={name: str(cell) for name, cell in self.cells.items() if cell},
        )

    def text(self, name: str) -> str:
        return str(self.known.cell(name, self.cells))

    def missing(self, name: str) -> None:
        self.reasons.setdefault(name, _("This is empty."))

    def value(self, name: str) -> str:
        try:
            return self.known.value(name, self.cells)
        except UnknownValue as unknown:
            self.reasons[name] = _("Neither the map nor the city knows “%(value)s”.") % {"value": str(unknown)[:80]}
            return ""

    def closed(self, received: datetime, now: datetime) -> datetime | None:
        closed, unclear = self.time("closed_at", until=now)
        if closed is None:
            self.missing("closed_at")
            return None
        if closed < received and unclear == times.TWICE:
            closed = times.later(closed, self.known.zone)
        if closed < received and "received_at" not in self.reasons:
            self.reasons.setdefault("closed_at", _("It was closed before it was received."))
        return closed

    def time(self, name: str, *, until: datetime | None = None) -> tuple[datetime | None, str]:
        """Return a field's instant, None for a blank or wrong one, and what a clock change made unclear about it."""
        cell = self.known.cell(name, self.cells)
        if not cell:
            return None, ""
        try:
            at, unclear = times.instant(
                cell, formats=self.known.formats, zone=self.known.zone, months=self.known.months
            )
        except times.NoTime:
            self.reasons[name] = _("“%(value)s” is no time in the formats of the map.") % {"value": str(cell)[:40]}
            return None, ""
        if until and at > until + CLOCK_SKEW:
            self.reasons[name] = _("This time lies in the future.")
        if unclear:
            self.remarks.append(unclear)
        return at, unclear

    def point(self) -> tuple[float | None, float | None]:
        """Return the point, or none where it is missing, 0, 0, or so coarse that it names no place."""
        said = self.text("lon"), self.text("lat")
        if not any(said):
            return None, None
        try:
            lon, lat = map(Decimal, said)
        except InvalidOperation:
            self.reasons["location"] = _("Longitude and latitude must be numbers.")
            return None, None
        if _is_coarse(lon, self.known.least_decimals) and _is_coarse(lat, self.known.least_decimals):
            self.remarks.append(COARSE)
            return None, None
        if self.known.outside == mapping.DROP and _is_outside(float(lon), float(lat)):
            self.remarks.append(OUTSIDE)
            return None, None
        return float(lon), float(lat)


_NOTHING = InboundReport(channel="", text="")


def _is_coarse(degrees: Decimal, least: int) -> bool:
    """Return whether a number has fewer decimals than `least`: -77 or 39.0 stand for an unknown place, not for a point."""
    exponent = degrees.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent < least


def _is_outside(lon: float, lat: float) -> bool:
    try:
        if locate.has_boundaries():
            locate.locate(lon, lat)
        else:
            check_box(lon, lat)
    except locate.Misplaced:
        return True
    return False
