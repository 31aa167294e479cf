"""Papers that are sent to members of staff by e-mail: written once, each person's message once, and tried again until it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tanggap.agencies.models_sign_in import External
from tanggap.core import clock
from tanggap.notify.models import OutboundMessage, Paper
from tanggap.notify.words import PAPER, Delivery, Way

KEPT = timedelta(days=400)
"""So long a paper can be read again: a year, and what is left of the month in which it ends."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with words."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper in one language."""

    subject: str
    text: str = field(repr=False)
    file: File


def keep(key: str, sheets: Mapping[str, Sheet], *, at: datetime) -> None:
    """Keep a paper in each language of `sheets`. What was kept under this key before stays as it is. One statement."""
    Paper.objects.bulk_create(
        [
            Paper(
                key=key,
                language=language,
                subject=sheet.subject,
                text=sheet.text,
                name=sheet.file.name,
                media_type=sheet.file.media_type,
                file=sheet.file.content,
                made_at=at,
            )
            for language, sheet in sheets.items()
        ],
        ignore_conflicts=True,
    )


def send(key: str, readers: Mapping[int, str], *, at: datetime) -> int:
    """Write each reader (a member of staff, with their language) one message with the paper; return how many have an address.

    Done again: nothing more. Who has no address is written down as not reached: the page has it. Two statements.
    """
    reached = set(External.objects.filter(staff__in=readers).exclude(email="").values_list("staff_id", flat=True))
    OutboundMessage.objects.bulk_create(
        [
            OutboundMessage(
                staff_id=staff,
                bundle=key,
                template=PAPER,
                language=language,
                way=Way.EMAIL if staff in reached else Way.PAGE,
                state=Delivery.WAITING if staff in reached else Delivery.NONE,
                made_at=at,
                due_at=at,
            )
            for staff, language in sorted(readers.items())
        ],
        ignore_conflicts=True,
    )
    return len(reached)


def sheet(key: str, language: str) -> Sheet | None:
    """Return a paper in `language`, or in any that there is; None when there is none."""
    rows = {row.language: row for row in Paper.objects.filter(key=key)}
    row = rows.get(language) or next(iter(rows.values()), None)
    return Sheet(row.subject, row.text, File(row.name, row.media_type, bytes(row.file))) if row else None


def deliveries(key: str) -> dict[int, str]:
    """Return what became of a paper's messages, by the member of staff: values of `Delivery`."""
    return dict(OutboundMessage.objects.filter(template=PAPER, bundle=key).values_list("staff_id", "state"))


def forget(*, limit: int = 500) -> int:
    """Forget papers that were kept long enough, oldest first; return how many."""
    old = Paper.objects.filter(made_at__lt=clock.now() - KEPT).order_by("made_at")[:limit]
    gone, _each = Paper.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return gone
