"""Finding what tells who somebody is in what people write, in Indonesian and English: numbers, marks, names, and where a person lives.

    found("Hubungi Pak Budi di 0812-3456-7890") == [(12, 16), (20, 34)]

By rules, not by a model: each can be read, and what it finds and misses is measured (docs/privacy.md). Every pass reads the text once.
"""

from collections.abc import Iterator

from tanggap.reports.screening import homes, marks, names, numbers

Span = tuple[int, int]


def found(text: str) -> list[Span]:
    """Return where something personal stands in `text`: from, to (past the end), in order, none overlapping."""
    persons = list(names.found(text))
    spans = [*numbers.found(text), *marks.found(text), *persons, *homes.found(text, persons)]
    return list(_joined(sorted(spans)))


def _joined(spans: list[Span]) -> Iterator[Span]:
    if not spans:
        return
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if next_start < end:
            end = max(end, next_end)
            continue
        yield start, end
        start, end = next_start, next_end
    yield start, end
