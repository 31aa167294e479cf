"""The index of PostgreSQL, filled with the set's photos, and the product's own search in it: candidates, then what pixels confirm.

The set's database is its own (`var/pictures/home`); its photos all hang on one report, which no check asks about here.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from bench.evidence.scenes import Scene
from tanggap.core import clock
from tanggap.reports.models import Photo, Report
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence import index, reuse
from tanggap.verification.evidence.seeing import Seen


@dataclass(frozen=True)
class Named:
    """Which photos the search took for the same, and the seconds of the index alone and of all."""

    photos: frozenset[uuid.UUID]
    took: dict[str, float]


class Known:
    """Stands where the product keeps photos it has looked at: the set's are all in memory."""

    def __init__(self, photos: Mapping[uuid.UUID, Seen]) -> None:
        self._photos = photos

    def of(self, photo: Photo) -> Seen:
        """Return how a photo looks."""
        return self._photos[photo.pk]


def number(scene: Scene, view: int = 0) -> uuid.UUID:
    """Return the number of a photo of the set."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{scene.name}/{view}")


def prepare() -> None:
    """Bring the set's own database to one report and an empty index."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("pack", "load", "--yes", verbosity=0)
    if not Report.objects.exists():
        call_command("bench", "seed", "--reports", "1")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE evidence_mark, evidence_print, evidence_finding, evidence_scan")
        Photo.objects.all().delete()


def fill(photos: Mapping[uuid.UUID, Seen]) -> None:
    """Put the photos into the index, by the product's own door."""
    report, now = Report.objects.earliest("id"), clock.now()
    Photo.objects.bulk_create(
        Photo(
            id=photo, report=report, version=1, role=PhotoRole.AFTER, position=place, sha256=photo.hex, original="", shown="", thumb="",
            width=seen.grey.shape[1], height=seen.grey.shape[0], size=1, added_at=now + timedelta(seconds=place),
        )
        for place, (photo, seen) in enumerate(photos.items())
    )  # fmt: skip
    for photo, seen in photos.items():
        index.add(photo, seen.fingerprint)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE evidence_mark, evidence_print")


def look_up(
    seen: Seen, known: Mapping[uuid.UUID, Seen], *, but: uuid.UUID | None = None, is_timed: bool = False
) -> Named:
    """Return which photos of the index are told to be the one that was seen, weakly ("alike") or strongly.

    `is_timed`: the index alone is asked a second time, to say how long that takes.
    """
    begun = time.perf_counter()
    found = reuse.matches(seen, sha256="none", sight=Known(known), but=but)
    took = {"lookup": time.perf_counter() - begun}
    if is_timed:
        begun = time.perf_counter()
        index.look_up(seen.fingerprint, but=but)
        took["index"] = time.perf_counter() - begun
    return Named(frozenset(one.photo.pk for one in found), took)
