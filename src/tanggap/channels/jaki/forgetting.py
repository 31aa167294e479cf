"""What the app's tables know of reports that go: whose they are, photos on their way, and where an installation is notified."""

import json
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from tanggap.channels import receiving
from tanggap.channels.jaki.devices import owner_of
from tanggap.channels.models import Arrival
from tanggap.channels.models_jaki import Device, Own, Transfer
from tanggap.core import crypto


def forget(arrivals: Sequence[Arrival]) -> None:
    """Cut reports off from their installation; one without another report is notified no more. Before the payloads go."""
    ids = [row.pk for row in arrivals]
    mine = Own.objects.filter(arrival__in=ids)
    owned = set(mine.values_list("arrival", flat=True))
    devices = {device for row in arrivals if row.pk in owned and (device := _device(row))}
    mine.delete()
    Transfer.objects.filter(used_by__in=ids).delete()
    for device in devices:
        if not Own.objects.filter(owner=owner_of(device)).exists():
            Device.objects.filter(pk=device).update(push=None)


def _device(arrival: Arrival) -> UUID | None:
    """Return the installation that a kept report names, None where a person mended it away."""
    with suppress(crypto.Unreadable, ValueError, KeyError, TypeError):
        return UUID(json.loads(receiving.payload_of(arrival))["device"])
    return None
