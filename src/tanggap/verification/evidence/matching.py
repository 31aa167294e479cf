"""Which point of one picture is which point of another: one-to-one, each the other's best, and better than the next best."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.features import Features

RATIO = 0.88  # of the distances to the best and the next best (Lowe 2004); those that are wrong, geometry sorts out
CLEAR_RATIO = 0.8  # asked from both sides: nearly all such pairs are right when the pictures show the same
TURN_WINDOW = 40  # degrees to either side of the turn that most pairs tell

Points = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Points of one picture and of another that look alike, row by row: x and y in pixels.

    `turns` says by how many degrees the surroundings of a point are turned, `is_clear` which pairs are beyond doubt by look.
    """

    ones: Points
    others: Points
    turns: Points
    is_clear: Chosen

    def __len__(self) -> int:
        return len(self.ones)

    def only(self, chosen: Chosen) -> Self:
        """Return the rows that are chosen."""
        return type(self)(self.ones[chosen], self.others[chosen], self.turns[chosen], self.is_clear[chosen])

    def clear(self) -> Self:
        """Return the rows that are beyond doubt by look."""
        return self.only(self.is_clear)

    def turned_alike(self) -> Self:
        """Return the rows whose turn is near the one that most tell: a camera is turned as a whole."""
        if not len(self):
            return self
        off = np.abs((self.turns[:, None] - np.arange(0, 360, 10) + 180) % 360 - 180) <= TURN_WINDOW
        return self.only(off[:, off.sum(axis=0).argmax()])

    def distinct(self) -> int:
        """Return how many pairs are at different spots: one spot often carries several points."""
        spots = np.round(np.hstack([self.ones, self.others]) / 4).astype(int)
        return len(np.unique(spots, axis=0))


def pairs(one: Features, other: Features) -> Pairs:
    """Return the points of two pictures that are each other's best, in the order of the first picture's."""
    if min(len(one), len(other)) < 2:
        return Pairs(np.empty((0, 2)), np.empty((0, 2)), np.empty(0), np.empty(0, bool))
    here, there, is_clear = _mutual(_unit(one.descriptors), _unit(other.descriptors))
    ones, others = one.frames[here].astype(float), other.frames[there].astype(float)
    return Pairs(ones[:, :2], others[:, :2], (others[:, 3] - ones[:, 3]) % 360, is_clear)


def _unit(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows = descriptors.astype(np.float32)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows / lengths, np.float32)


def _mutual(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp], Chosen]:
    """Return rows of `one`, their rows of `other`, and which are clear. Of rows of length 1 the squared distance is 2 - 2 × likeness."""
    likeness = one @ other.T
    rows, columns = np.arange(len(one)), np.arange(len(other))
    best, best_of_column = likeness.argmax(axis=1), likeness.argmax(axis=0)
    top = likeness[rows, best]
    likeness[rows, best] = -1
    second = likeness.max(axis=1)
    likeness[rows, best] = top
    likeness[best_of_column, columns] = -1
    second_of_column = likeness.max(axis=0)[best]
    is_kept = (best_of_column[best] == rows) & (1 - top < RATIO**2 * (1 - second))
    is_clear = 1 - top < CLEAR_RATIO**2 * (1 - np.maximum(second, second_of_column))
    here = np.flatnonzero(is_kept)
    return here, best[here], is_clear[here]
