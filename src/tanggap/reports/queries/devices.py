"""The devices that a person takes photos with in the field app."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tanggap.agencies.models import Staff
from tanggap.reports.models import DeviceKey


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device, by the key that its browser made."""

    id: UUID
    owner: str
    label: str
    added_at: datetime
    revoked_at: datetime | None


def devices(*, of: Staff | None = None, username: str = "") -> list[DeviceRow]:
    """Return the devices of a person, or of all, the last registered first. One statement."""
    rows = DeviceKey.objects.order_by("-added_at", "id")
    rows = rows.filter(staff=of) if of else rows
    rows = rows.filter(staff__username=username) if username else rows
    return [DeviceRow(*row) for row in rows.values_list("id", "staff__username", "label", "added_at", "revoked_at")]
