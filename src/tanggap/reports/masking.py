"""What the public reads of the words of others: their own, screened of what tells who somebody is.

    public_text(report)    the words of a report, for everybody
    masked(text)           any other words, screened

Nothing but these two brings a reporter's words before the public.
"""

from functools import lru_cache
from typing import Protocol

from tanggap.reports import screening

HIDDEN = "•••"
LONGEST_KEPT = 2_000  # characters; longer texts are rare, and screened anew


class Told(Protocol):
    """What of a report decides what the public reads of its words."""

    @property
    def text(self) -> str: ...

    @property
    def public_text(self) -> str | None: ...


def public_text(report: Told) -> str:
    """Return what everybody may read of a report's words: what a person chose (`reports.cut_words`), else the words screened."""
    return masked(report.text) if report.public_text is None else report.public_text


def masked(text: str) -> str:
    """Return `text` with numbers, addresses, plates and names of persons hidden (`reports.screening`), in time linear in its length."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _masked(text)


def _masked(text: str) -> str:
    pieces, at = [], 0
    for start, end in screening.found(text):
        pieces += [text[at:start], HIDDEN]
        at = end
    return "".join([*pieces, text[at:]])


_kept = lru_cache(maxsize=4_096)(_masked)
