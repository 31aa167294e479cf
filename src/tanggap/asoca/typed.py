"""What people typed, made fit to be kept. Raises Invalid naming the field."""

import re
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid

SHORT: Final = 200  # characters of a title, a role, a document's name
LONG: Final = 1000  # of an element, a strategy, an action
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
MOST_MONEY: Final = 10**15
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s]*|https?://[^\s/?#]+/[^\s]*", re.IGNORECASE)


def words(field: str, text: str, *, most: int = LONG, required: bool = True) -> str:
    """Return `text` trimmed, without control characters and what turns the reading direction. At most `most` characters."""
    cleaned = _UNFIT.sub("", text).strip()
    if required and not cleaned:
        raise Invalid({field: _("Please write something here.")})
    if len(cleaned) > most:
        raise Invalid({field: _("At most %(most)d characters; shorten the text.") % {"most": most}})
    return cleaned


def line(field: str, text: str, *, required: bool = True) -> str:
    """Return `text` as one line of at most `SHORT` characters."""
    return words(field, " ".join(_UNFIT.sub("", text).split()), most=SHORT, required=required)


def document(field: str, text: str) -> str:
    """Return where a document is: an http(s) address, or a name by which it is found in the archive."""
    said = words(field, text, most=LONG)
    if ":" in said.partition("/")[0] and not _ADDRESS.fullmatch(said):
        raise Invalid({field: _("Give an address that begins with https://, or the document’s name and number.")})
    return said


def day(field: str, given: date) -> date:
    """Return a day between the years 1900 and 2200."""
    if not EARLIEST_YEAR <= given.year <= LATEST_YEAR:
        raise Invalid({field: _("This is no day that can be meant here.")})
    return given


def money(field: str, given: int | None) -> int | None:
    """Return a budget of at least nothing, None for one that is not known."""
    if given is not None and not 0 <= given <= MOST_MONEY:
        raise Invalid({field: _("A budget is a whole amount, from 0 up.")})
    return given
