"""Words that anybody looks for in what everybody may read.

Never in the reports themselves: their text holds what is hidden from the public, and whoever may search it can guess it. What is looked
through is `reports_publicwords`, made of the screened text alone (`reports.public_words`).
"""

from typing import Any

from tanggap.reports.queries.typed import LANGUAGES, Piece, pieces, quoted

_NOTHING = "false"


def has_words(typed: str) -> bool:
    """Return whether there is anything to look for in what was typed."""
    return bool(pieces(typed))


def says(typed: str, *, at_hand: bool = False) -> tuple[str, list[Any]]:
    """Return the condition (and its values) that a report says what was typed; what holds no word is said by none.

    The reports are found by the words, all of them first: PostgreSQL guesses badly how many say two words at once. `at_hand`: each of
    rows that lie there already is looked up.
    """
    asked = [_asked(piece) for piece in pieces(typed)]
    if not asked:
        return _NOTHING, []
    question = " && ".join(part for part, _values in asked)
    found = f"SELECT w.report_id FROM reports_publicwords AS w WHERE w.words @@ ({question})"  # noqa: S608  placeholders
    condition = f"EXISTS ({found} AND w.report_id = reports_report.id)" if at_hand else f"id = ANY (ARRAY({found}))"
    return condition, [value for _part, values in asked for value in values]


def _asked(piece: Piece) -> tuple[str, list[str]]:
    """Return a piece as an SQL tsquery: its words in any of LANGUAGES, or one of the facts that it stands for."""
    asked: list[tuple[str, str]] = []
    if piece.words:
        asked += [(f"plainto_tsquery('pg_catalog.{language}', %s)", piece.words) for language in LANGUAGES]
    if piece.facts:
        asked.append(("%s::tsquery", " | ".join(quoted(fact) for fact in piece.facts)))
    return f"({' || '.join(part for part, _value in asked)})", [value for _part, value in asked]
