"""The acts that take something out of the public's sight or give it back, and the words of a text that can be hidden."""

import re
from collections.abc import Collection

from tanggap.reports.masking import HIDDEN, masked

WITHHOLD, RELEASE = "reports.withhold", "reports.release"
HIDE_PHOTO, SHOW_PHOTO = "reports.hide_photo", "reports.show_photo"
CUT_WORDS, SHOW_WORDS = "reports.cut_words", "reports.show_words"
FLAG, SETTLE = "reports.flag", "reports.settle_flags"
_WORD = re.compile(r"\S+")
_HIDDEN_RUN = re.compile(rf"{HIDDEN}(?:\s+{HIDDEN})+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order: what `cut_words` counts."""
    return _WORD.findall(text)


def without_words(text: str, places: Collection[int]) -> str:
    """Return `text` without the words at these places, screened; what stands side by side is hidden as one."""
    found = list(_WORD.finditer(text))
    pieces, at = [], 0
    for place in sorted(set(places)):
        pieces += [text[at : found[place].start()], HIDDEN]
        at = found[place].end()
    return _HIDDEN_RUN.sub(HIDDEN, masked("".join([*pieces, text[at:]])))
