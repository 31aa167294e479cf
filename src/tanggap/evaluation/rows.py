"""What is read of issued documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tanggap.insight.statistics import Selection


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as it was issued; `file_hash` is the SHA-256 of its file, empty where none was made."""

    number: str
    kind: str
    title: str
    language: str
    selection: Selection
    file_hash: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was issued."""

    code: str
    query: str
    letters: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    lack: str


@dataclass(frozen=True, slots=True)
class Again:
    """A figure as it was issued and as it is now: `since` is a `words.Since`; `now` is None where it can no longer be computed."""

    then: Figure
    now: Figure | None
    since: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A document computed anew.

    `arrived` events were counted since it was issued (at most `issuing.MOST` are looked at), and `late` of these happened in its period
    or before: they came afterwards.
    """

    document: Issued
    figures: tuple[Again, ...]
    arrived: int
    late: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many figures are the same, and how many changed by what."""
        found: dict[str, int] = {}
        for one in self.figures:
            found[one.since] = found.get(one.since, 0) + 1
        return found
