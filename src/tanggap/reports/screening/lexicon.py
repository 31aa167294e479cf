"""The words that the rules know: of the languages (words.toml), and of the city in its pack (`screening.toml`, which may be absent)."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FILE = "screening.toml"


def _listed(told: dict[str, object], key: str) -> frozenset[str]:
    return frozenset(str(told.get(key, "")).lower().split())


_TOLD = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
TITLES, SHORT_TITLES, PLACES, OFFICES, COMMON = (
    _listed(_TOLD, key) for key in ("titles", "short_titles", "places", "offices", "common")
)
RANKS = TITLES | _listed(_TOLD, "ranks")
_NEVER = COMMON | OFFICES | PLACES | TITLES


@dataclass(frozen=True, slots=True)
class Words:
    """A city's: `given` names of people there, `never` words that name nobody, `phrases` of more words that are places, plates' regions."""

    given: frozenset[str]
    never: frozenset[str]
    phrases: tuple[str, ...]
    plate_regions: frozenset[str]


def words() -> Words:
    """Return the words of the city that this installation serves (`TANGGAP_PACK`)."""
    return _read(settings.TANGGAP_PACK)


def is_no_name(word: str) -> bool:
    """Return whether a word, written large, is one of the language or the city rather than somebody's name."""
    low = word.lower()
    return low in _NEVER or low in words().never or (low.endswith("nya") and low[:-3] in COMMON)


@lru_cache(maxsize=4)
def _read(folder: Path) -> Words:
    """Return the words of a pack, none where it has no such file. Raises TOMLDecodeError, OSError on a broken one."""
    try:
        told = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        told = {}
    given, never, regions = (_listed(told, key) for key in ("given", "never", "plate_regions"))
    phrases = tuple(line.strip().lower() for line in str(told.get("phrases", "")).splitlines() if line.strip())
    return Words(given, never, phrases, frozenset(code.upper() for code in regions))
