"""What stands for a person in one piece: addresses of mail, names in networks, number plates."""

import re
from collections.abc import Iterator

from tanggap.reports.screening import lexicon

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<![\w/])@\w[\w.]{1,29}")
_SPOKEN_MAIL = re.compile(
    r"[\w.+-]{1,64}\s?[\[({]\s?at\s?[\])}]\s?[\w-]{1,63}(?:\s?(?:\.|[\[({]\s?dot\s?[\])}])\s?[\w-]{2,63}){1,3}"
    r"|[\w.+-]{2,64} at (?:gmail|yahoo|ymail|outlook|hotmail|icloud|proton)(?:\s?(?:\.| dot )\s?(?:com|co|id|me)){1,2}",
    re.I,
)
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?\b(?:wa\.me|t\.me|instagram\.com|facebook\.com|fb\.com|fb\.me|tiktok\.com|twitter\.com|x\.com"
    r"|threads\.net|linkedin\.com)/[^\s,;<>\"']{1,200}",
    re.I,
)
_AT = re.compile(r"\bat\b", re.I)
_OF_A_NETWORK = re.compile(
    r"\b(?:ig|instagram|insta|fb|facebook|tiktok|twitter|telegram|line)\s?[:=]\s?(@?[\w.]{3,30})", re.I
)
_PLATE = re.compile(
    r"(?<![^\W_])(?<![^\W_]-)([A-Za-z]{1,2})([ .\-]{0,2})(\d{1,4})([ .\-]{0,2})([A-Za-z]{1,3})(?![^\W_]|-[^\W_])"
)
_PLATE_CUE = re.compile(r"\b(?:plat|pelat|nopol|nomor polisi|no\.? ?pol|plate|licen[cs]e|tag)\b[^\n\d]{0,16}$", re.I)
_CUED_PLATE = re.compile(
    r"\b(?:plate|licen[cs]e plate|license|tag)(?: number| no\.?)?\s?[:#]?\s"
    r"((?=[A-Z0-9 -]{0,7}\d)(?=[A-Z0-9 -]{0,7}[A-Z])[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5})\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:blok|block|lantai|lt|tower|gedung|ruko|unit"
    r"|kavling|kav|jalur|koridor|gate|gerbang|pintu|no)\.?\s{0,2}$",
    re.I,
)
_NO_SERIES = re.compile(
    r"rt|rw|km|no|di|jl|pm|am|kk|kg|cm|mm|lt|wib|dan|yg|org|jt|rb|thn"
    r"|hr|ke|x|an|ml|ha|st|nd|rd|th",
    re.I,
)
_LONGEST_CUE = 32


def found(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an address, a name in a network or a number plate stands: from, to."""
    if "@" in text:
        yield from (match.span() for match in _MAIL.finditer(text))
    if _AT.search(text):
        yield from (match.span() for match in _SPOKEN_MAIL.finditer(text))
    if "/" in text:
        yield from (match.span() for match in _PROFILE.finditer(text))
    yield from (match.span(1) for match in _OF_A_NETWORK.finditer(text))
    yield from (match.span(1) for match in _CUED_PLATE.finditer(text))
    regions = lexicon.words().plate_regions
    for match in _PLATE.finditer(text):
        if match[1].upper() in regions and _is_plate(text, match):
            yield match.span()


def _is_plate(text: str, match: re.Match[str]) -> bool:
    """Return whether letters, digits and letters are a plate: in capitals, or with so many signs, or where a word before says so."""
    before = text[max(0, match.start() - _LONGEST_CUE) : match.start()]
    if _NO_SERIES.fullmatch(match[5]) or _NOT_BEFORE.search(before):
        return False
    if match[1].isupper() and match[5].isupper():
        return True
    is_written_so = match[1].islower() and match[5].islower() and len(match[3]) > 2 and len(match[5]) > 1
    return is_written_so or bool(_PLATE_CUE.search(before))
