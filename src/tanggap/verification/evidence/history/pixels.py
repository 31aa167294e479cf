"""What the pixels contradict of the file's own account: a camera's file that was saved again, a small picture of something else."""

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone


def signs(facts: Mapping[str, Any], *, has_camera: bool) -> Iterator[Sign]:
    """Yield what the pixels say. A second compression is told only of a file that claims to be a camera's: messengers do it to all."""
    small = facts.get("thumbnail", {})
    if small.get("state") == "other":
        yield _sign("thumbnail_other", Strength.STRONG, likeness=small.get("likeness"))
    elif small.get("state") == "part":
        yield _sign(
            "thumbnail_part", Strength.STRONG, regions=[_outlined(*small["region"])], likeness=small.get("likeness")
        )
    if has_camera and facts.get("saved", {}).get("is_twice"):
        yield _sign("saved_twice", Strength.WEAK)


def _outlined(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    """Return a box as the drawings take regions (evidence.place)."""
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    area = round((right - left) * (bottom - top), 4)
    return {"box": [left, top, right, bottom], "outline": corners, "area": area, "is_stamp": False}


def _sign(check: str, strength: Strength, **facts: Any) -> Sign:
    return Sign(Kind.HISTORY, Tone.QUESTION, strength, {"check": check, **facts})
