"""Finding a unit by what people call it."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache

from tanggap.agencies import queries as agencies
from tanggap.agencies.queries import UnitRow
from tanggap.places import queries as places

LONGEST = 80
KEPT = 8192  # texts: three of each unit of a large city


def units_like(text: str, *, limit: int = 8, without: Collection[str] = ()) -> list[UnitRow]:
    """Return active units each of whose asked words begins a word of the unit's names, code or area; best first.

    No statement. The shortest name that fits comes first: `lh timur` finds Suku Dinas Lingkungan Hidup before its posts.
    """
    asked = _words(text[:LONGEST])
    if not asked:
        return []
    found = []
    for row in agencies.units():
        if row.code in without:
            continue
        words = _kept_words(" ".join([*row.name.values(), row.code, places.full_name(row.area)]))
        initials = {_initials(name) for name in row.name.values()}
        if all(
            any(word.startswith(part) for word in words) or any(part in short for short in initials) for part in asked
        ):
            exact = sum(part in words for part in asked)
            found.append(((-exact, len(words), row.code), row))
    return [row for _rank, row in sorted(found, key=lambda pair: pair[0])[:limit]]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return letters.split()


@lru_cache(maxsize=KEPT)
def _kept_words(text: str) -> tuple[str, ...]:
    """Return the words of what a unit is called, looked at anew by no key that somebody types."""
    return tuple(_words(text))


def _initials(name: str) -> str:
    """Return the first letters of a name's words: `Suku Dinas Lingkungan Hidup` -> `sdlh`."""
    return "".join(word[0] for word in _kept_words(name))
