"""The views that a person saved, and those shared with the person's units."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.reports.models import SavedView

KEPT_SECONDS = 30.0
MOST_KEPT = 2_000
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved view. `unit` and `role` say with whom it is shared, empty: with nobody; `is_own`: made by the person who asks."""

    id: int
    name: str
    query: str
    position: int
    unit: str
    role: str
    is_own: bool
    owner: str


_kept: OrderedDict[int, tuple[float, float, tuple[SavedRow, ...]]] = OrderedDict()
_lock = Lock()


def saved_views(staff: Staff, *, now: datetime, changed_at: float = 0.0) -> tuple[SavedRow, ...]:
    """Return the person's own views in their order, then those shared with the person, at most MOST_SHOWN.

    They are read again after KEPT_SECONDS, and at once when something was saved at `changed_at` (seconds since 1970) after the last look.
    """
    with _lock:
        kept = _kept.get(staff.pk)
    if kept is not None and time.monotonic() - kept[0] < KEPT_SECONDS and changed_at <= kept[1]:
        return kept[2]
    rows = read_views(staff)
    with _lock:
        _kept[staff.pk] = (time.monotonic(), now.timestamp(), rows)
        _kept.move_to_end(staff.pk)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return rows


def read_views(staff: Staff) -> tuple[SavedRow, ...]:
    """Return the views as they are now. One statement."""
    shared = Q()
    for grant in agencies.grants(staff):
        shared |= Q(unit=grant.unit, role__in=("", grant.role.value))
    mine = Q(owner=staff)
    found = SavedView.objects.filter(mine | shared if shared else mine).select_related("owner")
    rows = [
        SavedRow(
            one.pk,
            one.name,
            one.query,
            one.position,
            one.unit_id or "",
            one.role,
            one.owner_id == staff.pk,
            one.owner.display_name,
        )
        for one in found.order_by("position", "name", "id")[: MOST_SHOWN * 2]
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_own)[:MOST_SHOWN])


def forget() -> None:
    """Forget what was read: between tests."""
    with _lock:
        _kept.clear()
