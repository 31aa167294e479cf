"""What is not told of sensitive categories: numbers of fewer than five, and one more beside them where a subtraction would tell of them.

Public reports count in every sum, for anybody can count them in the public list. But what is told of a category alone could say something
of one person: how long it took, what was said of it. So a sensitive category of which there are fewer than `FEW` is hidden, with the least
of its neighbours until at least `FEW` are hidden together; a group that is all hidden is hidden in the same way beside the other groups.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from tanggap.catalog import queries as catalog

FEW: Final = 5


def hidden(sizes: Mapping[str, int]) -> set[str]:
    """Return the categories and groups to hide where there are `sizes` of each single category."""
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for code, size in sizes.items():
        row = catalog.category(code)
        groups[(row.parent or code) if row else ""][code] = size
    found: set[str] = set()
    small: set[str] = set()
    for group, of_group in groups.items():
        chosen = _with_neighbours(
            of_group, {code for code, size in of_group.items() if is_sensitive(code) and 0 < size < FEW}
        )
        found |= chosen
        if chosen and 0 < sum(of_group.values()) < FEW:
            small.add(group)
    return found | _with_neighbours({group: sum(of.values()) for group, of in groups.items()}, small)


def _with_neighbours(sizes: Mapping[str, int], chosen: Collection[str]) -> set[str]:
    """Return the chosen ones, with the least of the others until they are `FEW` together; none for none."""
    found = set(chosen)
    others: Iterable[str] = sorted(
        (code for code in sizes if code not in found and sizes[code]), key=lambda code: (sizes[code], code)
    )
    for code in others:
        if not found or sum(sizes[one] for one in found) >= FEW:
            break
        found.add(code)
    return found


def is_sensitive(code: str) -> bool:
    """Return whether numbers of a single category may say something of a person."""
    row = catalog.category(code)
    return row is not None and row.is_leaf and (row.is_sensitive or row.is_confidential)


def holds_sensitive(code: str) -> bool:
    """Return whether a category is a sensitive one, or a group with such below it."""
    return is_sensitive(code) or any(row.parent == code and is_sensitive(row.code) for row in catalog.categories())
