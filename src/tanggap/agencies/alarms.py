"""Alarms about accounts: raised once, shown on every staff page of those whom they concern until they say that they have seen it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Alarm, AlarmSeen
from tanggap.agencies.words import AlarmKind, Role
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.core.shelf import Shelf

SHOWN = timedelta(days=7)
MOST_SHOWN = 5000
KEPT = timedelta(days=365)
HEARS = {AlarmKind.UNSEALED: frozenset({Role.OPERATOR, Role.LEADER})}
"""Which roles an alarm concerns; one of another kind concerns its person alone."""


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm as it is shown; `seen_by` are the people who have seen it."""

    id: int
    kind: str
    subject: int
    name: str
    at: datetime
    facts: dict[str, Any]
    seen_by: frozenset[int]

    @property
    def label(self) -> str:
        """Return what it is, in words."""
        return str(AlarmKind(self.kind).label)

    def concerns(self, staff: Staff) -> bool:
        """Return whether a person has to see it. At most one statement, for the person's roles."""
        hears = HEARS.get(AlarmKind(self.kind))
        return bool(agencies.roles(staff) & hears) if hears else self.subject == staff.pk


def _load() -> dict[int, AlarmRow]:
    """Return what somebody must still see: alarms for roles, those for all first, and a person's own that the person has not seen."""
    own_unseen = ~Exists(AlarmSeen.objects.filter(alarm=OuterRef("pk"), staff=OuterRef("subject")))
    wanted = Alarm.objects.filter(Q(kind__in=HEARS) | own_unseen, at__gt=clock.now() - SHOWN).select_related("subject")
    found = list(wanted.order_by(Case(When(kind__in=HEARS, then=0), default=1), "-id")[:MOST_SHOWN])
    seen: dict[int, set[int]] = {}
    for_roles = [row.pk for row in found if row.kind in HEARS]
    if for_roles:
        for alarm, staff in AlarmSeen.objects.filter(alarm__in=for_roles).values_list("alarm_id", "staff_id"):
            seen.setdefault(alarm, set()).add(staff)
    return {row.pk: _row(row, seen.get(row.pk, set())) for row in found}


_shelf: Shelf[int, AlarmRow] = Shelf(_load)


def sound(kind: AlarmKind, subject: Staff, **facts: Any) -> None:
    """Raise an alarm, in the transaction of what causes it; other processes show it within half a minute."""
    Alarm.objects.create(kind=kind, subject=subject, at=clock.now(), facts=facts)
    transaction.on_commit(_shelf.clear)


def for_person(staff: Staff) -> list[AlarmRow]:
    """Return what a person must still see, the newest first. No statement but the shelf's and the person's roles."""
    return [row for row in _shelf.all().values() if staff.pk not in row.seen_by and row.concerns(staff)]


def see(*, by: Staff, alarm: int) -> None:
    """Note that a person has seen an alarm; again changes nothing. Raises NotFound for one that does not concern the person."""
    row = Alarm.objects.select_related("subject").filter(pk=alarm).first()
    if row is None or not _row(row, set()).concerns(by):
        raise NotFound
    AlarmSeen.objects.get_or_create(alarm=row, staff=by, defaults={"at": clock.now()})
    transaction.on_commit(_shelf.clear)


def listed(*, limit: int = 20) -> list[AlarmRow]:
    """Return the last alarms that concern more than one person, for the operator. One statement."""
    rows = Alarm.objects.filter(kind__in=HEARS).select_related("subject").order_by("-id")[:limit]
    return [_row(row, set()) for row in rows]


def forget_old(*, limit: int = 5000) -> int:
    """Delete alarms older than a year; return how many. The audit log keeps what was done."""
    old = list(Alarm.objects.filter(at__lt=clock.now() - KEPT).values_list("pk", flat=True)[:limit])
    Alarm.objects.filter(pk__in=old).delete()
    return len(old)


def _row(row: Alarm, seen: set[int]) -> AlarmRow:
    return AlarmRow(row.pk, row.kind, row.subject_id, row.subject.display_name, row.at, row.facts, frozenset(seen))
