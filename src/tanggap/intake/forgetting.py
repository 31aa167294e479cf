"""The vault and the kept payloads of a report let go of the person. Within the transaction of `privacy.actions`.

A payload that comes once more must not make the report again, so its key stays as a keyed hash: it tells nothing, and is recognised.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from tanggap.agencies.models import Staff
from tanggap.core import clock, crypto
from tanggap.intake.models import ContactLookup, Inbound
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity, PhotoOrigin

_INDEXES = ("handle_index", "email_index", "phone_index")


@dataclass(frozen=True, slots=True)
class Marks:
    """The keyed hashes of a report's contacts; `last` are those that no other report has."""

    all: tuple[bytes, ...]
    last: tuple[bytes, ...]


def marks_of(report: Report) -> Marks:
    """Return the keyed hashes of a report's contacts. The vault stays shut. Two statements, one for a report without a contact."""
    left = Identity.objects.filter(report=report).values_list(*_INDEXES).first() or ()
    marks = tuple(dict.fromkeys(bytes(mark) for mark in left if mark))
    if not marks:
        return Marks((), ())
    others = Identity.objects.exclude(report=report).filter(
        Q(handle_index__in=marks) | Q(email_index__in=marks) | Q(phone_index__in=marks)
    )
    used = {bytes(mark) for row in others.values_list(*_INDEXES) for mark in row if mark}
    return Marks(marks, tuple(mark for mark in marks if mark not in used))


def forget(report: Report, *, photos: Collection[UUID], marks: Marks) -> int:
    """Remove who reported, what the cameras wrote, and what came in; return how many payloads lost their content."""
    Identity.objects.filter(report=report).delete()
    PhotoOrigin.objects.filter(photo__in=photos).delete()
    ContactLookup.objects.filter(index__in=marks.last).update(index=b"")
    rows = list(Inbound.objects.filter(report=report).exclude(sealed=b""))
    for row in rows:
        row.external_id = crypto.gone_id(f"{row.channel_id}/{row.external_id}")
        row.sealed = row.body = b""
    Inbound.objects.bulk_update(rows, ["external_id", "sealed", "body"])
    return len(rows)


def same_channel_sender(report: Report) -> list[str]:
    """Return the codes of the reports that came from the very address at a channel that this one came from, itself among them.

    Who holds the private link of a report that came by a channel got it at that address, so it is theirs; an address that somebody typed
    into a form proves nothing. One statement for a report without such an address, else two.
    """
    mark = Identity.objects.filter(report=report).values_list("handle_index", flat=True).first()
    if not mark:
        return [report.code]
    rows = Identity.objects.filter(handle_index=bytes(mark)).order_by("report_id")
    return list(rows.values_list("report__code", flat=True))


def with_contact(kind: str, value: str) -> list[str]:
    """Return the codes of the reports with an e-mail address or telephone number, whichever way it came; the vault stays shut."""
    mark = crypto.blind_index(kind, value)
    rows = Identity.objects.filter(Q(handle_index=mark) | Q(email_index=mark) | Q(phone_index=mark))
    return list(rows.order_by("report_id").values_list("report__code", flat=True))


def note_lookup(kind: str, value: str, *, by: Staff) -> None:
    """Write down that one of the staff asked what an erasure by a contact would reach."""
    codes = with_contact(kind, value)
    ContactLookup.objects.create(
        staff=by, at=clock.now(), kind=kind, index=crypto.blind_index(kind, value), found=len(codes)
    )
