"""The events as a log that consumers read (design.md §1: events are the outbox), in the order of `core.cursors`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from tanggap.core.cursors import Position
from tanggap.reports.models import Event, Report


@dataclass(frozen=True, slots=True)
class Fact:
    """One event as consumers see it: no person in it, but the unit that acted and the one that answers for the report after it."""

    id: int
    tx: int
    report: int
    version: int
    kind: str
    door: str | None
    state_before: str
    state: str
    unit: str
    actor_kind: str
    actor_unit: str | None
    at: datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What consumers may know of a report as it stands now."""

    id: int
    code: str
    category: str | None
    area: str | None
    visibility: str
    origin: str
    language: str
    received_at: datetime
    parent: int | None
    channel: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands: the number of its last event, the unit that answers for it, and the one that checks it."""

    version: int
    unit: str
    verifier: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """One stay of a report with another: since the parent's version `since`, until the child's own event at `until` in the log."""

    report: int
    since: int
    until: Position | None

    def covers(self, fact: Fact) -> bool:
        """Return whether a fact of the parent fell into the stay."""
        return fact.version > self.since and (self.until is None or (fact.tx, fact.id) < self.until)


@dataclass(frozen=True, slots=True)
class Doing:
    """Which member of staff did something (None: a citizen or the system), who works on the report now, and where it lies."""

    actor: int | None
    assignee: int | None
    assignee_name: str | None
    area: str | None


_COLUMNS = (
    "id", "tx", "report_id", "version", "kind", "door", "state_before", "state_after", "unit_id", "actor_kind", "actor_unit_id",
    "at", "payload",
)  # fmt: skip


def after(position: Position, limit: int) -> list[Fact]:
    """Return the facts behind `position` and below the horizon, in order. One statement, by the index on (tx, id)."""
    rows = _behind(position).order_by("tx", "id").values_list(*_COLUMNS)[:limit]
    return [Fact(*row) for row in rows]


def one(event: int) -> Fact | None:
    """Return the fact of an event, or None."""
    row = Event.objects.filter(id=event).values_list(*_COLUMNS).first()
    return Fact(*row) if row else None


def some(events: Collection[int]) -> dict[int, Fact]:
    """Return the facts of `events` by id. One statement."""
    rows = Event.objects.filter(id__in=events).values_list(*_COLUMNS)
    return {row[0]: Fact(*row) for row in rows}


def histories(reports: Collection[int]) -> dict[int, list[Fact]]:
    """Return all facts of each of `reports`, in order. One statement."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in Event.objects.filter(report__in=reports).order_by("report_id", "version").values_list(*_COLUMNS):
        found[row[2]].append(Fact(*row))
    return dict(found)


def doing(events: Collection[int]) -> dict[int, Doing]:
    """Return the people around each of `events`: for telling the staff alone. One statement."""
    columns = ("id", "actor_staff", "report__assignee", "report__assignee__display_name", "report__area")
    return {row[0]: Doing(*row[1:]) for row in Event.objects.filter(id__in=events).values_list(*columns)}


def units_before(facts: Collection[Fact]) -> dict[tuple[int, int], str]:
    """Return the unit that answered before each fact, by (report, version); none for a report's first. At most one statement."""
    later = [fact for fact in facts if fact.version > 1]
    if not later:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.report_id, e.version + 1, e.unit_id FROM unnest(%s::bigint[], %s::integer[]) AS wanted(report, version)"
            " JOIN reports_event e ON e.report_id = wanted.report AND e.version = wanted.version",
            [[fact.report for fact in later], [fact.version - 1 for fact in later]],
        )
        return {(report, version): unit for report, version, unit in cursor.fetchall()}


def waiting(position: Position, most: int) -> int:
    """Return how many facts stand behind `position`, at most `most`."""
    return _behind(position).order_by()[:most].count()


def arrived(position: Position, before: datetime, most: int) -> tuple[int, int]:
    """Return how many facts stand behind `position`, and how many of these happened before an instant; at most `most` are looked at."""
    recent = _behind(position).order_by("tx", "id").values_list("at", flat=True)[:most]
    found = list(recent)
    return len(found), sum(at < before for at in found)


def between(spans: Mapping[int, tuple[int, int]]) -> dict[int, list[Fact]]:
    """Return, for each report of `spans`, its facts with versions from the first to the second number, in order. One statement."""
    if not spans:
        return {}
    wanted = Q()
    for report, (first, last) in spans.items():
        wanted |= Q(report=report, version__gte=first, version__lte=last)
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in Event.objects.filter(wanted).order_by("report_id", "version").values_list(*_COLUMNS):
        found[row[2]].append(Fact(*row))
    return dict(found)


def about(reports: Collection[int]) -> dict[int, About]:
    """Return what stands in the rows of `reports`. One statement."""
    columns = (
        "id", "code", "category_id", "area_id", "visibility", "origin", "language", "received_at", "parent_id", "channel_id", "closed_at",
    )  # fmt: skip
    return {row[0]: About(*row) for row in Report.objects.filter(id__in=reports).values_list(*columns)}


def standing(codes: Collection[str]) -> dict[str, Standing]:
    """Return where the reports of these codes stand now. One statement."""
    columns = ("code", "version", "unit_id", "verifier_id")
    return {row[0]: Standing(*row[1:]) for row in Report.objects.filter(code__in=codes).values_list(*columns)}


def received(codes: Collection[str]) -> dict[str, datetime]:
    """Return when the reports of these codes came in. One statement, none for none."""
    return dict(Report.objects.filter(code__in=codes).values_list("code", "received_at")) if codes else {}


def joined(parents: Collection[int]) -> dict[int, list[Joined]]:
    """Return the reports that ever joined each of `parents`, as the log tells it. At most four statements, one when none did."""
    adoptions = Event.objects.filter(report__in=parents, kind="triage.adopt").order_by("version")
    told = list(adoptions.values_list("report_id", "version", "payload__child"))
    if not told:
        return {}
    codes = dict(Report.objects.filter(id__in={parent for parent, _, _ in told}).values_list("id", "code"))
    ids = dict(Report.objects.filter(code__in={code for _, _, code in told}).values_list("code", "id"))
    stays = _stays(ids.values())
    found: dict[int, list[Joined]] = defaultdict(list)
    for parent, version, code in told:
        child = ids[code]
        found[parent].append(Joined(child, since=version, until=stays[child, codes[parent]].pop(0)))
    return dict(found)


def _stays(children: Collection[int]) -> dict[tuple[int, str], list[Position | None]]:
    """Return, for each child and parent's code, when each of its stays there ended (None: not yet), first to last."""
    kinds = ["triage.merge", "triage.unmerge"]
    moves = Event.objects.filter(report__in=children, kind__in=kinds).order_by("report_id", "version")
    ends: dict[tuple[int, str], list[Position | None]] = defaultdict(list)
    parent = ""
    for child, kind, to, tx, event in moves.values_list("report_id", "kind", "payload__parent", "tx", "id"):
        if kind == "triage.merge":
            parent = to
            ends[child, parent].append(None)
        else:
            ends[child, parent][-1] = Position(tx, event)
    return ends


def _behind(position: Position) -> QuerySet[Event]:
    return Event.objects.extra(
        where=["(tx, reports_event.id) > (%s, %s)", "tx < tanggap_horizon()"], params=[*position]
    )
