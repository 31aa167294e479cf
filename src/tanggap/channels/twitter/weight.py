"""How long a post is by X's own count, and how to make one fit (twitter-text, configuration 3: 280, links 23, emoji and CJK 2).

Where we cannot know what X does, as with words that look like a web address, the count is the higher one: a post that fits here fits there.
"""

import re
import unicodedata

MOST = 280
LINK = 23
ELLIPSIS = "…"

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_URL = re.compile(r"https?://[^\s]+", re.I)
_DOMAIN = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?:[/?#][^\s]*)?")
_EMOJI_BASE = (
    r"[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_EMOJI_ONE = rf"{_EMOJI_BASE}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"
_EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_EMOJI_ONE}(?:\u200d{_EMOJI_ONE})*[\U000e0020-\U000e007f]*"
)
_PIECE = re.compile(
    rf"(?P<url>{_URL.pattern})|(?P<domain>{_DOMAIN.pattern})|(?P<emoji>{_EMOJI.pattern})|.", re.I | re.S
)


def weight(text: str) -> int:
    """Return how many of the 280 characters `text` takes."""
    return sum(weigh for _piece, weigh in _weighed(unicodedata.normalize("NFC", text)))


def fit(text: str, most: int = MOST) -> str:
    """Return `text`, shortened to `most` with an ellipsis. A link that it ends with stays whole: it says where the rest stands."""
    text = unicodedata.normalize("NFC", text.strip())
    if weight(text) <= most:
        return text
    head, _blank, last = text.rpartition(" ")
    tail = f" {last}" if head and _URL.fullmatch(last) else ""
    room = most - weight(ELLIPSIS) - weight(tail)
    kept, taken = "", 0
    for piece, weigh in _weighed(head if tail else text):
        if taken + weigh > room:
            break
        kept, taken = kept + piece, taken + weigh
    whole_words = kept.rsplit(None, 1)[0] if len(kept.split()) > 1 and not kept[-1:].isspace() else kept
    return f"{whole_words.rstrip()}{ELLIPSIS}{tail}"


def _weighed(text: str) -> list[tuple[str, int]]:
    """Return the pieces of a text that count together, each with its weight."""
    return [(found.group(), _weight_of(found)) for found in _PIECE.finditer(text)]


def _weight_of(found: re.Match[str]) -> int:
    if found["url"]:
        return LINK
    if found["domain"]:
        return max(LINK, sum(_of_character(each) for each in found["domain"]))
    return 2 if found["emoji"] else _of_character(found.group())


def _of_character(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2
