"""What somebody types as a question to the search table: words by their stem, names of places and categories, pieces of a code.

A report's lexemes (migration `reports_search`) are its words in its language's stem, and facts after a letter: `u:` the unit that answers
for it, `h:` units that had it, `a:` area, `k:` category, `c:` the three groups of its code, `w:` the week in which it was received.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.catalog import queries as catalog
from tanggap.core.ids import ALPHABET
from tanggap.core.shelf import Shelf
from tanggap.places import gazetteer
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries.desk.filters import Named, areas_within

LONGEST = 200
MOST_WORDS = 12
LONGEST_NAME = 4  # words of a name of a place or a category
LANGUAGES = ("indonesian", "english")
SURE = 85.0  # of a place that the gazetteer understands in spite of a misspelling
# PostgreSQL stems Indonesian but knows none of its stop words: they are left out of what is asked, unless nothing else was typed.
_STOP = """ada adalah agar akan anda atau bagi bahwa bu dan dari dengan di dalam ini itu juga kami karena ke kepada kita lagi mohon nya
oleh pada pak para saja sangat saya secara sehingga sejak seperti sudah supaya telah tersebut tolong untuk yang yg"""
STOP = frozenset(_STOP.split())
_LEVELS = {"kelurahan", "kecamatan", "kota", "kel", "kec", "kel.", "kec."}
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that belong together, and facts any of which may stand for them."""

    words: str
    facts: tuple[str, ...] = ()


def says(typed: str, named: Named) -> str:
    """Return the condition that a report says what was typed, as SQL over `reports_report`."""
    return f"id IN (SELECT s.report_id FROM reports_search AS s WHERE s.words @@ {query(pieces(typed), named)})"  # noqa: S608


def query(found: Iterable[Piece], named: Named) -> str:
    """Return the pieces, all of which a report must hold, as an SQL tsquery. The words of each stand in any of LANGUAGES."""
    asked = [_asked(piece, named) for piece in found]
    return f"({' && '.join(asked)})" if asked else "''::tsquery"


def any_of(facts: Iterable[str], named: Named) -> str:
    """Return that one of these facts is true of a report, as an SQL tsquery."""
    return f"{named(' | '.join(_quoted(fact) for fact in facts))}::tsquery"


def pieces(typed: str) -> list[Piece]:
    """Return what was typed, in pieces: known names, pieces of a code, and the rest together, whose stop words count for nothing."""
    tokens, known = _tokens(typed), names.all()
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


def misspelt_place(typed: str) -> tuple[str, str] | None:
    """Return (area, its name) when what was typed is most likely a place whose name is written otherwise."""
    text = " ".join(_tokens(typed))
    if len(text) < 4 or names.get(text) is not None:
        return None
    best = next(iter(gazetteer.suggest(text, 1)), None)
    return (best.area, places.full_name(best.area)) if best and best.score >= SURE and places.area(best.area) else None


def code_pieces(typed: str) -> list[Piece] | None:
    """Return the question for a code of which a part is missing or one character is wrong, None for what is no code.

    Begun codes are found by their groups; in a whole one with a mistake two of the three groups are right.
    """
    squeezed = re.sub(r"[\s\-–—_.]", "", typed.upper())
    prefix = city().prefix
    if not squeezed.startswith(prefix) and not re.search(r"[-–—]", typed):
        return None
    body = squeezed.removeprefix(prefix).translate(_LOOKALIKES)
    if not 3 <= len(body) <= 11 or any(character not in ALPHABET for character in body):
        return None
    groups = [group for group in (body[:4], body[4:8], body[8:]) if group]
    if len(body) < 11:
        return [
            Piece("", (f"c:{group}*" if number == len(groups) - 1 else f"c:{group}",))
            for number, group in enumerate(groups)
        ]
    first, second, third = (f"c:{group}" for group in groups)
    third = f"{third[:-1]}*"
    return [Piece("", (first, second)), Piece("", (first, third)), Piece("", (second, third))]


def fold(text: str) -> str:
    """Return `text` in small letters without accents, as the search table keeps it."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))


def _tokens(typed: str) -> list[str]:
    return re.findall(r"[\w.]*\w", fold(typed[:LONGEST].replace("\x00", " ")))[:MOST_WORDS]


def _names() -> dict[str, tuple[str, ...]]:
    """Return the facts that a name stands for: an area with all that lies in it, a category with all that is in it."""
    found: dict[str, list[str]] = {}
    for area in places.areas():
        found.setdefault(fold(area.name), []).append(area.code)
    facts = {
        name: tuple(f"a:{inside}" for code in codes for inside in areas_within(code)) for name, codes in found.items()
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
    group = token.upper().translate(_LOOKALIKES)
    is_group = len(token) in {3, 4} and any(one.isdigit() for one in token) and any(one.isalpha() for one in token)
    return group if is_group and all(one in ALPHABET for one in group) else ""


def _asked(piece: Piece, named: Named) -> str:
    asked = []
    if piece.words:
        said = named(piece.words)
        asked += [f"plainto_tsquery('pg_catalog.{language}', {said})" for language in LANGUAGES]
    if piece.facts:
        asked.append(any_of(piece.facts, named))
    return f"({' || '.join(asked)})"


def _quoted(fact: str) -> str:
    """Return a fact as a tsquery's lexeme; a star at its end stands for any continuation."""
    plain = fact.removesuffix("*").replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}':*" if fact.endswith("*") else f"'{plain}'"
