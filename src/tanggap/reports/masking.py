"""What the public reads of the words of others: their own, screened of what tells who somebody is.

    public_text(report)    the words of a report, for everybody
    masked(text)           any other words, screened

Nothing but these two brings a reporter's words before the public.
"""

import re
from typing import Protocol

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\+?\d(?:[ .\-]?\d){8,18}(?![\w])")
_PLATE = re.compile(r"\b[A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3}\b")
_HANDLE = re.compile(r"(?<![\w/])@\w{2,30}")
HIDDEN = "•••"


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
    """Return `text` with e-mail addresses, long numbers (phone, NIK, accounts), number plates and @handles hidden.

    Works on at most 10,000 characters, which is what intake accepts, in linear time.
    """
    for pattern in (_EMAIL, _LONG_NUMBER, _PLATE, _HANDLE):
        text = pattern.sub(HIDDEN, text)
    return text
