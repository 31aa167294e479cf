"""Which point of one picture is which point of another: one-to-one, each the other's best, and clearly better than the next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.features import Features

RATIO = 0.8  # of the distances to the best and to the next best (Lowe 2004), asked from both sides

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Points of one picture and of another that look alike, row by row: x and y in pixels, `turns` in degrees, `scales` as factors."""

    ones: Points
    others: Points
    turns: Points
    scales: Points

    def __len__(self) -> int:
        return len(self.ones)

    def only(self, chosen: NDArray[np.bool_]) -> "Pairs":
        """Return the rows that are chosen."""
        return Pairs(self.ones[chosen], self.others[chosen], self.turns[chosen], self.scales[chosen])


def pairs(one: Features, other: Features) -> Pairs:
    """Return the points that are each other's best, in a fixed order."""
    if min(len(one), len(other)) < 2:
        chosen = np.empty((0, 2), int)
    else:
        chosen = _mutual(_unit(one.descriptors), _unit(other.descriptors))
    here, there = one.frames[chosen[:, 0]].astype(float), other.frames[chosen[:, 1]].astype(float)
    return Pairs(
        here[:, :2], there[:, :2], (there[:, 3] - here[:, 3]) % 360, there[:, 2] / np.maximum(here[:, 2], 1e-3)
    )


def _unit(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows = descriptors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


def _mutual(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return index pairs. With rows of length 1 the squared distance is 2 - 2 × likeness."""
    likeness = one @ other.T
    rows, columns = np.arange(len(one)), np.arange(len(other))
    best, chosen_by = likeness.argmax(axis=1), likeness.argmax(axis=0)
    of_row, of_column = likeness[rows, best], likeness[chosen_by, columns]
    likeness[rows, best] = -1
    next_of_row = likeness.max(axis=1)
    likeness[rows, best] = of_row
    likeness[chosen_by, columns] = -1
    next_of_column = likeness.max(axis=0)
    is_clear = (1 - of_row) < RATIO**2 * (1 - next_of_row)
    is_clear &= (1 - of_row) < RATIO**2 * (1 - next_of_column[best])
    is_mutual = chosen_by[best] == rows
    found = np.flatnonzero(is_mutual & is_clear)
    return np.column_stack([found, best[found]])
