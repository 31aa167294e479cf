"""What a source says of a selection."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Said:
    """A number in its own unit (shares 0 to 1), None where there is none: then `reason` says why.

    `n` is from how many cases it is, `hits` for how many of them it holds (of a share). `since` is from when on it is known, where that
    lies within the period. `low` and `high` are the ends of its 95 % interval, where its source makes one.
    """

    value: float | None
    n: int = 0
    hits: int = 0
    reason: str = ""
    since: date | None = None
    low: float | None = None
    high: float | None = None


def share(hits: int, n: int, *, reason: str = "", since: date | None = None) -> Said:
    """Return a share; of none there is no value, and `reason` says why."""
    return Said(hits / n, n, hits, since=since) if n else Said(None, 0, 0, reason)
