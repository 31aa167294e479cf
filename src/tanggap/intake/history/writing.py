"""Reports of the past into the database: a batch is one transaction, what is there already stays, what the database refuses is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tanggap.core import crypto
from tanggap.intake.actions import draft, meaning, sealed_identity
from tanggap.intake.history.rows import Told
from tanggap.intake.models import Inbound
from tanggap.reports import bulk
from tanggap.reports.bulk import Past
from tanggap.reports.inserts import copy
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import State

IMPORTED, ALREADY = "imported", "already"
_COLUMNS = ("channel_id", "external_id", "body", "sealed", "report_id", "received_at")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one row: IMPORTED, ALREADY (it was there with the same content), or the reason why not."""

    what: str = IMPORTED
    reason: str = ""


_IMPORTED, _ALREADY = Verdict(), Verdict(ALREADY)


def take_over(
    rows: Sequence[Told], *, source: str, at: datetime, undone: dict[Key, bytes] | None = None
) -> list[Verdict]:
    """Write rows of the past in one transaction and return what became of each, in order.

    Idempotent on (channel, external_id), as intake is. Rows that the database refuses are found by halving and refused alone.
    With `undone` nothing stays: everything is written, checked and undone, and `undone` remembers it for the batches that follow.
    """
    bodies = [crypto.fingerprint(meaning(row.inbound) + _meaning_of_the_past(row)) for row in rows]
    known = {**_known(rows), **(undone or {})}
    verdicts: list[Verdict] = []
    fresh: list[int] = []
    for number, (row, body) in enumerate(zip(rows, bodies, strict=True)):
        before = known.setdefault(_key(row), body)
        if before is body:
            fresh.append(number)
        verdicts.append(_IMPORTED if before is body else _before(before, body))
    new = [(rows[number], bodies[number]) for number in fresh]
    for position, verdict in _write(new, source=source, at=at, kept=undone is None).items():
        verdicts[fresh[position]] = verdict
    if undone is not None:
        undone.update((_key(row), body) for row, body in new)
    return verdicts


def _before(before: bytes, body: bytes) -> Verdict:
    return _ALREADY if before == body else Verdict("", _("Its number came before with other content."))


def _key(row: Told) -> Key:
    return row.inbound.channel, row.inbound.external_id


def _meaning_of_the_past(row: Told) -> bytes:
    return "|".join(
        str(part)
        for part in (row.state, row.outcome, row.status, row.unit, row.received_at, row.answered_at, row.closed_at)
    ).encode()


def _known(rows: Sequence[Told]) -> dict[Key, bytes]:
    """Return the content of what came before under the rows' keys, none of what was erased since. One statement a channel."""
    by_channel: dict[str, dict[str, str]] = {}
    for row in rows:
        channel, key = _key(row)
        by_channel.setdefault(channel, {}).update({key: key, crypto.gone_id(f"{channel}/{key}"): key})
    return {
        (channel, keys[external_id]): bytes(body)
        for channel, keys in by_channel.items()
        for external_id, body in Inbound.objects.filter(channel=channel, external_id__in=keys).values_list(
            "external_id", "body"
        )
    }


def _write(rows: Sequence[tuple[Told, bytes]], *, source: str, at: datetime, kept: bool) -> Mapping[int, Verdict]:
    """Write new rows; return the verdicts of those that were not written after all, by position."""
    if not rows:
        return {}
    try:
        _write_at_once(rows, source=source, at=at, kept=kept)
    except (IntegrityError, DataError) as error:
        if len(rows) == 1:
            return {0: _refused_by_database(rows[0], error)}
    else:
        return {}
    middle = len(rows) // 2
    first = _write(rows[:middle], source=source, at=at, kept=kept)
    second = _write(rows[middle:], source=source, at=at, kept=kept)
    return {**first, **{middle + position: verdict for position, verdict in second.items()}}


def _refused_by_database(row: tuple[Told, bytes], error: Exception) -> Verdict:
    """Return why one row was refused: somebody else imported it meanwhile, or a rule of the database."""
    before = _known([row[0]]).get(_key(row[0]))
    if before is not None:
        return _before(before, row[1])
    return Verdict("", _("The database refuses it: %(why)s") % {"why": str(error).splitlines()[0][:200]})


@transaction.atomic
def _write_at_once(rows: Sequence[tuple[Told, bytes]], *, source: str, at: datetime, kept: bool) -> None:
    pasts = [_past(row, source) for row, _body in rows]
    bulk.take_over(pasts, at=at)
    reports = [past.report for past in pasts]
    copy(Inbound, _COLUMNS, (_inbound(*pair, report, at) for pair, report in zip(rows, reports, strict=True)))
    Identity.objects.bulk_create(
        [
            sealed_identity(report, row.inbound.reporter)
            for (row, _body), report in zip(rows, reports, strict=True)
            if row.inbound.reporter
        ]
    )
    if not kept:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _past(row: Told, source: str) -> Past:
    report, chosen = draft(row.inbound, now=row.received_at)
    report.state, report.outcome = row.state, row.outcome
    report.unit_id = row.unit or chosen.unit
    report.answered_at, report.closed_at = row.answered_at, row.closed_at
    report.answer_due_at = row.answer_due_at or report.answer_due_at
    report.resolve_due_at = row.resolve_due_at or report.resolve_due_at
    door = "intake.import_open" if row.state == State.RECEIVED else "intake.import_closed"
    return Past(report, door, {"unit": report.unit_id, "source": source, "status": row.status})


def _inbound(row: Told, body: bytes, report: Report, at: datetime) -> tuple[object, ...]:
    sealed = crypto.seal(dict(row.inbound.raw), context=f"inbound:{report.id}")
    return report.channel_id, row.inbound.external_id, body, sealed, report.id, at
