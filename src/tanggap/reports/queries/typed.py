"""What somebody types, taken apart: known names of places and categories, groups of a code, and words by their stem.

What is asked of a search table is made of it: the desk's (`queries.desk.words`) and the public one (`queries.public.words`). The lexemes
of both are words in their language's stem, and facts after a letter (migration `searches_kept`).
"""

import re
import unicodedata
from dataclasses import dataclass

from tanggap.catalog import queries as catalog
from tanggap.core.ids import ALPHABET
from tanggap.core.shelf import Shelf
from tanggap.places import queries as places

LONGEST = 200
MOST_WORDS = 12
LONGEST_NAME = 4  # words of a name of a place or a category
LANGUAGES = ("indonesian", "english")
# PostgreSQL stems Indonesian but knows none of its stop words: they are left out of what is asked, unless nothing else was typed.
_STOP = """ada adalah agar akan anda atau bagi bahwa bu dan dari dengan di dalam ini itu juga kami karena ke kepada kita lagi mohon nya
oleh pada pak para saja sangat saya secara sehingga sejak seperti sudah supaya telah tersebut tolong untuk yang yg"""
STOP = frozenset(_STOP.split())
_LEVELS = {"kelurahan", "kecamatan", "kota", "kel", "kec", "kel.", "kec."}
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that belong together, and facts any of which may stand for them."""

    words: str
    facts: tuple[str, ...] = ()


def pieces(typed: str) -> list[Piece]:
    """Return what was typed, in pieces: known names, pieces of a code, and the rest together, whose stop words count for nothing."""
    tokens, known = tokens_of(typed), names.all()
    found, rest, at = [], [], 0
    while at < len(tokens):
        piece, length = _name_at(tokens, at, known)
        if piece:
            found.append(piece)
        elif tokens[at] not in _LEVELS or at + 1 == len(tokens):
            code = _code_group(tokens[at])
            if code:
                found.append(Piece(tokens[at], (f"c:{code}*",)))
            else:
                rest.append(tokens[at])
        at += length
    telling = [word for word in rest if word not in STOP] or ([] if found else rest)
    return [*found, Piece(" ".join(telling))] if telling else found


def fold(text: str) -> str:
    """Return `text` in small letters without accents, as the search table keeps it."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))


def tokens_of(typed: str) -> list[str]:
    """Return what was typed word by word, folded; at most `MOST_WORDS` of its first `LONGEST` characters."""
    return re.findall(r"[\w.]*\w", fold(typed[:LONGEST].replace("\x00", " ")))[:MOST_WORDS]


def _names() -> dict[str, tuple[str, ...]]:
    """Return the facts that a name stands for: an area with all that lies in it, a category with all that is in it."""
    found: dict[str, list[str]] = {}
    for area in places.areas():
        found.setdefault(fold(area.name), []).append(area.code)
    facts = {
        name: tuple(f"a:{area}" for code in codes for area in places.within(code)) for name, codes in found.items()
    }
    for row in catalog.categories():
        below = [f"k:{leaf.code}" for leaf in catalog.categories() if row.code in {leaf.code, leaf.parent}]
        for label in row.name.values():
            facts[fold(label)] = (*facts.get(fold(label), ()), *below)
    return facts


names: Shelf[str, tuple[str, ...]] = Shelf(_names)


def _name_at(tokens: list[str], at: int, known: dict[str, tuple[str, ...]]) -> tuple[Piece | None, int]:
    for length in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
        name = " ".join(tokens[at : at + length])
        if name in known:
            return Piece(name, known[name]), length
    return None, 1


def _code_group(token: str) -> str:
    """Return a group of a code that a single word may be: three or four characters with a digit among them."""
    group = token.upper().translate(LOOKALIKES)
    is_group = len(token) in {3, 4} and any(one.isdigit() for one in token) and any(one.isalpha() for one in token)
    return group if is_group and all(one in ALPHABET for one in group) else ""


def quoted(fact: str) -> str:
    """Return a fact as a tsquery's lexeme; a star at its end stands for any continuation."""
    plain = fact.removesuffix("*").replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}':*" if fact.endswith("*") else f"'{plain}'"
