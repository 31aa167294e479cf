"""The points that must hold of a result: the category's, whatever language they were ticked in."""

from collections.abc import Iterable, Mapping

from tanggap.catalog import queries as catalog
from tanggap.core.words import say
from tanggap.places.city import city

Name = Mapping[str, str]


def points(category: str | None) -> tuple[Name, ...]:
    """Return the category's points, each in every language that the pack gives; none for an unknown category."""
    row = catalog.category(category)
    return tuple(row.evidence.get("checklist", ())) if row else ()


def key(point: Name) -> str:
    """Return the words under which a point is kept, which outlive a change of the pack: those of the city's first language."""
    return say(point, city().languages[0])


def answered(of: Iterable[Name], ticked: Mapping[str, bool]) -> dict[str, bool]:
    """Return every point of `of` by its key with whether `ticked` (point text in any language -> held) says that it holds."""
    return {key(point): any(ticked.get(words, False) for words in point.values()) for point in of}
