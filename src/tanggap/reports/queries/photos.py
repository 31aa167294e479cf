"""Photos, and who may see each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.refusal import NotFound
from tanggap.reports.access import can_see
from tanggap.reports.models import Photo, Report
from tanggap.reports.words import PhotoRole, Visibility


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo as a page shows it; its address is `/foto/<id>/<size>.jpg`. `is_hidden`: a person took it out of the public's sight."""

    id: UUID
    role: str
    width: int
    height: int
    added_at: datetime
    version: int
    is_hidden: bool = False

    @property
    def role_label(self) -> str:
        """Return what the photo shows, in words."""
        return str(PhotoRole(self.role).label)


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """Where a photo's bytes lie (relative to the media folder), and whether a shared cache may keep them."""

    path: str
    is_public: bool


INTERNAL = frozenset({PhotoRole.NOTE, PhotoRole.TASK})
"""What only the staff sees: photos of internal notes, and what other units photographed of their part."""
OF_REPORTERS = frozenset({PhotoRole.BEFORE, PhotoRole.DISPUTE})
"""What reporters took: of the problem, and of what is still wrong after a closure."""


class Shown(Protocol):
    """What of a report decides about its photos."""

    @property
    def category_id(self) -> str | None: ...

    @property
    def visibility(self) -> str: ...


def is_public(report: Shown, role: str) -> bool:
    """Return whether everybody may see a report's photo of this role.

    The reporter's own photo can unmask the reporter (threats.md §3 case 1): in sensitive categories only those who handle it see it.
    Nobody else ever sees those of internal notes, nor what other units photographed of their part.
    """
    category = catalog.category(report.category_id)
    hidden = category is None or category.is_sensitive or category.is_confidential
    is_hidden = role in INTERNAL or (hidden and role in OF_REPORTERS)
    return report.visibility == Visibility.PUBLIC and not is_hidden


def of_report(report: Report) -> list[PhotoRow]:
    """Return all photos of a report in the order of their adding. One statement."""
    return of_report_id(report.pk)


def of_report_id(report: int) -> list[PhotoRow]:
    """Return all photos of the report with this key in the order of their adding. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT id, role, width, height, added_at, version, hidden_at IS NOT NULL FROM reports_photo WHERE report_id = %s"
            " ORDER BY version, role, position",
            [report],
        )
        return [PhotoRow(*row) for row in cursor.fetchall()]


def only_public(report: Report, photos: Iterable[PhotoRow]) -> list[PhotoRow]:
    """Return those of `photos` that everybody may see."""
    return [photo for photo in photos if is_public(report, photo.role) and not photo.is_hidden]


def without_notes(photos: Iterable[PhotoRow]) -> list[PhotoRow]:
    """Return those of `photos` that the reporter may see: all but those of internal notes."""
    return [photo for photo in photos if photo.role not in INTERNAL]


def file_of(photo_id: UUID, *, size: str, viewer: Staff | None, owns: str | None = None) -> PhotoFile:
    """Return the file of a photo in `size` (`thumb` or `shown`) for a viewer, or for the holder of report `owns`'s private link.

    Raises NotFound for unknown and forbidden alike.
    """
    photo = Photo.objects.select_related("report").filter(id=photo_id).first()
    if photo is None or size not in {"thumb", "shown"}:
        raise NotFound
    path = photo.thumb if size == "thumb" else photo.shown
    if is_public(photo.report, photo.role) and photo.hidden_at is None:
        return PhotoFile(path, is_public=True)
    is_own = owns == photo.report.code and photo.role not in INTERNAL
    if is_own or (viewer is not None and can_see(viewer, photo.report)):
        return PhotoFile(path, is_public=False)
    raise NotFound


def in_use(sha256s: Collection[str]) -> set[str]:
    """Return which of these photos, named by the SHA-256 of their bytes, a report has. One statement."""
    return set(Photo.objects.filter(sha256__in=sha256s).values_list("sha256", flat=True))
