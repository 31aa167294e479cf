"""Words of pictures: each local point becomes one of 2^30 numbers, so that a copy is found in an index like a text by its words.

The numbers come from no training: a RootSIFT descriptor (4 × 4 cells of 8 directions) is turned into its 64 lowest frequencies, these
are mixed by a Hadamard matrix, and each bit says whether one mixture is above its usual middle. A point of a copy gets the same number
when no mixture crosses its middle; those that nearly do are asked for the other way round, too (`NEARLY`).
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tanggap.verification.evidence.features import Features

BITS = 30
KEPT = 96  # words of a photo
ASKED = 128  # points of each of the two sizes that a look-up asks for
COARSE_PX = 3.6  # points from this size on survive when the photo is sent at half its size: those are kept
NEARLY = ((), (0,), (1,), (0, 1))  # which of a point's least sure bits are flipped when it is asked for
FREQUENCIES = 64

# What each mixture is in the middle of many photos' points: nothing but a balance, the same for every city.
# fmt: off
MIDDLES: Final = (
    16, -3, 0, 30, 31, 22, 27, -4, -14, 10, -13, 8, -6, 29, 15, 0, 17, -7, -3, 13, 23, 2, 25, -9, -22, -11, -6, -4, 2, 28,
)
# fmt: on

Words = NDArray[np.int64]


def kept(features: "Features") -> list[int]:
    """Return the words under which a photo is kept, each once, sorted."""
    sizes = features.frames[:, 2]
    mixed = _mixed(features.descriptors[sizes >= COARSE_PX][:KEPT])
    return [int(word) for word in np.unique(_numbers(mixed > 0))]


def asked(features: "Features") -> list[int]:
    """Return the words by which copies of a photo are looked for, also mirrored ones, each once, sorted."""
    is_coarse = features.frames[:, 2] >= COARSE_PX
    chosen = np.concatenate([np.flatnonzero(is_coarse)[:ASKED], np.flatnonzero(~is_coarse)[:ASKED]])
    both = np.concatenate([features.descriptors[chosen], features.mirrored().descriptors[chosen]])
    mixed = _mixed(both)
    unsure = np.argsort(np.abs(mixed), axis=1, kind="stable")
    numbers = _numbers(mixed > 0)
    near = []
    for flips in NEARLY:
        flipped = numbers.copy()
        for place in flips:
            flipped ^= np.int64(1) << unsure[:, place].astype(np.int64)
        near.append(flipped)
    return [int(word) for word in np.unique(np.concatenate(near))]


def _numbers(bits: NDArray[np.bool_]) -> Words:
    return np.asarray((bits.astype(np.int64) << np.arange(BITS, dtype=np.int64)).sum(axis=1))


def _mixed(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the mixtures of each descriptor, above or below their middles."""
    return np.asarray(descriptors.astype(np.float32) @ _MIXTURE - np.array(MIDDLES, np.float32))


def _lowest() -> NDArray[np.float64]:
    """Return the waves of the lowest frequencies over cells and directions, without the constant one, as columns of 128."""
    steps, turns = np.arange(4), np.arange(8) * np.pi / 4
    along = [_unit(np.cos(np.pi * k * (2 * steps + 1) / 8)) for k in range(4)]
    round_ = [_unit(wave(k * turns)) for k in range(5) for wave in (np.cos, np.sin) if k % 4 or wave is np.cos]
    speeds = (0, 1, 1, 2, 2, 3, 3, 4)
    order = sorted(
        (y * y + x * x + (0.8 * speeds[o]) ** 2, y, x, o) for y in range(4) for x in range(4) for o in range(8)
    )
    waves = [np.einsum("i,j,k->ijk", along[y], along[x], round_[o]).ravel() for _, y, x, o in order[1:]]
    return np.stack(waves[:FREQUENCIES], axis=1)


def _unit(wave: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(wave / np.linalg.norm(wave))


def _hadamard(size: int) -> NDArray[np.float64]:
    matrix = np.ones((1, 1))
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


_MIXTURE: Final = np.asarray(_lowest() @ _hadamard(FREQUENCIES)[:, 3 : 3 + 2 * BITS : 2] / 8, np.float32)
