"""What a scanner types: the address that a receipt's QR code holds, or the code. The key in a private link goes no further than here."""

import re
from functools import lru_cache

from tanggap.core.ids import read_code
from tanggap.places.city import city

LONGEST_WORD = 1_000  # no address of ours is longer
SHORTEST_LINK = 28  # a code, a stroke, and the shortest key that could open anything
_BLANKS = re.compile(r"(\s+)")
_NO_LETTER = re.compile(r"[^0-9A-Za-z]")


def without_links(typed: str) -> str:
    """Return what was typed with the code in place of each private link: nobody but the reporter may open or keep one."""
    if len(typed) < SHORTEST_LINK or city().prefix not in typed.upper():
        return typed
    return "".join(code_in_link(word) or word for word in _BLANKS.split(typed))


def code_in_link(word: str) -> str | None:
    """Return the code in a word that is a private link, None for any other word.

    Scanners type as on an American keyboard: on another one the strokes between the letters come out as something else.
    """
    is_one = SHORTEST_LINK <= len(word) <= LONGEST_WORD and not _BLANKS.search(word)
    found = _link(city().prefix).search(word) if is_one else None
    return read_code(_NO_LETTER.sub("", found[1]), city().prefix) if found else None


def scanned(typed: str) -> str | None:
    """Return the code when nothing but a receipt's address or its code was typed, None otherwise."""
    word = typed.strip()
    return code_in_link(word) or read_code(word, city().prefix)


@lru_cache
def _link(prefix: str) -> re.Pattern[str]:
    between = r"[^0-9A-Z\s]"
    code = rf"{prefix}{between}?[0-9A-Z]{{4}}{between}?[0-9A-Z]{{4}}{between}?[0-9A-Z]{{3}}"
    return re.compile(rf"(?<![0-9A-Z])({code}){between}{{1,3}}[0-9A-F]{{12,}}", re.IGNORECASE)
