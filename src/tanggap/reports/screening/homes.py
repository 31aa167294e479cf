"""Where a person lives: the number of a house, where the text names a person or says whose home it is."""

import re
from collections.abc import Iterable, Iterator

_OWN = re.compile(
    r"\b(?:saya|kami|aku) (?:tinggal|bertempat tinggal|berdomisili|ngontrak|kos) di\b|\balamat(?: rumah)?(?: saya| kami|nya)?\s?:"
    r"|\b(?:alamat|rumah|kontrakan|kos(?:an)?) (?:saya|kami|aku)\b|\bI live (?:at|on|in)\b|\bmy (?:house|home|address)\b",
    re.I,
)
_NUMBER = re.compile(
    r"\b(?:no|nomor|nomer|number)\.?\s{0,2}(\d{1,4}\s?[A-Za-z]?)\b(?!\s?(?:kali|hari|orang|bulan|tahun))"
    r"|\b(?:blok|block)\s{1,2}([A-Z]{1,2}\s?\d{0,3}(?:\s?/\s?\d{1,3}|\s{1,2}no\.?\s{0,2}\d{1,3})?)\b"
    r"|\b[IVX]{1,4}/(\d{1,3}[A-Za-z]?)\b",
    re.I,
)
_NEAR = 60  # characters behind the name or the word for the home


def found(text: str, persons: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where the number of a house stands behind one of `persons` (spans) or behind "my house": from, to."""
    for end in (*(end for _start, end in persons), *(match.end() for match in _OWN.finditer(text))):
        stop = text.find("\n", end, end + _NEAR)
        for match in _NUMBER.finditer(text, end, stop if stop >= 0 else min(len(text), end + _NEAR)):
            yield match.span(match.lastindex or 0)
