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
    if not words:
        return []
    running = f" {' '.join(words)} "
    spoken_by = _spread()
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in catalog.leaves():
        for keyword in _keywords(row):
            if f" {keyword} " in running:
                weight = (1.0 + 0.8 * keyword.count(" ")) / spoken_by[keyword]
                found[row.code].append((weight, keyword))
    ranked = [
        Suggestion(
            code, round(sum(weight for weight, _ in hits), 3), tuple(word for _, word in sorted(hits, reverse=True)[:4])
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


def _keywords(row: catalog.CategoryRow) -> list[str]:
    return [keyword for words in row.keywords.values() for keyword in words]


def _spread() -> dict[str, int]:
    """Return in how many categories each keyword stands."""
    spread: dict[str, int] = defaultdict(int)
    for row in catalog.leaves():
        for keyword in set(_keywords(row)):
            spread[keyword] += 1
    return spread
