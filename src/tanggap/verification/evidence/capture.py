"""Photos taken in the field app: what was signed, and what of it holds. The strongest sign there is, and still not the scene itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tanggap.reports import capturing
from tanggap.reports.models import Capture
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

NEAR_M, FAR_M = 150, 500  # the report's own pin is rarely better than a house or two
VAGUE_M = 200
AWAY, APART, VAGUE = "away", "apart", "vague"
WEIGHT: dict[str, tuple[Tone, Strength]] = {
    capturing.SIGNATURE: (Tone.AGAINST, Strength.STRONG),
    capturing.FOREIGN_KEY: (Tone.AGAINST, Strength.MODERATE),
    capturing.USED: (Tone.AGAINST, Strength.MODERATE),
    capturing.CHALLENGE: (Tone.AGAINST, Strength.MODERATE),
    capturing.FUTURE: (Tone.AGAINST, Strength.MODERATE),
    AWAY: (Tone.AGAINST, Strength.MODERATE),
    capturing.REVOKED_KEY: (Tone.QUESTION, Strength.MODERATE),
    capturing.UNKNOWN_KEY: (Tone.QUESTION, Strength.MODERATE),
    capturing.LATE: (Tone.QUESTION, Strength.MODERATE),
    APART: (Tone.QUESTION, Strength.WEAK),
    VAGUE: (Tone.QUESTION, Strength.WEAK),
    capturing.CLOCK: (Tone.QUESTION, Strength.WEAK),
    capturing.NO_PLACE: (Tone.QUESTION, Strength.WEAK),
    capturing.NO_CHALLENGE: (Tone.QUESTION, Strength.WEAK),
    capturing.UNSIGNED: (Tone.QUESTION, Strength.WEAK),
    capturing.OUTSIDE: (Tone.QUESTION, Strength.WEAK),
}
_TONES, _STRENGTHS = (Tone.AGAINST, Tone.QUESTION), (Strength.STRONG, Strength.MODERATE, Strength.WEAK)


def signs(photo_id: UUID) -> list[Sign]:
    """Return what the field app says of a photo: one sign, or none for a photo that did not come through it. One statement."""
    found = Capture.objects.select_related("photo__report").filter(pk=photo_id).first()
    return [] if found is None else [_sign(found)]


def _sign(found: Capture) -> Sign:
    problems = [*found.problems, *_of_place(found)]
    facts: dict[str, Any] = {
        "problems": problems,
        "at": _written(found.taken_at),
        "received_at": _written(found.received_at),
        "distance_m": found.distance_m,
        "accuracy_m": found.accuracy_m,
        "skew_seconds": found.skew_seconds,
        "word": found.word,
        "device": _whose(found),
        "in_app": found.is_in_app,
    }
    if not problems:
        return Sign(Kind.CAPTURED, Tone.FOR, Strength.STRONG, facts)
    weights = [WEIGHT[problem] for problem in problems if problem in WEIGHT]
    tone, strength = min(weights, key=lambda one: (_TONES.index(one[0]), _STRENGTHS.index(one[1])))
    return Sign(Kind.CAPTURED, tone, strength, facts)


def _of_place(found: Capture) -> list[str]:
    """Return what is off with the place: the phone's own error never counts against the photo."""
    if found.distance_m is None or found.accuracy_m is None:
        return []
    beyond = found.distance_m - found.accuracy_m
    if beyond > NEAR_M:
        return [AWAY if beyond > FAR_M else APART]
    return [VAGUE] if found.accuracy_m > VAGUE_M else []


def _whose(found: Capture) -> str:
    """Return in which part the owner of the device acted: `handler`, `validator` or `sender`; empty when no key of theirs signed."""
    if not found.is_signed:
        return ""
    if found.photo.role == PhotoRole.CHECK:
        return "validator"
    return "handler" if found.photo.report.assignee_id == found.staff_id else "sender"


def _written(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
