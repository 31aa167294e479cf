"""What somebody types as a question to the search table: words by their stem, names of places and categories, pieces of a code.

A report's lexemes (migration `searches_kept`) are its words in its language's stem, and facts after a letter: `u:` the unit that answers
for it, `h:` units that had it, `a:` area, `k:` category, `c:` the three groups of its code, `w:` the week in which it was received.
"""

import re
from collections.abc import Iterable

from tanggap.core.ids import ALPHABET
from tanggap.places import gazetteer
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries.desk.filters import Named
from tanggap.reports.queries.typed import LANGUAGES, LOOKALIKES, Piece, fold, names, pieces, quoted, tokens_of

__all__ = ["any_of", "code_pieces", "fold", "misspelt_place", "names", "pieces", "query", "says"]
SURE = 85.0  # of a place that the gazetteer understands in spite of a misspelling


def says(typed: str, named: Named) -> str:
    """Return the condition that a report says what was typed, as SQL over `reports_report`."""
    return f"id IN (SELECT s.report_id FROM reports_search AS s WHERE s.words @@ {query(pieces(typed), named)})"  # noqa: S608


def query(found: Iterable[Piece], named: Named) -> str:
    """Return the pieces, all of which a report must hold, as an SQL tsquery. The words of each stand in any of LANGUAGES."""
    asked = [_asked(piece, named) for piece in found]
    return f"({' && '.join(asked)})" if asked else "''::tsquery"


def any_of(facts: Iterable[str], named: Named) -> str:
    """Return that one of these facts is true of a report, as an SQL tsquery."""
    return f"{named(' | '.join(quoted(fact) for fact in facts))}::tsquery"


def misspelt_place(typed: str) -> tuple[str, str] | None:
    """Return (area, its name) when what was typed is most likely a place whose name is written otherwise."""
    text = " ".join(tokens_of(typed))
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
    body = squeezed.removeprefix(prefix).translate(LOOKALIKES)
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


def _asked(piece: Piece, named: Named) -> str:
    asked = []
    if piece.words:
        said = named(piece.words)
        asked += [f"plainto_tsquery('pg_catalog.{language}', {said})" for language in LANGUAGES]
    if piece.facts:
        asked.append(any_of(piece.facts, named))
    return f"({' || '.join(asked)})"
