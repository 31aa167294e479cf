"""What a shift leaves to the next: what is open, what was done in it, and the records that were given."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports import events
from tanggap.reports.access import allows
from tanggap.reports.models import Event, Handover, Report
from tanggap.reports.words import OPEN, State

ACT = "reports.hand_over"
MOST_ROWS = 100
MOST_EVENTS = 500
PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A report in a hand-over: as it stands (or stood), why it is there, what the giver wrote about it."""

    code: str
    state: str
    due_at: datetime
    why: str
    category: str = ""
    icon: str = "dots"
    place: str = ""
    done: tuple[str, ...] = ()
    note: str = ""

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label) if self.state in State.values else self.state


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person can hand over now: the own open reports, and those that the person acted on since the shift began."""

    open: tuple[Row, ...]
    changed: tuple[Row, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A hand-over as it was given."""

    id: int
    giver: str
    giver_id: int
    unit: str
    unit_code: str
    receiver: str
    receiver_id: int | None
    began_at: datetime
    given_at: datetime
    note: str
    rows: tuple[Row, ...]
    acknowledged_by: str
    acknowledged_at: datetime | None

    def waits_for(self, staff: Staff) -> bool:
        """Return whether this person can acknowledge it: not the giver, and the one whom it names where it names one."""
        return (
            self.acknowledged_at is None
            and self.giver_id != staff.pk
            and self.receiver_id in {None, staff.pk}
            and permissions.allows(ACT, staff, permissions.of_unit(self.unit_code))
        )


def draft(staff: Staff, *, since: datetime) -> Draft:
    """Return what a person can hand over of a shift that began at `since`, due soonest first. Two statements for any number."""
    mine = list(Report.objects.filter(assignee=staff, state__in=sorted(OPEN)).order_by("due_at", "id")[: MOST_ROWS + 1])
    acted = (
        Event.objects.filter(at__gte=since, actor_staff=staff)
        .select_related("report")
        .order_by("-at", "-id")[: MOST_EVENTS + 1]
    )
    found = list(acted)
    done: dict[int, list[str]] = {}
    reports: dict[int, Report] = {}
    for event in reversed(found[:MOST_EVENTS]):
        done.setdefault(event.report_id, []).append(str(events.KINDS[event.kind].label))
        reports[event.report_id] = event.report
    own = {report.pk for report in mine}
    changed = [row for key, row in reports.items() if key not in own and allows("desk.see", staff, row)]
    changed.sort(key=lambda report: (report.due_at, report.pk))
    return Draft(
        tuple(_row(report, "open", done.get(report.pk, [])) for report in mine[:MOST_ROWS]),
        tuple(_row(report, "changed", done[report.pk]) for report in changed[:MOST_ROWS]),
        len(mine) > MOST_ROWS or len(found) > MOST_EVENTS or len(changed) > MOST_ROWS,
    )


def waiting(staff: Staff) -> list[Record]:
    """Return the hand-overs that this person can acknowledge, latest first, at most `PAGE`. One statement."""
    rows = Handover.objects.filter(Q(receiver__isnull=True) | Q(receiver=staff), unit__in=_units(staff))
    rows = rows.filter(acknowledged_at__isnull=True).exclude(giver=staff)
    return [record for row in _read(rows)[:PAGE] if (record := _record(row, ())).waits_for(staff)]


def listed(staff: Staff, *, after: int | None = None) -> Page[Record]:
    """Return the hand-overs of the person's units, latest first. One statement."""
    rows = Handover.objects.filter(unit__in=_units(staff))
    found = list(_read(rows.filter(id__lt=after) if after else rows)[: PAGE + 1])
    following = str(found[PAGE - 1].pk) if len(found) > PAGE else None
    return Page([_record(row, ()) for row in found[:PAGE]], following)


def one(number: int, *, staff: Staff) -> Record:
    """Return a hand-over with its reports, as they stood; what the reader may not see is named by its code alone.

    Two statements besides what visibility asks. Raises NotFound.
    """
    row = _read(Handover.objects.filter(pk=number)).first()
    if row is None or not (staff.pk in {row.giver_id, row.receiver_id} or row.unit_id in _units(staff)):
        raise NotFound
    reports = {report.code: report for report in Report.objects.filter(code__in=[item["code"] for item in row.items])}
    rows = []
    for item in row.items:
        report = reports.get(item["code"])
        seen = report if report is not None and allows("desk.see", staff, report) else None
        category = catalog.category(seen.category_id) if seen else None
        rows.append(
            Row(
                code=item["code"],
                state=item["state"],
                due_at=datetime.fromisoformat(item["due_at"]),
                why=item["why"],
                category=category.label if category else "",
                icon=category.icon if category else "lock" if seen is None else "dots",
                place=places.full_name(seen.area_id) if seen else "",
                note=item.get("note", ""),
            )
        )
    return _record(row, tuple(rows))


def _units(staff: Staff) -> list[str]:
    return [grant.unit for grant in agencies.grants(staff) if grant.role in permissions.roles(ACT)]


def _read(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return rows.select_related("giver", "receiver", "acknowledged_by").order_by("-id")


def _record(row: Handover, rows: tuple[Row, ...]) -> Record:
    return Record(
        id=row.pk,
        giver=row.giver.display_name,
        giver_id=row.giver_id,
        unit=agencies.unit_label(row.unit_id),
        unit_code=row.unit_id,
        receiver=row.receiver.display_name if row.receiver else "",
        receiver_id=row.receiver_id,
        began_at=row.began_at,
        given_at=row.given_at,
        note=row.note,
        rows=rows,
        acknowledged_by=row.acknowledged_by.display_name if row.acknowledged_by else "",
        acknowledged_at=row.acknowledged_at,
    )


def _row(report: Report, why: str, done: list[str]) -> Row:
    category = catalog.category(report.category_id)
    return Row(
        code=report.code,
        state=report.state,
        due_at=report.due_at,
        why=why,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        done=tuple(done),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A hand-over that nobody has taken yet, as its telling needs it."""

    id: int
    unit: str
    giver: str
    giver_id: int
    receiver: int | None
    at: datetime


def given_since(instant: datetime) -> list[Given]:
    """Return the hand-overs given since `instant` that nobody has taken yet, of the last `MOST_EVENTS` at most. One statement."""
    latest = Handover.objects.select_related("giver").order_by("-id")[:MOST_EVENTS]
    return [
        Given(row.pk, row.unit_id, row.giver.display_name, row.giver_id, row.receiver_id, row.given_at)
        for row in latest
        if row.given_at >= instant and row.acknowledged_at is None
    ]
