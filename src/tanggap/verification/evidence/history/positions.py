"""The position in the file against the report's point. Only the distance leaves: where else a camera was is nobody's business."""

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.places.locate import distance_m
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

NEAR_M, FAR_M, ELSEWHERE_M = (
    200,
    1_000,
    10_000,
)  # between houses a telephone is 5 to 100 m wrong; an old position some hundred


def signs(facts: Mapping[str, Any], *, place: tuple[float, float] | None) -> Iterator[Sign]:
    """Yield what the file's position says of a report at `place` (lon, lat)."""
    if place is None or "lon" not in facts or "lat" not in facts:
        return
    away, doubt = distance_m(*place, facts["lon"], facts["lat"]), facts.get("gps_error_m", 0)
    metres = _rounded(away)
    if away - doubt > FAR_M:
        tone = Tone.AGAINST if away - doubt > ELSEWHERE_M else Tone.QUESTION
        yield Sign(Kind.HISTORY, tone, Strength.MODERATE, {"check": "place_away", "metres": metres})
    elif away - doubt > NEAR_M:
        yield Sign(Kind.HISTORY, Tone.QUESTION, Strength.WEAK, {"check": "place_away", "metres": metres})
    elif away <= NEAR_M:
        yield Sign(Kind.HISTORY, Tone.FOR, Strength.WEAK, {"check": "place_fits", "metres": metres})


def _rounded(metres: float) -> int:
    """Return the distance to 10 m, beyond 1 km to two figures."""
    step = 10 if metres < 1_000 else 100 if metres < 10_000 else 1_000 if metres < 100_000 else 10_000
    return round(metres / step) * step
