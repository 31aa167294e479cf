"""What an SMS can carry: the GSM 7-bit alphabet or UTF-16, how many parts a text takes, and how it is cut (3GPP TS 23.038, 23.040)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
ESCAPE: Final = 0x1B
_ONE = frozenset(BASIC) - {"\x1b"}
_TWO = frozenset(EXTENDED.values())

GSM7, UCS2 = "gsm7", "ucs2"
ALONE: Final = {GSM7: 160, UCS2: 70}
"""Units (septets, UTF-16 units) of a message in one part."""
IN_PARTS: Final = {GSM7: 153, UCS2: 67}
"""Units of each part of a longer one: six bytes are its user data header."""

_PLAINER = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
        "…": "...", "•": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": None, "\ufeff": None, "\t": " ", "`": "'",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text travels: its coding, its length in that coding's units, and in how many parts."""

    coding: str
    units: int
    parts: int


def plainer(text: str) -> str:
    """Return the text with typographic marks as typewriters have them: one curly quote would cost more than half of each part."""
    return text.translate(_PLAINER).replace("\r\n", "\n")


def measure(text: str) -> Measure:
    """Return how `text` travels."""
    coding = coding_of(text)
    units = sum(_units(letter, coding) for letter in text)
    return Measure(coding, units, sum(1 for _ in _cut(text, coding)))


def coding_of(text: str) -> str:
    """Return `gsm7` when each letter is of that alphabet, `ucs2` otherwise."""
    return GSM7 if all(letter in _ONE or letter in _TWO for letter in text) else UCS2


def split(text: str) -> list[str]:
    """Return the text's parts, each as long as fits; no letter is cut in two. An empty text is one empty part."""
    return list(_cut(text, coding_of(text)))


def fitted(text: str, *, most_parts: int) -> str:
    """Return `text`, shortened at a word when it takes more than `most_parts`; a link at its end stays whole."""
    if measure(text).parts <= most_parts:
        return text
    words = text.split(" ")
    end = f" {words.pop()}" if words[-1].startswith("https://") else ""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(f"{' '.join(words[:middle])}...{end}").parts <= most_parts:
            low = middle
        else:
            high = middle - 1
    if low:
        return f"{' '.join(words[:low])}...{end}"
    return "".join(split(text)[: most_parts - 1 or 1])


def decoded(data: bytes, coding: str) -> str:
    """Return the text of a part's bytes: `gsm7` with one septet a byte, `latin1`, or `ucs2` (UTF-16BE); half a pair stays half."""
    if coding == UCS2:
        return data[: len(data) // 2 * 2].decode("utf-16-be", "surrogatepass")
    return data.decode("latin-1") if coding == "latin1" else "".join(_letters(data))


def _letters(data: bytes) -> Iterator[str]:
    is_escaped = False
    for byte in data:
        septet = byte & 0x7F
        if is_escaped:
            yield EXTENDED.get(septet, BASIC[septet] if septet != ESCAPE else " ")
            is_escaped = False
        elif septet == ESCAPE:
            is_escaped = True
        else:
            yield BASIC[septet]


def _cut(text: str, coding: str) -> Iterator[str]:
    if sum(_units(letter, coding) for letter in text) <= ALONE[coding]:
        yield text
        return
    begun, used = 0, 0
    for at, letter in enumerate(text):
        units = _units(letter, coding)
        if used + units > IN_PARTS[coding]:
            yield text[begun:at]
            begun, used = at, 0
        used += units
    yield text[begun:]


def _units(letter: str, coding: str) -> int:
    if coding == GSM7:
        return 2 if letter in _TWO else 1
    return 2 if ord(letter) > 0xFFFF else 1
