"""Which program or device the file names, and what it declares of its origin."""

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.verification.evidence.history import tools
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

DECLARED = {  # origin, strongest first
    "generated": (Tone.AGAINST, Strength.STRONG),
    "ai_edited": (Tone.AGAINST, Strength.STRONG),
    "drawn": (Tone.AGAINST, Strength.MODERATE),
    "screen": (Tone.QUESTION, Strength.MODERATE),
    "edited": (Tone.QUESTION, Strength.MODERATE),
}
WEIGHT = {
    tools.GENERATOR: (Tone.AGAINST, Strength.STRONG),
    tools.EDITOR: (Tone.QUESTION, Strength.MODERATE),
    tools.KEEPER: (Tone.QUESTION, Strength.WEAK),
}


def signs(facts: Mapping[str, Any], *, device: str | None) -> Iterator[Sign]:
    """Yield what the file says of its making. `device`: the model that the sender's device called itself, where known."""
    named = [tools.BY_KEY[key] for key in facts.get("tools", ()) if key in tools.BY_KEY]
    declared = next((origin for origin in DECLARED if origin in facts.get("origins", ())), None)
    if declared:
        tone, strength = DECLARED[declared]
        yield Sign(Kind.HISTORY, tone, strength, {"check": "declared", "origin": declared})
    for what, (tone, strength) in WEIGHT.items():
        keys = [one.key for one in named if one.what == what]
        if keys and (what != tools.KEEPER or len(keys) == len(named)):
            yield Sign(Kind.HISTORY, tone, strength, {"check": what, "tools": keys[:3]})
    model = facts.get("model", "")
    if device and model and not _alike(device, model):
        yield Sign(Kind.HISTORY, Tone.QUESTION, Strength.WEAK, {"check": "device", "model": model})


def _alike(one: str, other: str) -> bool:
    """Return whether two names may mean one device: makers write them with and without their own name."""
    first, second = ("".join(filter(str.isalnum, name.lower())) for name in (one, other))
    return not first or not second or first in second or second in first
