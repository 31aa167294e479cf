"""A message that came in several parts, put together again. Pure; how long to wait for a part is the frame's to say."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tanggap.channels.contract import Partial, Said

GAP: Final = " […] "
"""What stands where a part never came."""


def is_whole(parts: Iterable[Partial]) -> bool:
    """Return whether every part of the message is there. Raises ValueError for no part at all."""
    known = {part.number: part for part in parts}
    return len(known) == max(part.total for part in known.values())


def joined(parts: Iterable[Partial]) -> Said:
    """Return what the parts say together, in their order whatever order they came in; each counts once, the first that came.

    Where a part is missing stands `GAP`. An emoji cut in two by the parts' border is whole again. Raises ValueError for no part at all.
    """
    known: dict[int, Partial] = {}
    for part in parts:
        known.setdefault(part.number, part)
    total = max(part.total for part in known.values())
    first = known[min(known)].said
    at = [part.said.said_at for part in known.values() if part.said.said_at]
    return replace(
        first,
        text=healed("".join(known[number].said.text if number in known else GAP for number in range(1, total + 1))),
        attachments=tuple(file for number in sorted(known) for file in known[number].said.attachments),
        said_at=min(at, default=None),
    )


def healed(text: str) -> str:
    """Return the text with the halves of a UTF-16 pair joined, and a half that is alone as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
