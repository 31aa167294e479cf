"""The city's reference data as its operator sees it: what is loaded, since when, and what is switched off."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q

from tanggap.agencies.models import Unit
from tanggap.catalog.models import Category, Channel, PackLoad, Policy
from tanggap.catalog.pack.files import digest
from tanggap.core.words import say
from tanggap.places.models import Area


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a city pack that changed something. `changes` counts rows by table and kind."""

    city: str
    digest: str
    loaded_at: datetime
    changes: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A way in, active or not."""

    code: str
    label: str
    adapter: str
    is_geotagged: bool
    is_walk_in: bool
    is_confidential: bool
    is_active: bool
    counter: str


def loads(*, limit: int = 10) -> list[Load]:
    """Return the last loads, newest first. One statement."""
    rows = PackLoad.objects.order_by("-id")[:limit]
    return [Load(row.city, row.digest, row.loaded_at, row.changes) for row in rows]


def is_changed_on_disk() -> bool | None:
    """Return whether the pack's files differ from the last load; None when they cannot be read. One statement."""
    last = PackLoad.objects.order_by("-id").values_list("digest", flat=True).first()
    try:
        return digest(Path(settings.TANGGAP_PACK)) != last
    except OSError:
        return None


def counts() -> dict[str, int]:
    """Return how many areas, units, categories, policies and channels are active. Five statements on small tables."""
    tables = {"area": Area, "unit": Unit, "category": Category, "policy": Policy, "channel": Channel}
    return {
        name: table._default_manager.aggregate(n=Count("pk", filter=Q(is_active=True)))["n"]
        for name, table in tables.items()
    }


def channels() -> list[ChannelLine]:
    """Return every channel in the order of the pack. One statement."""
    rows = Channel.objects.select_related("unit").order_by("position", "code")
    return [
        ChannelLine(
            code=row.code,
            label=say(row.name),
            adapter=row.adapter,
            is_geotagged=row.is_geotagged,
            is_walk_in=row.is_walk_in,
            is_confidential=row.is_confidential,
            is_active=row.is_active,
            counter=say(row.unit.name) if row.unit else row.unit_level,
        )
        for row in rows
    ]
