"""One act on many reports: each is done by its own action in its own transaction, and what came of it is written in that same one.

So a batch may be carried on by anybody, any number of times, after any crash: an item that has an outcome is not done again, and one that
has none was not done.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports.models import Batch, BatchItem
from tanggap.reports.words import BatchOutcome, BatchState

log = logging.getLogger(__name__)

MOST = 5_000
AT_ONCE = 50
JOB = "tanggap.carry_out_batch"
_STEP = 100

Perform = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report of a batch: its id, the version that the person saw, and why a refusal is expected (empty: it is not)."""

    report: int
    version: int
    foreseen: str = ""


@transaction.atomic
def draft(
    *, key: UUID, by: Staff, act: str, arguments: Mapping[str, Any], query: str, language: str, wanted: Sequence[Wanted]
) -> None:
    """Keep what an act on many reports would do, to be looked at first; nothing is done. The same `key` again changes nothing.

    Raises Invalid for none and for more than MOST.
    """
    if not 0 < len(wanted) <= MOST:
        raise Invalid({"r": _("Choose between 1 and %(most)d reports.") % {"most": MOST}})
    given = {"staff": by, "act": act, "arguments": dict(arguments), "query": query[:2_000], "language": language}
    batch, is_new = Batch.objects.get_or_create(
        id=key, defaults={**given, "total": len(wanted), "made_at": clock.now()}
    )
    if not is_new:
        if batch.staff_id != by.pk:
            raise NotFound
        return
    BatchItem.objects.bulk_create(
        [
            BatchItem(batch_id=key, number=number, report_id=one.report, version=one.version, foreseen=one.foreseen)
            for number, one in enumerate(wanted, 1)
        ],
        batch_size=1_000,
    )


@transaction.atomic
def begin(*, key: UUID, by: Staff) -> bool:
    """Let a draft be carried out; return whether a worker does it (more than AT_ONCE), or the caller has to `carry_on`.

    Beginning twice is beginning once. Raises NotFound.
    """
    batch = _own(key, by)
    if batch.state == BatchState.DRAFT:
        batch.state, batch.begun_at = BatchState.RUNNING, clock.now()
        batch.save(update_fields=["state", "begun_at"])
    is_for_a_worker = batch.total > AT_ONCE
    if is_for_a_worker and batch.state == BatchState.RUNNING:
        ask_worker(key)
    return is_for_a_worker


@transaction.atomic
def stop(*, key: UUID, by: Staff) -> None:
    """Leave what is not done yet undone; what is done stays. Raises NotFound."""
    batch = _own(key, by)
    if batch.state == BatchState.RUNNING:
        _end(batch, BatchState.STOPPED)


def ask_worker(key: UUID) -> None:
    """Let a worker carry a batch on, once however often it is asked."""
    try:
        with transaction.atomic():
            app.configure_task(JOB, queueing_lock=f"{JOB} {key}").defer(key=str(key))
    except AlreadyEnqueued:
        log.debug("batch %s waits for a worker already", key)


def carry_on(key: UUID, *, perform: Perform) -> int:
    """Do what is left of a batch that is at work, item by item; return how many were dealt with.

    `perform(act, code=, version=, by=, arguments=)` calls the act's own action. It raises a Refusal for an item that it refuses.
    """
    batch = Batch.objects.select_related("staff").filter(id=key).first()
    if batch is None:
        return 0
    total = 0
    with translation.override(batch.language):
        while numbers := _waiting(key):
            total += sum(_one(batch, number, perform) for number in numbers)
    with transaction.atomic():
        at_work = Batch.objects.select_for_update().filter(id=key, state=BatchState.RUNNING).first()
        if at_work is not None and not _has_waiting(key):
            _end(at_work, BatchState.DONE)
    return total


def resume(*, idle_since: datetime, limit: int = 50) -> int:
    """Ask a worker again for batches that were begun before `idle_since` and are still at work; return how many."""
    found = Batch.objects.filter(state=BatchState.RUNNING, begun_at__lt=idle_since).order_by("begun_at")
    keys = list(found.values_list("id", flat=True)[:limit])
    for key in keys:
        ask_worker(key)
    return len(keys)


@transaction.atomic
def forget_drafts(*, made_before: datetime, limit: int = 200) -> int:
    """Throw away previews that nobody began; return how many."""
    keys = list(
        Batch.objects.filter(state=BatchState.DRAFT, made_at__lt=made_before).values_list("id", flat=True)[:limit]
    )
    BatchItem.objects.filter(batch__in=keys).delete()
    Batch.objects.filter(id__in=keys).delete()
    return len(keys)


def _own(key: UUID, by: Staff) -> Batch:
    batch = Batch.objects.select_for_update().filter(id=key, staff=by).first()
    if batch is None:
        raise NotFound
    return batch


def _waiting(key: UUID) -> list[int]:
    """Return the next items to do: none when the batch is not at work (any more)."""
    rows = BatchItem.objects.filter(batch=key, outcome=BatchOutcome.WAITING, batch__state=BatchState.RUNNING)
    return list(rows.order_by("number").values_list("number", flat=True)[:_STEP])


def _has_waiting(key: UUID) -> bool:
    return BatchItem.objects.filter(batch=key, outcome=BatchOutcome.WAITING).exists()


def _one(batch: Batch, number: int, perform: Perform) -> int:
    """Do one item; return 1, or 0 when another worker has it or did it. Its outcome commits together with what was done."""
    with transaction.atomic():
        rows = BatchItem.objects.select_for_update(skip_locked=True, of=("self",)).select_related("report")
        item = rows.filter(batch=batch, number=number, outcome=BatchOutcome.WAITING).first()
        if item is None:
            return 0
        outcome, reason = _outcome(batch, item, perform)
        kept = {"outcome": outcome, "reason": reason, "at": clock.now()}
        return BatchItem.objects.filter(batch=batch, number=number).update(**kept)


def _outcome(batch: Batch, item: BatchItem, perform: Perform) -> tuple[str, str]:
    given = {"code": item.report.code, "version": item.version, "by": batch.staff, "arguments": batch.arguments}
    try:
        with transaction.atomic():
            perform(batch.act, **given)
    except Refusal as refusal:
        return BatchOutcome.REFUSED, next((str(text) for text in refusal.errors.values()), str(refusal))
    except Exception:
        log.exception("an item of a batch failed")
        return BatchOutcome.FAILED, str(_("Something went wrong on our side. Nothing was changed in this report."))
    return BatchOutcome.DONE, ""


def _end(batch: Batch, state: BatchState) -> None:
    batch.state, batch.ended_at = state, clock.now()
    batch.save(update_fields=["state", "ended_at"])
