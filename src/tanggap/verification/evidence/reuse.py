"""Was this photo used before? Looked for among every photo ever received, confirmed by its points.

Only photos of work done are looked at for it (`scanning.EXAMINED`): that two citizens send the same photo of a problem says nothing
against anybody. Of two uses the later one is asked about.
"""

from collections.abc import Callable, Iterable
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
    from tanggap.verification.evidence.alignment import Changes
    from tanggap.verification.evidence.geometry import Reuse

MOST_TOLD = 5  # earlier uses of a photo, the first ones
MOST_SAME = 50  # rows with the same bytes that are read
CLOSE_BITS = 6  # hashes this near are told even where too few points can confirm them
FEW_POINTS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A photo that is another one's frame. `how`: exact, or what was done to it (`telling.reused.DONE`).

    It is alike when its points are too few to confirm it, photographed as off a screen, and perhaps another moment of a fixed camera.
    """

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
    """Return whether an earlier use would say something: photos of one event came together, and so did those of one act on several reports.

    One act has one instant: what was built for a proposal is shown with the same photos to each of its reports.
    """
    is_one_act = (photo.sha256, photo.role, photo.added_at) == (earlier.sha256, earlier.role, earlier.added_at)
    return not is_one_act and (photo.report_id, photo.version) != (earlier.report_id, earlier.version)


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
            return _told(photo, candidate, reuse, alignment.changes(other.grey, seen.grey, reuse.plane))
        if min(len(seen.features), len(other.features)) > FEW_POINTS:
            return None
    is_close = candidate.bits is not None and candidate.bits <= CLOSE_BITS
    return Match(photo, ("alike",), candidate.bits) if is_close else None


def _told(photo: Photo, candidate: Candidate, reuse: "Reuse", changes: "Changes") -> Match | None:
    """Return the match with what was done to the photo; None for a flat subject that was only photographed twice."""
    from tanggap.verification.evidence.geometry import SCREEN_LIKENESS
    from tanggap.verification.evidence.place import MOSTLY_CHANGED, ONE_EXPOSURE

    if "photographed" in reuse.how:
        is_photo_of_it = changes.likeness >= SCREEN_LIKENESS
        return Match(photo, reuse.how, candidate.bits, reuse) if is_photo_of_it else None
    how = [part for part in reuse.how if part != "same"]
    how += ["stamped"] if any(region.is_stamp for region in changes.regions) else []
    changed = sum(region.area for region in changes.regions) / changes.covered if changes.regions else 0.0
    if changed > MOSTLY_CHANGED or changes.least_likeness < ONE_EXPOSURE:
        how += ["moment"]
    elif any(not region.is_stamp for region in changes.regions):
        how += ["edited"]
    return Match(photo, tuple(how) or ("resaved",), candidate.bits, reuse)


def _sign(photo: Photo, match: Match) -> Sign:
    own = match.photo.report_id == photo.report_id
    tone, strength = weight(match, of=photo)
    return Sign(Kind.REUSED, tone, strength, {**facts_of(match), "own": own}, match.photo.pk)


def weight(match: Match, *, of: Photo | None = None) -> tuple[Tone, Strength]:
    """Return which way an earlier use points, and how strongly; `of` is the photo that is asked about, None for a file from outside."""
    earlier, own = match.photo, of is not None and match.photo.report_id == of.report_id
    if "alike" in match.how:
        return Tone.QUESTION, Strength.WEAK
    if {"photographed", "moment"} & set(match.how):  # a flat subject, or a camera fixed in its place, can look the same
        return Tone.QUESTION, Strength.MODERATE
    if own and earlier.role in {PhotoRole.TASK, PhotoRole.NOTE}:  # passed on within the work
        return Tone.QUESTION, Strength.WEAK
    if own and of is not None and earlier.role == of.role:  # shown with an earlier claim or check
        return Tone.QUESTION, Strength.MODERATE
    return Tone.AGAINST, Strength.STRONG
