"""What a photo's file says of itself. The original bytes are read in a confined child that may die (`reading`, `child`, `inside`);
`signs` holds what it read against the claim. Everything in a file is its sender's word: good for questions, not for proof.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec

from tanggap.verification.evidence.history import credentials, making, pixels, positions, screens, times
from tanggap.verification.evidence.history.reading import CREDENTIALS, PIXELS, SAYS, Reading, read
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

__all__ = ["absent", "signs"]


def signs(
    original: bytes,
    *,
    at: datetime,
    place: tuple[float, float] | None,
    device: str | None = None,
    reported_at: datetime | None = None,
) -> list[Sign]:
    """Return what the file speaks of, never empty. Raises what is not the file's fault (`reading.read`): try again.

    `at`: when the claim came; `place`: the report's point (lon, lat); `device`: the model that the sender's device called itself;
    `reported_at`: when the report came, so that a picture of the work cannot be older. A look that the file itself brings down is
    told as such and hurts no other. Slow (0.1 to 1 s): never inside a transaction.
    """
    reading = read(original)
    found = list(_found(reading, at=at, place=place, device=device, reported_at=reported_at))
    return found or [Sign(Kind.HISTORY, Tone.SILENT, Strength.WEAK, {"check": _silence(reading)})]


def absent() -> list[str]:
    """Return the looks that this installation cannot take: Content Credentials need the extra `forensics`."""
    return [] if find_spec("c2pa") else [CREDENTIALS]


def _found(
    reading: Reading,
    *,
    at: datetime,
    place: tuple[float, float] | None,
    device: str | None,
    reported_at: datetime | None,
) -> Iterator[Sign]:
    says = reading.facts.get(SAYS, {})
    yield from times.signs(says, at=at, reported_at=reported_at)
    yield from positions.signs(says, place=place)
    yield from making.signs(says, device=device)
    yield from screens.signs(says)
    yield from credentials.signs(reading.facts.get(CREDENTIALS, {}))
    yield from pixels.signs(reading.facts.get(PIXELS, {}), has_camera=says.get("has_camera", False))
    for look in reading.failed:
        yield Sign(Kind.HISTORY, Tone.QUESTION, Strength.WEAK, {"check": "unread", "look": look})


def _silence(reading: Reading) -> str:
    return "nothing" if reading.facts.get(SAYS, {}).get("has_camera") else "no_camera"
