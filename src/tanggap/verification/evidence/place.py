"""What a claim's photo says when it is held against a photo of the problem: the same place, or the very frame, edited."""

from typing import Any
from uuid import UUID

from tanggap.verification.evidence.geometry import Comparison, Verdict, compare
from tanggap.verification.evidence.pixels import Grey
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

MANY = 40  # points that agree, from which "same place" weighs strongly
MOSTLY_CHANGED = (
    0.5  # of the picture; then it is rather another moment of a fixed camera than a copy with a part changed
)
ONE_EXPOSURE = 0.87  # likeness of the least alike spots; below it, too, leaves and people had time to move


def signs(before: Grey, after: Grey, *, other: UUID | None = None) -> list[Sign]:
    """Return the signs of kinds PLACE and EDITED in `after`, held against `before`, whose photo is `other`."""
    return signs_of(compare(before, after), other=other)


def signs_of(found: Comparison, *, other: UUID | None = None) -> list[Sign]:
    """Return the signs of a comparison that was made already.

    One frame is told as EDITED alone: that it shows the same place then says nothing for the photo.
    """
    facts = facts_of(found)
    if found.is_frame and (found.changed > MOSTLY_CHANGED or found.least_likeness < ONE_EXPOSURE):
        return [Sign(Kind.EDITED, Tone.QUESTION, Strength.MODERATE, facts, other)]
    if found.is_frame:
        return [Sign(Kind.EDITED, Tone.AGAINST, Strength.STRONG, facts, other)]
    silent = Sign(Kind.EDITED, Tone.SILENT, Strength.WEAK, {}, other)
    if found.verdict == Verdict.CANNOT_TELL:
        return [Sign(Kind.PLACE, Tone.SILENT, Strength.WEAK, facts, other), silent]
    if found.is_photographed:
        return [Sign(Kind.PLACE, Tone.QUESTION, Strength.MODERATE, facts, other), silent]
    strength = Strength.STRONG if found.inliers >= MANY else Strength.MODERATE
    return [Sign(Kind.PLACE, Tone.FOR, strength, facts, other), silent]


def facts_of(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain JSON values: counts, pixels, and points and regions as shares of the pictures."""
    return {
        "verdict": found.verdict.value,
        "model": found.model,
        "how": list(found.how),
        "matches": found.matches,
        "inliers": found.inliers,
        "share": round(found.share, 3),
        "error_px": round(found.error_px, 2),
        "points": [list(line) for line in found.points],
        "is_edit": found.is_edit,
        "likeness": round(found.likeness, 3),
        "least_likeness": round(found.least_likeness, 3),
        "changed": round(found.changed, 4),
        "regions": [
            {
                "box": [round(side, 4) for side in region.box],
                "outline": [[round(x, 4), round(y, 4)] for x, y in region.outline],
                "area": round(region.area, 4),
                "is_stamp": region.is_stamp,
            }
            for region in found.regions
        ],
    }
