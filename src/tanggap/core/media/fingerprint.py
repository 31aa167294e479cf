"""64-bit perceptual hashes: near copies of a photo have hashes that differ in few bits. They find reuse, not place.

As signed integers, as PostgreSQL's bigint holds them. What distance means what is measured in `threats.md` §5.
"""

import math
from collections.abc import Iterable
from statistics import median

from PIL import Image

_SIDE, _LOW = 32, 8
_COSINES = [[math.cos(math.pi * k * (2 * n + 1) / (2 * _SIDE)) for n in range(_SIDE)] for k in range(_LOW)]


def dhash(picture: Image.Image) -> int:
    """Return the difference hash: whether each of 8 × 8 cells is brighter than its left neighbour."""
    grey = _grey(picture, 9, 8)
    return _signed(row[x + 1] > row[x] for row in grey for x in range(8))


def phash(picture: Image.Image) -> int:
    """Return the perceptual hash: whether each of the 8 × 8 lowest frequencies (DCT-II of 32 × 32) is above their median."""
    grey = _grey(picture, _SIDE, _SIDE)
    along = [[sum(map(float.__mul__, map(float, row), wave)) for wave in _COSINES] for row in grey]
    low = [sum(along[y][x] * wave[y] for y in range(_SIDE)) for wave in _COSINES for x in range(_LOW)]
    middle = median(low)
    return _signed(strength > middle for strength in low)


def distance(one: int, other: int) -> int:
    """Return in how many of the 64 bits two hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def _grey(picture: Image.Image, width: int, height: int) -> list[list[int]]:
    cells = picture.convert("L").resize((width, height), Image.Resampling.LANCZOS).tobytes()
    return [list(cells[y * width : (y + 1) * width]) for y in range(height)]


def _signed(bits: Iterable[bool]) -> int:
    value = 0
    for bit in bits:
        value = value << 1 | bit
    return value - 2**64 if value >= 2**63 else value
