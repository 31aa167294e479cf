"""The keys of the devices that people take photos with: registered by their owner, revoked by them or by the operator."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports.actions.handling import said
from tanggap.reports.capturing import read_public
from tanggap.reports.models import DeviceKey

LONGEST_LABEL = 80
MOST_KEYS = 20


class NotAKey(Refusal):
    """Only keys on the curve P-256 are taken."""

    message = _("This is no key that a device of ours makes.")
    field = "public"
    status = 422


class KeyOfAnother(Refusal):
    """A device's key belongs to the person who registered it first."""

    message = _(
        "This device's key belongs to another account. Forget the data of this app on the device, then sign in again."
    )


class TooManyDevices(Refusal):
    """A person has a phone or two, not twenty."""

    message = _("You have %(most)d devices registered. Revoke those that you do not use any more.")


@transaction.atomic
def register_device(*, by: Staff, public: bytes, label: str) -> UUID:
    """Keep the public half of a device's key as the person's; doing it again is harmless. Returns its id.

    Raises NotAKey, KeyOfAnother, TooManyDevices.
    """
    if len(public) > 200 or read_public(public) is None:
        raise NotAKey
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    if known := DeviceKey.objects.filter(public=public).first():
        if known.staff_id != by.pk:
            raise KeyOfAnother
        return known.pk
    if DeviceKey.objects.filter(staff=by, revoked_at__isnull=True).count() >= MOST_KEYS:
        raise TooManyDevices(TooManyDevices.message % {"most": MOST_KEYS})
    label = said("label", label)[:LONGEST_LABEL] or "?"
    return DeviceKey.objects.create(staff=by, public=public, label=label, added_at=clock.now()).pk


@transaction.atomic
def revoke_device(*, key: UUID, of: Staff | None = None) -> DeviceKey:
    """End a key for good: photos that arrive with it from now on say so. `of`: only a key of this person. Raises NotFound."""
    found = DeviceKey.objects.select_for_update().filter(pk=key, **({"staff": of} if of else {})).first()
    if found is None:
        raise NotFound
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
    return found
