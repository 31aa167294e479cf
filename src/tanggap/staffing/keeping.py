"""What is no longer wanted: set aside, taken back, deleted with a reason, and deleted by itself when the city's term has passed.

set_aside   out of the lists, and tried no further; the numbers can still be looked at and computed again
take_back   in the lists again
remove      deleted at once, with a reason; what it was called and its sums stay (`Removal`)
forget      the nightly deletion
Who made it may, and whoever runs the installation (`staffing.remove`): a unit's head hides no what-if of somebody else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing, allows
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Refusal
from tanggap.places.city import city
from tanggap.staffing.actions import reachable
from tanggap.staffing.models import Basis, Removal, Scenario
from tanggap.staffing.states import UNDER_WAY, WITH_REASON, State

LONGEST_REASON: Final = 1000


class Needed(Refusal):
    """The staffing of today is what all others are compared with."""

    message = _(
        "The staffing of today stays, as all others are compared with it. Set the whole calculation aside instead."
    )


@transaction.atomic
def set_aside(*, by: Staff, basis: int, number: int | None = None) -> None:
    """Take a basis, or one scenario of it, out of the lists; twice is once. Raises NotFound, NotAllowed, Needed (as today)."""
    now = clock.now()
    rows = _wanted(by, basis, number)
    rows.filter(set_aside_at=None).update(set_aside_at=now, set_aside_by=by)


@transaction.atomic
def take_back(*, by: Staff, basis: int, number: int | None = None) -> None:
    """Put a basis, or one scenario of it, into the lists again; twice is once. Raises NotFound, NotAllowed."""
    _wanted(by, basis, number).update(set_aside_at=None, set_aside_by=None)


@transaction.atomic
def remove(*, by: Staff, basis: int, number: int | None = None, reason: str) -> None:
    """Delete a basis with all that was tried on it, or one scenario with its editions. Raises NotFound, NotAllowed, Needed, Invalid."""
    _wanted(by, basis, number)
    said = reason.strip()
    if not said:
        raise Invalid({"reason": _("Say why it is deleted; the reason is kept.")})
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": _("Say it in up to 1,000 characters.")})
    found = Basis.objects.select_for_update().filter(pk=basis).first()
    if found is None:
        raise NotFound
    _delete(found, number, by=by, reason=said)


def forget(*, limit: int = 200) -> int:
    """Delete what was set aside longer ago than the city keeps it, and bases as old that came to nothing or on which nothing was tried;
    return how many. What somebody tried something on, and did not set aside, stays.
    """
    before = clock.now() - timedelta(days=city().staffing_kept_days)
    number = 0
    for key in _old_bases(before).values_list("pk", flat=True)[:limit]:
        number += _forget(_old_bases(before), key, None)
    lying = Scenario.objects.filter(set_aside_at__lt=before).values_list("basis", "number").distinct()
    for key, which in lying.order_by("basis", "number")[: max(0, limit - number)]:
        again = Basis.objects.filter(
            Exists(Scenario.objects.filter(basis=OuterRef("pk"), number=which, set_aside_at__lt=before))
        )
        number += _forget(again, key, which)
    return number


def may(by: Staff, basis: Basis, made_by: Sequence[int | None]) -> bool:
    """Return whether a person may set aside or delete what these people made on a basis. At most one statement."""
    return any(
        all(allows("staffing.remove", by, Thing(unit=code, owner=owner)) for code in basis.units)
        for owner in dict.fromkeys([*made_by, basis.made_by_id])
    )


def kept_until(set_aside_at: datetime | None) -> datetime | None:
    """Return when what was set aside is deleted, None for what was not."""
    return None if set_aside_at is None else set_aside_at + timedelta(days=city().staffing_kept_days)


def _wanted(by: Staff, basis: int, number: int | None) -> QuerySet[Basis] | QuerySet[Scenario]:
    """Return the rows that are meant, for one who may. Raises NotFound, NotAllowed, Needed."""
    found = reachable(by, basis)
    if number is None:
        if not may(by, found, ()):
            raise NotAllowed
        return Basis.objects.filter(pk=basis)
    rows = Scenario.objects.filter(basis=basis, number=number)
    made_by = list(rows.order_by("edition").values_list("made_by", flat=True)[:1])
    if not made_by:
        raise NotFound
    if not may(by, found, made_by):
        raise NotAllowed
    if number == 1:
        raise Needed
    return rows


def _old_bases(before: datetime) -> QuerySet[Basis]:
    tried = Scenario.objects.filter(basis=OuterRef("pk"), number__gt=1)
    came_to_nothing = Q(state__in=WITH_REASON, ended_at__lt=before)
    nothing_tried = Q(state=State.DONE, ended_at__lt=before) & ~Exists(tried)
    return Basis.objects.filter(Q(set_aside_at__lt=before) | came_to_nothing | nothing_tried).exclude(
        state__in=UNDER_WAY, set_aside_at=None
    )


@transaction.atomic
def _forget(rows: QuerySet[Basis], key: int, number: int | None) -> bool:
    """Delete it unless somebody took it back, or tries something on it, meanwhile."""
    found = rows.filter(pk=key).select_for_update(skip_locked=True, of=("self",)).first()
    if found is None:
        return False
    _delete(found, number, by=None, reason="")
    return True


def _delete(basis: Basis, number: int | None, *, by: Staff | None, reason: str) -> None:
    """Write down what goes, and let it go."""
    rows = Scenario.objects.filter(basis=basis)
    if number is not None:
        rows = rows.filter(number=number)
    gone = list(rows.order_by("number", "edition").values_list("name", "digest", "made_by", "made_at"))
    name, _digest, made_by, made_at = gone[-1] if number is not None else ("", "", basis.made_by_id, basis.made_at)
    Removal.objects.create(
        basis=basis.pk,
        number=number,
        units=basis.units,
        end=basis.end,
        name=name,
        digests=[digest for _name, digest, _by, _at in gone if digest],
        made_by_id=made_by,
        made_at=made_at,
        removed_by=by,
        removed_at=clock.now(),
        reason=reason,
    )
    rows.delete()
    if number is None:
        basis.delete()
