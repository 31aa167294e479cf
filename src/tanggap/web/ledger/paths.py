"""The paths of C2SP tlog-tiles, read strictly: each tile has one address, and any other spelling of it has none.

<L>/<N>[.p/<W>]     a tile of hashes      entries/<N>[.p/<W>]     a bundle of entries
"""

import re
from typing import NamedTuple

FULL = 256
MOST_LEVEL = 63
_LEVEL = re.compile(r"0|[1-9][0-9]?")
_NUMBER = re.compile(r"(?!x000/)(?:x[0-9]{3}/){0,5}[0-9]{3}")  # six parts name more entries than a signed 64-bit number
_PLACE = re.compile(r"(?P<number>[x0-9/]+?)(?:\.p/(?P<width>[1-9][0-9]{0,2}))?")


class Place(NamedTuple):
    """A tile's or a bundle's number, and how many of its 256 places are asked for."""

    number: int
    width: int

    @property
    def is_full(self) -> bool:
        """Return whether all of it is asked for, so that its content never changes."""
        return self.width == FULL


def number(written: str) -> int | None:
    """Return the number that `x001/x234/067` says; None for what is no number, and for a second spelling of one."""
    return int(written.replace("x", "").replace("/", "")) if _NUMBER.fullmatch(written) else None


def place(written: str) -> Place | None:
    """Return what `<N>[.p/<W>]` says; None where W is no width of a part (1 to 255)."""
    parts = _PLACE.fullmatch(written)
    found = number(parts["number"]) if parts else None
    if parts is None or found is None:
        return None
    width = int(parts["width"]) if parts["width"] else FULL
    return Place(found, width) if not parts["width"] or width < FULL else None


def level(written: str) -> int | None:
    """Return the level of a tile, None for what is none."""
    return int(written) if _LEVEL.fullmatch(written) and int(written) <= MOST_LEVEL else None


def written(number: int) -> str:
    """Return a tile's number as its address writes it."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))
