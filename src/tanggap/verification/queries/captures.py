"""Where the photos of a claim and of its check were taken, as the field app said: never the reporter's own, never who held the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tanggap.reports.models import Capture
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.words import PhotoRole

SHOWN: Final = frozenset({PhotoRole.AFTER, PhotoRole.CHECK, PhotoRole.TASK})


@dataclass(frozen=True, slots=True)
class Shot:
    """Where the app says that one photo was taken: `number` among the photos of its `role`, `accuracy_m` as the phone tells it.

    `distance_m` from the reported point, None where there is none. `is_sure`: taken in the app, with a fresh challenge, and signed.
    """

    photo: UUID
    role: str
    number: int
    lon: float
    lat: float
    accuracy_m: float
    distance_m: float | None
    taken_at: datetime | None
    is_sure: bool

    @property
    def role_label(self) -> str:
        """Return what the photo shows, in words."""
        return str(PhotoRole(self.role).label)

    @property
    def is_far(self) -> bool:
        """Return whether even the near edge of the uncertain circle is 100 m or more from the reported point."""
        return self.distance_m is not None and self.distance_m - self.accuracy_m >= FAR_M


FAR_M: Final = 100


def of_photos(*groups: Sequence[PhotoRow]) -> tuple[Shot, ...]:
    """Return where those of `groups` were taken that came through the app with a place, in their order. One statement."""
    numbered = [(photo, number) for group in groups for number, photo in enumerate(group, 1) if photo.role in SHOWN]
    found = Capture.objects.in_bulk([photo.id for photo, _ in numbered]) if numbered else {}
    return tuple(
        Shot(
            photo=photo.id,
            role=photo.role,
            number=number,
            lon=row.lon,
            lat=row.lat,
            accuracy_m=row.accuracy_m or 0.0,
            distance_m=row.distance_m,
            taken_at=row.taken_at,
            is_sure=row.is_in_app and row.is_fresh and row.is_signed,
        )
        for photo, number in numbered
        if (row := found.get(photo.id)) is not None and row.lon is not None and row.lat is not None
    )
