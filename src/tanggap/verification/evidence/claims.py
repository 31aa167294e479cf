"""What the photos of a claim say of themselves, in words with their strength. Findings inform a person; they decide nothing.

Two checks that need no model and no camera data (threats.md §5): the very same file, and likeness with the reporter's own photo.
Nothing found is "no sign found by these checks", never "genuine".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tanggap.agencies.models import Staff
from tanggap.core.media import distance
from tanggap.reports.access import can_see
from tanggap.reports.models import Photo, Report
from tanggap.reports.queries.photos import is_public
from tanggap.reports.words import PhotoRole

LIKE_BITS = 12  # of 64; unrelated pictures differ in 22 or more in our trial (threats.md §5)
SAME_FILE, OWN_PHOTO = "same_file", "own_photo"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign found: `photo`, the `number`th of the claim, and the `other` picture that it is held against.

    `code` names the other report where the reader may see it; `bits` of 64 in which the pictures' fingerprints differ.
    """

    kind: str
    number: int
    photo: UUID
    other: UUID
    code: str
    at: datetime
    bits: int = 0

    @property
    def title(self) -> str:
        """Return what was found, in a few words."""
        return _("The same file was used before") if self.kind == SAME_FILE else _("Very like the reporter's own photo")


def of_claim(report: Report, *, staff: Staff, since: int = 0) -> tuple[Finding, ...]:
    """Return what the checks found in the photos of the present claim, strongest first. Two statements.

    Those that other units took of their parts after event `since`, the claim before, come behind the unit's own.
    """
    photos = list(Photo.objects.filter(report=report).order_by("version", "position"))
    claimed = [one for one in photos if one.role == PhotoRole.AFTER and one.version == report.claim_version]
    claim = report.claim_version or 0
    claimed += [one for one in photos if one.role == PhotoRole.TASK and since < one.version < claim]
    before = [one for one in photos if one.role == PhotoRole.BEFORE]
    return (*_used_before(claimed, staff=staff), *_like(claimed, before, report.code)) if claimed else ()


def _used_before(claimed: Sequence[Photo], *, staff: Staff) -> Iterable[Finding]:
    """Yield one finding for each photo whose bytes are those of an earlier one, the first time that they came."""
    rows = Photo.objects.filter(sha256__in={one.sha256 for one in claimed}, added_at__lt=claimed[0].added_at)
    earlier = {row.sha256: row for row in rows.select_related("report").order_by("-added_at", "-id")}
    for number, one in enumerate(claimed, 1):
        other = earlier.get(one.sha256)
        if other is not None:
            is_open = is_public(other.report, other.role) or can_see(staff, other.report)
            yield Finding(SAME_FILE, number, one.id, other.id, other.report.code if is_open else "", other.added_at)


def _like(claimed: Sequence[Photo], before: Sequence[Photo], code: str) -> Iterable[Finding]:
    """Yield one finding for each photo that is close to one of the reporter's, but not its very file."""
    for number, one in enumerate(claimed, 1):
        near = [(bits, other) for other in before if (bits := _bits(one.phash, other.phash)) is not None]
        bits, other = min(near, key=lambda pair: pair[0], default=(LIKE_BITS + 1, one))
        if bits <= LIKE_BITS and other.sha256 != one.sha256:
            yield Finding(OWN_PHOTO, number, one.id, other.id, code, other.added_at, bits)


def _bits(one: int | None, other: int | None) -> int | None:
    """Return in how many of 64 bits two fingerprints differ; None where one is missing or says nothing (a flat picture)."""
    if one is None or other is None or not (_speaks(one) and _speaks(other)):
        return None
    return distance(one, other)


def _speaks(fingerprint: int) -> bool:
    return 16 <= distance(fingerprint, 0) <= 48
