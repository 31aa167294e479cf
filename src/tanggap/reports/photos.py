"""Taking photos in: examined and kept on disk before the transaction, their rows written within it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from tanggap.core import media
from tanggap.core.refusal import Invalid
from tanggap.reports import capturing
from tanggap.reports.capturing import Captured
from tanggap.reports.models import Photo, Report

MOST_PHOTOS = 10


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. `name` is only ever shown back to its sender.

    `taken` is there for what was examined and stored already, which nobody outside can say: the simulation draws its own pictures.
    `captured` is what the field app says of a photo that came through it.
    """

    data: bytes
    name: str = ""
    taken: "Taken | None" = None
    captured: Captured | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo whose files are safely on disk, not yet of any report; `id` is the one its row will have."""

    picture: media.Picture
    kept: media.Kept
    id: UUID = field(default_factory=uuid4)
    captured: Captured | None = None


def take_in(uploads: Sequence[Upload]) -> list[Taken]:
    """Examine, re-encode and store `uploads`; slow, so never inside a transaction. Raises Invalid and the refusals of core.media."""
    if len(uploads) > MOST_PHOTOS:
        raise Invalid({"photos": _("At most %(most)d photos. Leave some out and send again.") % {"most": MOST_PHOTOS}})
    fresh = {number: media.examine(one.data, filename=one.name) for number, one in enumerate(uploads) if not one.taken}
    return [
        one.taken or Taken(fresh[number], media.keep(fresh[number]), captured=one.captured)
        for number, one in enumerate(uploads)
    ]


def ready(uploads: Sequence[Upload]) -> list[Upload]:
    """Return `uploads` examined and stored now, so that a transaction around the act that gets them holds nothing slow. As `take_in`."""
    return [replace(upload, taken=taken) for upload, taken in zip(uploads, take_in(uploads), strict=True)]


def attach(report: Report, taken: Sequence[Taken], *, role: str, version: int, at: datetime) -> list[Photo]:
    """Write the rows of `taken` for a report's event `version`. One statement, none for no photos; more for what the app captured."""
    rows = [
        Photo(
            id=one.id,
            report=report,
            version=version,
            role=role,
            position=position,
            sha256=one.picture.sha256,
            original=one.kept.original,
            shown=one.kept.shown,
            thumb=one.kept.thumb,
            width=one.picture.width,
            height=one.picture.height,
            size=one.picture.size,
            dhash=one.picture.dhash,
            phash=one.picture.phash,
            is_repaired=one.picture.repaired,
            added_at=at,
        )
        for position, one in enumerate(taken)
    ]
    photos = Photo.objects.bulk_create(rows) if rows else []
    told = [(photo, one.captured) for photo, one in zip(photos, taken, strict=True) if one.captured]
    if told:
        capturing.write(report, told, at=at)
    return photos
