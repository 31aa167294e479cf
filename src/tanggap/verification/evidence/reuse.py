"""Was this photo used before? Looked for among every photo ever received, confirmed by its points.

Only photos of work done are looked at for it (`scanning.EXAMINED`): that two citizens send the same photo of a problem says nothing
against anybody. Of two uses the later one is asked about.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tanggap.core.refusal import NotFound
from tanggap.reports.models import Photo
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence import index
from tanggap.verification.evidence.index import Candidate
from tanggap.verification.evidence.pixels import Unreadable
from tanggap.verification.evidence.scanning import EXAMINED
from tanggap.verification.evidence.seeing import Seen, Sight
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

if TYPE_CHECKING:
    from tanggap.verification.evidence.geometry import Reuse

MOST_TOLD = 5  # earlier uses of a photo, the first ones
MOST_SAME = 50  # rows with the same bytes that are read
CLOSE_BITS = 6  # hashes this near are told even where too few points can confirm them
FEW_POINTS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A photo that is another one's frame. `how`: exact, or what was done to it; alike when its points are too few to confirm it."""

    photo: Photo
    how: tuple[str, ...]
    bits: int | None = None
    reuse: "Reuse | None" = None


def matches(
    seen: Seen,
    *,
    sha256: str,
    sight: Sight,
    but: UUID | None = None,
    among: Callable[[Photo], bool] = lambda photo: True,
) -> list[Match]:
    """Return the photos ever received (for which `among` holds) that are the frame of `seen`, those that came first in front."""
    same = Photo.objects.select_related("report").filter(sha256=sha256).order_by("added_at", "id")
    found = [Match(photo, ("exact",), 0) for photo in same[:MOST_SAME] if photo.pk != but and among(photo)]
    candidates = {one.photo: one for one in index.look_up(seen.fingerprint, but=but)}
    others = Photo.objects.select_related("report").filter(pk__in=candidates).exclude(sha256=sha256)
    for photo in others:
        if among(photo) and (match := _confirmed(seen, photo, candidates[photo.pk], sight)):
            found.append(match)
    return sorted(found, key=lambda one: _order(one.photo))


def signs(photo: Photo, seen: Seen, *, sight: Sight) -> list[Sign]:
    """Return one sign for each earlier use of a photo of work done, at most `MOST_TOLD`; a silent one where none was found."""

    def is_earlier_use(other: Photo) -> bool:
        return _order(other) < _order(photo) and _tells(photo, other)

    found = matches(seen, sha256=photo.sha256, sight=sight, but=photo.pk, among=is_earlier_use)
    told = [_sign(photo, match) for match in _first_of_each(found) if _is_told(photo, match)]
    return told[:MOST_TOLD] or [Sign(Kind.REUSED, Tone.SILENT, Strength.WEAK)]


def later_uses(photo: Photo, seen: Seen, *, sight: Sight) -> list[tuple[UUID, Sign]]:
    """Return (photo, sign) for later photos of work done that use this one: they were looked at before it could be found."""

    def is_later_use(other: Photo) -> bool:
        return other.role in EXAMINED and _order(photo) < _order(other) and _tells(other, photo)

    found = matches(seen, sha256=photo.sha256, sight=sight, but=photo.pk, among=is_later_use)
    turned = ((match.photo, Match(photo, match.how, match.bits, match.reuse)) for match in found)
    return [(later.pk, _sign(later, match)) for later, match in turned if _is_told(later, match)]


def facts_of(match: Match) -> dict[str, Any]:
    """Return what a match is as plain JSON values; no code of a report, which not everybody may read."""
    reuse = match.reuse
    return {
        "how": list(match.how),
        "bits": match.bits,
        "matches": reuse.matches if reuse else 0,
        "inliers": reuse.inliers if reuse else 0,
        "share": round(reuse.share, 3) if reuse else 0.0,
        "error_px": round(reuse.error_px, 2) if reuse else 0.0,
        "points": [list(line) for line in reuse.points] if reuse else [],
        "role": match.photo.role,
        "used_at": match.photo.added_at.isoformat(),
    }


def _order(photo: Photo) -> tuple[Any, UUID]:
    return photo.added_at, photo.pk


def _tells(photo: Photo, earlier: Photo) -> bool:
    """Return whether an earlier use would say something: photos of one event came together."""
    return (photo.report_id, photo.version) != (earlier.report_id, earlier.version)


def _is_told(photo: Photo, match: Match) -> bool:
    """Return whether it is told here: a changed copy of the report's own photo is told with what was changed (kind EDITED)."""
    own = match.photo.report_id == photo.report_id and match.photo.role == PhotoRole.BEFORE
    return not own or "exact" in match.how


def _first_of_each(found: Iterable[Match]) -> Iterable[Match]:
    """Yield the matches without later uses of the same file."""
    seen: set[str] = set()
    for match in found:
        if match.photo.sha256 not in seen:
            seen.add(match.photo.sha256)
            yield match


def _confirmed(seen: Seen, photo: Photo, candidate: Candidate, sight: Sight) -> Match | None:
    """Return the match that the points of both pictures confirm, or that is told although they are too few to."""
    try:
        other = sight.of(photo)
    except (NotFound, Unreadable):  # its file is gone or was damaged: the rest can still be found
        return None
    if seen.features is not None and other.features is not None:
        from tanggap.verification.evidence import alignment, geometry

        reuse = geometry.confirm(seen.features, other.features)
        if reuse is not None:
            changes = alignment.changes(other.grey, seen.grey, reuse.plane)
            if "photographed" in reuse.how and changes.likeness < geometry.SCREEN_LIKENESS:
                return None  # something flat, or from one spot, at another moment
            how = (*(part for part in reuse.how if part != "same"), *_parts(changes.regions))
            return Match(photo, how or ("resaved",), candidate.bits, reuse)
        if min(len(seen.features), len(other.features)) > FEW_POINTS:
            return None
    is_close = candidate.bits is not None and candidate.bits <= CLOSE_BITS
    return Match(photo, ("alike",), candidate.bits) if is_close else None


def _parts(regions: Sequence[Any]) -> list[str]:
    stamped = ["stamped"] if any(region.is_stamp for region in regions) else []
    return [*stamped, *(["edited"] if any(not region.is_stamp for region in regions) else [])]


def _sign(photo: Photo, match: Match) -> Sign:
    own = match.photo.report_id == photo.report_id
    tone, strength = _weight(photo, match, own=own)
    return Sign(Kind.REUSED, tone, strength, {**facts_of(match), "own": own}, match.photo.pk)


def _weight(photo: Photo, match: Match, *, own: bool) -> tuple[Tone, Strength]:
    earlier = match.photo
    if "alike" in match.how:
        return Tone.QUESTION, Strength.WEAK
    if "photographed" in match.how:  # a second photo from the very spot, right after the first, looks the same
        return Tone.QUESTION, Strength.MODERATE
    if own and earlier.role in {PhotoRole.TASK, PhotoRole.NOTE}:  # passed on within the work
        return Tone.QUESTION, Strength.WEAK
    if own and earlier.role == photo.role:  # shown with an earlier claim or check
        return Tone.QUESTION, Strength.MODERATE
    return Tone.AGAINST, Strength.STRONG
