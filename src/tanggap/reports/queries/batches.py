"""Acts on many reports, as the person who asks for them sees them: what to expect, how far it is, what came of each report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.reports import access, lifecycle
from tanggap.reports.models import Batch, BatchItem, Report
from tanggap.reports.words import OPEN, PENDING, BatchOutcome, BatchState, State

IMPOSSIBLE = _("This report is “%(state)s”, and from there this step does not exist.")
CLOSED = _("This report is closed.")
SEEN = {"reports.note", "reports.watch"}  # acts on whatever one sees
PAGE = 100


@dataclass(frozen=True, slots=True)
class Expected:
    """A chosen report as it is now, and why the act would be refused; empty: it would be done."""

    report: int
    version: int
    code: str
    unit: str
    refusal: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An act on many reports. `expected_refusals` is the preview's number, the others count what came of it so far."""

    key: UUID
    act: str
    arguments: dict[str, Any]
    query: str
    state: str
    total: int
    expected_refusals: int
    done: int
    refused: int
    failed: int
    made_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None

    @property
    def left(self) -> int:
        """Return how many reports wait."""
        return self.total - self.done - self.refused - self.failed

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(BatchState(self.state).label)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One report of a batch: `reason` is why it was refused, in a draft why a refusal is expected."""

    number: int
    code: str
    outcome: str
    reason: str
    at: datetime | None

    @property
    def outcome_label(self) -> str:
        """Return the outcome's word."""
        return str(BatchOutcome(self.outcome).label)


def expected(staff: Staff, *, door: str, chosen: Sequence[tuple[int, int | None]]) -> list[Expected]:
    """Return what an act would come to for each chosen (report, version seen), in their order; one that may not be seen is left out.

    One statement. The act itself decides; this is what is known without trying.
    """
    seen = dict(chosen)
    rows = Report.objects.filter(access.reach("desk.see", staff), pk__in=list(seen))
    found = {
        row.pk: row for row in rows.only("code", "version", "state", "unit", "area", "category", "verifier", "assignee")
    }
    return [
        Expected(key, version or row.version, row.code, row.unit_id, _refusal(staff, door, row))
        for key, version in seen.items()
        if (row := found.get(key)) is not None
    ]


def _refusal(staff: Staff, door: str, report: Report) -> str:
    move = lifecycle.DOORS.get(door)
    if move is not None and report.state not in move.source:
        return IMPOSSIBLE % {"state": State(report.state).label}
    if door in SEEN:
        return ""
    if move is None and report.state not in OPEN:
        return str(CLOSED) if report.state not in PENDING else IMPOSSIBLE % {"state": State(report.state).label}
    try:
        access.permit(door, staff, report)
    except NotAllowed as refusal:
        return str(refusal)
    return ""


def batch(key: UUID, *, staff: Staff) -> BatchRow:
    """Return a batch of one's own. Two statements. Raises NotFound."""
    found = Batch.objects.filter(id=key, staff=staff).first()
    if found is None:
        raise NotFound
    items = BatchItem.objects.filter(batch=found)
    counted = items.aggregate(
        expected=Count("number", filter=~Q(foreseen="")),
        done=Count("number", filter=Q(outcome=BatchOutcome.DONE)),
        refused=Count("number", filter=Q(outcome=BatchOutcome.REFUSED)),
        failed=Count("number", filter=Q(outcome=BatchOutcome.FAILED)),
    )
    return BatchRow(
        key=found.id,
        act=found.act,
        arguments=found.arguments,
        query=found.query,
        state=found.state,
        total=found.total,
        expected_refusals=counted["expected"],
        done=counted["done"],
        refused=counted["refused"],
        failed=counted["failed"],
        made_at=found.made_at,
        begun_at=found.begun_at,
        ended_at=found.ended_at,
    )


def items(key: UUID, *, is_draft: bool, after: int = 0, limit: int = PAGE) -> list[ItemRow]:
    """Return a batch's reports behind number `after`, in their order. One statement."""
    rows = BatchItem.objects.filter(batch=key, number__gt=after).order_by("number")
    return [_item(*row, is_draft=is_draft) for row in rows.values_list(*_ITEM)[:limit]]


def exceptions(key: UUID, *, is_draft: bool, limit: int = PAGE) -> list[ItemRow]:
    """Return the reports that are not (or are not expected to be) done, with the reason. One statement."""
    is_one = ~Q(foreseen="") if is_draft else Q(outcome__in=[BatchOutcome.REFUSED, BatchOutcome.FAILED])
    rows = BatchItem.objects.filter(is_one, batch=key).order_by("number")
    return [_item(*row, is_draft=is_draft) for row in rows.values_list(*_ITEM)[:limit]]


def every_item(key: UUID, *, is_draft: bool) -> Iterator[ItemRow]:
    """Yield a batch's reports, page by page, for a table."""
    after = 0
    while page := items(key, is_draft=is_draft, after=after, limit=1_000):
        yield from page
        after = page[-1].number


def recent(staff: Staff, *, limit: int = 10) -> list[tuple[UUID, str, str, int, datetime]]:
    """Return (key, act, state, total, made at) of the person's last batches that were begun."""
    rows = Batch.objects.filter(staff=staff).exclude(state=BatchState.DRAFT).order_by("-made_at")
    return list(rows.values_list("id", "act", "state", "total", "made_at")[:limit])


_ITEM = ("number", "report__code", "outcome", "reason", "foreseen", "at")


def _item(
    number: int, code: str, outcome: str, reason: str, foreseen: str, at: datetime | None, *, is_draft: bool
) -> ItemRow:
    return ItemRow(number, code, outcome, foreseen if is_draft else reason, at)
