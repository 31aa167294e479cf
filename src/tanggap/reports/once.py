"""An act that arrives twice is done once: what a phone on a bad line sends, it sends until it hears that it arrived."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports.models import Report, Sent


class KeyTaken(Refusal):
    """One key, two different things: a fault of the sender, and nothing is done."""

    message = _("Something else was sent under this key before. Nothing was done; send it anew.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a sending: done now, or `is_again`, known since before. `version` is the report's after the act."""

    version: int
    is_again: bool


def known(*, key: UUID, by: Staff, mark: bytes) -> Arrival | None:
    """Return what became of a sending that arrived before; None for a new one. Raises KeyTaken. One statement."""
    return _same(Sent.objects.filter(pk=key).first(), by, mark)


@transaction.atomic
def run(*, key: UUID, by: Staff, code: str, act: str, mark: bytes, do: Callable[[], object]) -> Arrival:
    """Do `do` and remember `key`, both or neither. Two that arrive at once: the second waits, and finds it done.

    Raises KeyTaken, NotFound and whatever `do` raises; nothing is written then.
    """
    report = Report.objects.filter(code=code).values_list("pk", flat=True).first()
    if report is None:
        raise NotFound
    row = Sent(key=key, staff=by, report_id=report, act=act, mark=mark, version=0, at=clock.now())
    Sent.objects.bulk_create([row], ignore_conflicts=True)
    kept = Sent.objects.get(pk=key)
    if kept.version and (before := _same(kept, by, mark)):
        return before
    do()
    version = Report.objects.values_list("version", flat=True).get(pk=report)
    Sent.objects.filter(pk=key).update(version=version)
    return Arrival(version, is_again=False)


def _same(row: Sent | None, by: Staff, mark: bytes) -> Arrival | None:
    if row is None:
        return None
    if row.staff_id != by.pk or bytes(row.mark) != mark:
        raise KeyTaken
    return Arrival(row.version, is_again=True)
