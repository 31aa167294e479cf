"""Perceptual hashes as the index asks for them: of a whole picture and without its lower fifth, also mirrored and turned.

The hash is the one of `core.media.fingerprint`, computed on the brightness that all checks share. A turned or mirrored picture has the
same frequencies with other signs or in the other order, so its hash costs no second look at the pixels.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tanggap.verification.evidence.pixels import Grey

SIDE, LOW = 32, 8
ALIKE_BITS = 12  # of 64: unrelated pictures differ in 22 or more in our trial (threats.md §5)
CHUNKS = 4  # of 16 bits: two hashes that differ in at most 5 bits agree in two of them but for a bit each
STAMP_SHARE = 0.2  # of the height: where date stamps stand

_COSINES = np.array([[np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE)) for n in range(SIDE)] for k in range(LOW)])
_SIGNS = (-1.0) ** np.arange(LOW)


def frequencies(grey: Grey) -> NDArray[np.float64]:
    """Return the 8 × 8 lowest frequencies of a picture, vertical by horizontal."""
    small = np.asarray(Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.LANCZOS), float)
    return np.asarray(_COSINES @ small @ _COSINES.T)


def upper(grey: Grey) -> Grey:
    """Return a picture without its lower fifth."""
    return grey[: max(1, round(len(grey) * (1 - STAMP_SHARE)))]


def number(low: NDArray[np.float64]) -> int | None:
    """Return frequencies as a signed 64-bit hash; None for a picture so flat that its hash says nothing."""
    bits = (low > np.median(low)).ravel()
    if not np.isfinite(low).all() or np.abs(low.ravel()[1:]).max(initial=0.0) < 1.0 or not 16 <= bits.sum() <= 48:
        return None
    return int.from_bytes(np.packbits(bits).tobytes(), "big", signed=True)


def turned(low: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the frequencies of the picture, of its mirror image, and of both after each quarter turn."""
    both = [low, low.T]
    return [
        np.asarray(one * across * down)
        for one in both
        for across in (np.ones((1, LOW)), _SIGNS[None, :])
        for down in (np.ones((LOW, 1)), _SIGNS[:, None])
    ]


def mirrored(low: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the frequencies of the mirror image."""
    return np.asarray(low * _SIGNS[None, :])


def chunks(value: int) -> list[int]:
    """Return the four parts of 16 bits of a hash, the highest first."""
    unsigned = value & (2**64 - 1)
    return [unsigned >> shift & 0xFFFF for shift in (48, 32, 16, 0)]


def near(chunk: int) -> list[int]:
    """Return a part and all that differ from it in one bit."""
    return [chunk, *(chunk ^ 1 << bit for bit in range(16))]
