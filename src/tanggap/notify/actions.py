"""What a member of staff does with notices: sees them."""

from datetime import timedelta

from django.db import transaction

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.notify.models import StaffNotice

KEPT = timedelta(days=90)


@transaction.atomic
def see(*, by: Staff, notice: str) -> str:
    """Note that a person has seen one of their notices (its id, or a bundle's key); return the code of its report, empty for a bundle and
    for what is no report's.

    Doing it again changes nothing. Raises NotFound for what was never told to this person.
    """
    at = clock.now()
    rows = StaffNotice.objects.filter(staff=by, told_at__lte=at)
    rows = rows.filter(pk=int(notice), bundle="") if _is_id(notice) else rows.filter(bundle=notice).exclude(bundle="")
    codes = list(rows.values_list("report__code", flat=True))
    if not codes:
        raise NotFound
    rows.filter(seen_at__isnull=True).update(seen_at=at)
    return codes[0] or "" if len(codes) == 1 else ""


@transaction.atomic
def see_all(*, by: Staff) -> int:
    """Note that a person has seen everything told to them until now; return how many events that were."""
    at = clock.now()
    return StaffNotice.objects.filter(staff=by, told_at__lte=at, seen_at__isnull=True).update(seen_at=at)


def forget_old(*, limit: int = 5000) -> int:
    """Delete notices told longer ago than `KEPT`, oldest first; return how many. The events stay."""
    old = StaffNotice.objects.filter(told_at__lt=clock.now() - KEPT).order_by("told_at")
    number, _ = StaffNotice.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()
    return number


def _is_id(notice: str) -> bool:
    return notice.isascii() and notice.isdigit() and len(notice) < 19
