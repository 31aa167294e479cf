"""Which category a text seems to be about: words of the pack, each explained; a person confirms."""

import re
from collections import defaultdict
from dataclasses import dataclass

from tanggap.catalog import queries as catalog

_WORD = re.compile(r"[^\W_]+")
CONFIDENT = 1.5  # a phrase of the category's own, or two of its words
MARGIN = 0.5  # by which the best must lead the next
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, how strongly the text speaks for it, and the words that do."""

    category: str
    score: float
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the category's name in the active language."""
        row = catalog.category(self.category)
        return row.label if row else self.category

    @property
    def is_confident(self) -> bool:
        """Return whether a phrase of its own or several words speak for it."""
        return self.score >= CONFIDENT


def suggest(text: str, *, limit: int = 3) -> list[Suggestion]:
    """Return the leaf categories whose words stand in `text`, best first; a rare word weighs more, a phrase more than a word."""
    words = _WORD.findall(text[:LONGEST].lower())
    index = _index()
    spoken = {
        phrase
        for place, word in enumerate(words)
        for length in index.lengths.get(word, ())
        if (phrase := " ".join(words[place : place + length])) in index.codes
    }
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for phrase in spoken:
        codes = index.codes[phrase]
        for code in codes:
            found[code].append(((1.0 + 0.8 * phrase.count(" ")) / len(codes), phrase))
    ranked = [
        Suggestion(
            code,
            round(sum(weight for weight, _ in sorted(hits)), 3),
            tuple(word for _, word in sorted(hits, reverse=True)[:4]),
        )
        for code, hits in found.items()
    ]
    return sorted(ranked, key=lambda suggestion: (-suggestion.score, suggestion.category))[:limit]


def confident(text: str) -> str | None:
    """Return the category that `text` clearly speaks of, or None: then a person decides."""
    best, *others = [*suggest(text, limit=2), None]
    if best is None or not best.is_confident:
        return None
    runner_up = others[0].score if others and others[0] else 0.0
    return best.category if best.score - runner_up >= MARGIN else None


def is_spoken(word: str) -> bool:
    """Return whether a word stands in any category's words."""
    return word in _index().words


@dataclass(frozen=True, slots=True)
class _Index:
    """The words of all categories: of which categories a phrase speaks, and of how many words the phrases are that begin with a word."""

    rows: list[catalog.CategoryRow]
    codes: dict[str, frozenset[str]]
    lengths: dict[str, frozenset[int]]
    words: frozenset[str]


_built: _Index | None = None


def _index() -> _Index:
    """Return the index of the catalog as it is; made anew when that was read anew."""
    global _built
    rows, built = catalog.leaves(), _built
    if built is None or built.rows != rows:
        codes: dict[str, set[str]] = defaultdict(set)
        lengths: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            for keyword in (keyword for words in row.keywords.values() for keyword in words):
                codes[keyword].add(row.code)
                parts = keyword.split()
                lengths[parts[0]].add(len(parts))
        built = _built = _Index(
            rows,
            {keyword: frozenset(of) for keyword, of in codes.items()},
            {word: frozenset(of) for word, of in lengths.items()},
            frozenset(word for keyword in codes for word in keyword.split()),
        )
    return built
