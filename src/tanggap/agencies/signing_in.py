"""What signing in writes: the device, and the emergency account whose every use is heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import actions, alarms, audit, permissions, sessions
from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Device, Factor, RecoveryCode, Seal
from tanggap.agencies.words import Act, AlarmKind
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound, Refusal

MOST_DEVICES = 50
DEVICES_KEPT = timedelta(days=400)
ATTEMPTS_KEPT = timedelta(days=1)
SHORTEST_REASON = 10
LONGEST_REASON = 500
HOURS = 4
MOST_HOURS = 72


class SealBroken(Refusal):
    """The envelope was opened and its time is over."""

    message = _(
        "This emergency account was used, and its time is over. An operator must seal it again with a new password."
    )
    status = 403


@dataclass(frozen=True, slots=True)
class SealRow:
    """An emergency account as the operator sees it."""

    username: str
    hours: int
    sealed_at: datetime
    opened_at: datetime | None
    closes_at: datetime | None
    reason: str


@transaction.atomic
def from_device(person: Staff, *, cookie: str, label: str) -> bool:
    """Remember from which browser (its `cookie`, a random token) a person signs in; return whether it is a new one.

    A new one beside others is written down and told to the person.
    """
    at, mark = clock.now(), crypto.blind_index("device", cookie)
    if Device.objects.filter(staff=person, mark=mark).update(last_at=at, label=label):
        return False
    Staff.objects.select_for_update().get(pk=person.pk)
    is_first = not Device.objects.filter(staff=person).exists()
    _row, is_new = Device.objects.get_or_create(
        staff=person, mark=mark, defaults={"label": label, "first_at": at, "last_at": at}
    )
    spare = Device.objects.filter(staff=person).order_by("-last_at").values_list("pk", flat=True)[MOST_DEVICES:]
    Device.objects.filter(pk__in=list(spare)).delete()
    if is_first or not is_new:
        return False
    audit.write(person, person, Act.NEW_DEVICE, device=label)
    alarms.sound(AlarmKind.NEW_DEVICE, person, device=label)
    return True


@transaction.atomic
def end_sessions(*, by: Staff, ids: Iterable[str] | None, here: str | None) -> int:
    """End the own sessions named `ids`, or all but the one that asks (`here`, its key) when None; return how many."""
    number = sessions.end(by, None if ids is None else set(ids), besides=here)
    if number:
        audit.write(by, by, Act.SIGNED_OUT, sessions=number)
    return number


@transaction.atomic
def seal(*, by: Staff | None, username: str, hours: int = HOURS) -> str:
    """Make an account an emergency account, or seal it again; return its new password, the only time that it is known.

    Its sessions end and its factors go: the password alone opens it, once, for `hours`. Raises NotAllowed, NotOneself, NotFound,
    Invalid.
    """
    if by is not None:
        permissions.permit("users.manage", by)
        if by.username == username.strip().lower():
            raise actions.NotOneself
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid({"hours": _("Between 1 and 72 hours.")})
    password = actions.reset_password(by=by, username=username)
    person = Staff.objects.get(username=username.strip().lower())
    at = clock.now()
    Seal.objects.update_or_create(
        staff=person, defaults={"hours": hours, "sealed_at": at, "opened_at": None, "closes_at": None, "reason": ""}
    )
    Factor.objects.filter(staff=person).delete()
    RecoveryCode.objects.filter(staff=person).delete()
    sessions.end(person)
    audit.write(by, person, Act.SEALED, hours=hours)
    return password


@transaction.atomic
def unseal(person: Staff, *, reason: str, device: str) -> datetime:
    """Open an emergency account and return when it closes. Each time it is written down and every operator and leader is alarmed.

    Raises NotFound for an ordinary account, SealBroken, Invalid.
    """
    row = Seal.objects.select_for_update().filter(staff=person).first()
    if row is None:
        raise NotFound
    at = clock.now()
    if row.closes_at is not None and row.closes_at <= at:
        raise SealBroken
    reason = " ".join("".join(sign if sign.isprintable() else " " for sign in reason).split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": _("Say in 10 to 500 characters why the ordinary accounts cannot do it.")})
    if row.opened_at is None:
        row.opened_at, row.closes_at = at, at + timedelta(hours=row.hours)
    row.reason = reason
    row.save()
    closes_at = row.closes_at or at
    audit.write(person, person, Act.UNSEALED, reason=reason, device=device)
    alarms.sound(AlarmKind.UNSEALED, person, reason=reason, until=closes_at.isoformat(timespec="minutes"))
    return closes_at


def is_spent(person: Staff) -> bool:
    """Return whether the person's account is an emergency account whose time is over. One statement."""
    return Seal.objects.filter(staff=person, closes_at__lte=clock.now()).exists()


def seals() -> list[SealRow]:
    """Return the emergency accounts. One statement."""
    rows = Seal.objects.select_related("staff").order_by("staff__username")
    return [
        SealRow(row.staff.username, row.hours, row.sealed_at, row.opened_at, row.closes_at, row.reason) for row in rows
    ]


def forget_devices(*, limit: int = 5000) -> int:
    """Forget devices that nobody signed in from for 400 days; return how many."""
    old = list(Device.objects.filter(last_at__lt=clock.now() - DEVICES_KEPT).values_list("pk", flat=True)[:limit])
    Device.objects.filter(pk__in=old).delete()
    return len(old)


def forget_attempts(*, limit: int = 5000) -> int:
    """Forget failed sign-ins of more than a day ago, which lock nobody out any more; return how many."""
    old = AccessAttempt.objects.filter(attempt_time__lt=clock.now() - ATTEMPTS_KEPT)
    rows = list(old.values_list("pk", flat=True)[:limit])
    AccessAttempt.objects.filter(pk__in=rows).delete()
    return len(rows)
