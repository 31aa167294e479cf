"""Content Credentials against the photo: a declared AI edit weighs much, a signature that holds little, none at all nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

VALID, TRUSTED, INVALID, ELSEWHERE = "valid", "trusted", "invalid", "elsewhere"
DECLARED = ("generated", "ai_edited", "drawn", "screen")


def signs(facts: Mapping[str, Any]) -> Iterator[Sign]:
    """Yield what the credentials say; nothing for a file without them, as most are."""
    state, origins = facts.get("state"), facts.get("origins", ())
    holds = state in (VALID, TRUSTED)
    if state == INVALID:
        yield _sign("credentials_invalid", Tone.QUESTION, Strength.MODERATE, why=facts.get("why", "other"))
    if declared := next((one for one in DECLARED if one in origins), None):
        tone = Tone.QUESTION if declared == "screen" else Tone.AGAINST
        strength = Strength.STRONG if holds and declared in DECLARED[:2] else Strength.MODERATE
        yield _sign(
            "credentials_declare", tone, strength, origin=declared, tools=facts.get("tools", [])[:3], holds=holds
        )
    elif facts.get("is_changed") or "edited" in origins:
        yield _sign(
            "credentials_edited", Tone.QUESTION, Strength.MODERATE, tools=facts.get("tools", [])[:3], holds=holds
        )
    elif state == TRUSTED and "captured" in origins:
        yield _sign("credentials_captured", Tone.FOR, Strength.MODERATE)
    elif holds:
        yield _sign("credentials_unknown", Tone.SILENT, Strength.WEAK)
    elif state == ELSEWHERE:
        yield _sign("credentials_elsewhere", Tone.SILENT, Strength.WEAK)


def _sign(check: str, tone: Tone, strength: Strength, **facts: Any) -> Sign:
    return Sign(Kind.HISTORY, tone, strength, {"check": check, **facts})
