"""Was the picture compressed twice as JPEG on one grid? Argued from how often each frequency's steps occur.

A first, coarser step leaves steps of the second unused or filled twice. What the frequencies would look like without any step is
taken from the same pixels moved by half a block; one- and twofold compression of that are held against what is there
(after Lukáš and Fridrich 2003, Pevný and Fridrich 2008). A first save as fine as the second, or any change of size between,
leaves no trace.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

MODES = ((0, 1), (1, 0), (1, 1), (2, 0), (0, 2), (1, 2), (2, 1), (0, 3), (3, 0))  # row, column: the lowest carry most
MOST_STEP, LEAST_BLOCKS, MOST_BLOCKS = 40, 1_000, 16_384
LEAST_TOLD = 400  # coefficients that are not zero, else a mode tells nothing
ROUNDING = 0.5  # what saving pixels as whole numbers between does to a frequency
FLOOR = 1e-3
GAIN, LEAST_MODES = 0.06, 3

Floats = npt.NDArray[np.float64]


def twice(grey: npt.NDArray[np.uint8], table: list[int]) -> dict[str, Any]:
    """Return `is_twice`, the `modes` that say so and the mean `gain` (nats a coefficient); `table` is the file's, row by row."""
    area = _middle(grey)
    blocks, shifted = _frequencies(area), _frequencies(area[4:-4, 4:-4])
    if len(blocks) < LEAST_BLOCKS:
        return {"is_twice": False, "modes": 0, "gain": 0.0}
    gains = [_gain(blocks[:, row, column], shifted[:, row, column], table[8 * row + column]) for row, column in MODES]
    told = [gain for gain in gains if gain is not None]
    said = [gain for gain in told if gain > GAIN]
    return {
        "is_twice": len(said) >= LEAST_MODES and 2 * len(said) >= len(told),
        "modes": len(said),
        "gain": round(float(np.mean(said)), 3) if said else 0.0,
    }


def _middle(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the middle of the picture, on its grid of blocks and no larger than is needed."""
    side = int(MOST_BLOCKS**0.5) * 8
    height, width = (min(length // 8 * 8, side) for length in grey.shape)
    top, left = ((length - kept) // 16 * 8 for length, kept in zip(grey.shape, (height, width), strict=True))
    return grey[top : top + height, left : left + width]


def _frequencies(grey: npt.NDArray[np.uint8]) -> Floats:
    """Return the DCT of each 8 x 8 block that is nowhere black or white, where cutting off spoils it."""
    rows, columns = grey.shape[0] // 8, grey.shape[1] // 8
    blocks = grey[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8).swapaxes(1, 2).reshape(-1, 8, 8)
    blocks = blocks[(blocks.min((1, 2)) > 0) & (blocks.max((1, 2)) < 255)]
    return np.asarray(_WAVES @ (blocks.astype(np.float64) - 128) @ _WAVES.T)


def _gain(there: Floats, smooth: Floats, step: int) -> float | None:
    """Return how much better the best first step explains a frequency than none, in nats a coefficient that is not zero."""
    found = np.rint(there / step).astype(int)
    told = int(np.count_nonzero(found))
    if told < LEAST_TOLD:
        return None
    reach = int(np.abs(found).max())
    counts = np.bincount(found + reach, minlength=2 * reach + 1)
    once = _likelihood(counts, np.rint(smooth / step), reach)
    best = 0.0
    for first in range(2, MOST_STEP + 1):
        if step % first == 0 and (step // first) % 2 == 1:
            continue  # such a first step leaves the same picture as none
        again = np.rint((np.rint(smooth / first) * first + _NOISE[np.arange(len(smooth)) % len(_NOISE)]) / step)
        best = max(best, _likelihood(counts, again, reach) - once)
    return best / told


def _likelihood(counts: npt.NDArray[np.int64], expected: Floats, reach: int) -> float:
    steps = np.clip(expected, -reach, reach).astype(int)
    shares = np.bincount(steps + reach, minlength=2 * reach + 1) / len(steps)
    shares = (1 - FLOOR) * shares + FLOOR / len(shares)
    return float(counts @ np.log(shares))


_WAVES = np.array(
    [[(0.125 if k == 0 else 0.25) ** 0.5 * np.cos(np.pi * k * (2 * n + 1) / 16) for n in range(8)] for k in range(8)]
)
_NOISE = np.random.default_rng(1).normal(0, ROUNDING, 1024)
