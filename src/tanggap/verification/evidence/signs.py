"""What one check found in one photo, before it is kept: the common tongue of all checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tanggap.verification.evidence.words import Kind, Strength, Tone


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding of `kind` on a photo, `other` the picture that it is held against.

    `facts` are plain JSON values from which `telling/<kind>.py` makes the words, so that a finding is read in any language;
    nothing in them names a person. Points in pictures are shares of width and height, 0 to 1 from the upper left.
    """

    kind: Kind
    tone: Tone
    strength: Strength = Strength.WEAK
    facts: Mapping[str, Any] = field(default_factory=dict)
    other: UUID | None = None
