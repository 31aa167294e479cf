"""How many pairs of points agree on one geometry, and how likely chance would bring as many together.

The likelihood is the "number of false alarms" of Moisan and Stival (2004): how many such agreements, or better ones, are expected
among all choices of points when every pair is wrong. It falls with each pair that agrees, whatever the number of pairs
that were tried, so one bound serves pictures with few points and with many. Needs the extra `forensics`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.matching import Chosen, Pairs, Points

PLANE_PX, EPIPOLAR_PX, FLAT_PX = 3.0, 1.5, 1.5  # how far a pair may be off, in pixels of the coarser picture
TRIES = 5000
CERTAIN = 0.999

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """The pairs that lie on one `matrix`: `is_on` which, `errors` by how many pixels each misses it.

    `count` of them are at different spots; `chance` is the logarithm to base 10 of the false alarms expected.
    """

    matrix: Matrix
    is_on: Chosen
    errors: Points
    count: int
    chance: float

    @property
    def share(self) -> float:
        """Return the share of the pairs that agree."""
        return float(self.is_on.mean())

    @property
    def error_px(self) -> float:
        """Return the error in the middle of those that agree."""
        return float(np.median(self.errors[self.is_on]))


def flat(found: Pairs, area: float) -> Agreement | None:
    """Return the flat map (turn, scale, shift, little stretch; 2 × 3) on which most pairs lie, fitted to them all.

    `area` is that of the other picture in square pixels. Raises nothing: None where there is no such map.
    """
    matrix = _matrix(cv2.estimateAffine2D, found, 4, method=cv2.USAC_MAGSAC, ransacReprojThreshold=2 * FLAT_PX,
                     maxIters=TRIES, confidence=CERTAIN)  # fmt: skip
    for _ in range(3):
        if matrix is None or not is_picture_map(matrix):
            return None
        is_on = _off_flat(matrix, found) <= FLAT_PX
        matrix = least_squares(found.only(is_on))
    if matrix is None or not is_picture_map(matrix):
        return None
    return _agreement(matrix, found, _off_flat(matrix, found), FLAT_PX, 3, _disc(matrix, FLAT_PX, area))


def plane(found: Pairs, area: float) -> Agreement | None:
    """Return the plane map (3 × 3) on which most pairs lie: a wall, a road, or a scene seen from one standpoint."""
    matrix = _matrix(cv2.findHomography, found, 6, method=cv2.USAC_MAGSAC, ransacReprojThreshold=PLANE_PX,
                     maxIters=TRIES, confidence=CERTAIN)  # fmt: skip
    if matrix is None or np.linalg.det(matrix[:2, :2]) <= 0:
        return None
    laid = _with_ones(found.ones) @ matrix.T
    with np.errstate(all="ignore"):
        errors = np.linalg.norm(laid[:, :2] / laid[:, 2:] - found.others, axis=1)
    errors = np.where((laid[:, 2] * matrix[2, 2] > 0) & np.isfinite(errors), errors, np.inf)
    local = least_squares(found.only(errors <= PLANE_PX))  # what the map does on the whole: no mirroring, no crushing
    if local is None or not is_picture_map(local, most_stretch=8):
        return None
    errors = errors / max(1.0, _scale(local))
    return _agreement(matrix, found, errors, PLANE_PX, 4, _disc(local, PLANE_PX, area))


def epipolar(found: Pairs, area: float, diagonal: float) -> Agreement | None:
    """Return the epipolar geometry (3 × 3) of most pairs: one scene of several depths, seen from two standpoints."""
    matrix = None
    for method in (cv2.USAC_MAGSAC, cv2.FM_RANSAC):  # the first gives up on some sets of points
        if matrix is None:
            matrix = _matrix(cv2.findFundamentalMat, found, 10, method=method, ransacReprojThreshold=EPIPOLAR_PX,
                             confidence=CERTAIN, maxIters=TRIES)  # fmt: skip
    if matrix is None or matrix.shape != (3, 3):
        return None
    ones, others = _with_ones(found.ones), _with_ones(found.others)
    there, here = ones @ matrix.T, others @ matrix
    size = there[:, 0] ** 2 + there[:, 1] ** 2 + here[:, 0] ** 2 + here[:, 1] ** 2
    errors = np.abs((others * there).sum(axis=1)) / np.sqrt(np.maximum(size, 1e-12))
    return _agreement(matrix, found, errors, EPIPOLAR_PX, 7, 2 * EPIPOLAR_PX * diagonal / area, models=3)


def is_picture_map(matrix: Matrix, most_stretch: float = 1.8) -> bool:
    """Return whether a flat map is one that scales and turns a picture, neither mirrors nor squeezes it."""
    if not np.isfinite(matrix).all():
        return False
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(np.linalg.det(matrix[:, :2]) > 0 and small > 0.05 and large < 20 and large < most_stretch * small)


def _agreement(
    matrix: Matrix, found: Pairs, errors: Points, bound: float, sample: int, by_chance: float, models: int = 1
) -> Agreement:
    is_on = errors <= bound
    count = found.only(is_on).distinct()
    return Agreement(matrix, is_on, errors, count, _chance(len(found), count, sample, by_chance, models))


def _chance(pairs: int, agreeing: int, sample: int, by_chance: float, models: int) -> float:
    """Return the logarithm of the false alarms: (n - s) · C(n, k) · C(k, s) · p^(k - s), with `models` a sample."""
    if agreeing <= sample:
        return 0.0
    tests = math.log10(models * (pairs - sample)) + _choose(pairs, agreeing) + _choose(agreeing, sample)
    return tests + (agreeing - sample) * math.log10(min(by_chance, 1.0))


def _choose(among: int, taken: int) -> float:
    return (math.lgamma(among + 1) - math.lgamma(taken + 1) - math.lgamma(among - taken + 1)) / math.log(10)


def _disc(matrix: Matrix, radius: float, area: float) -> float:
    return math.pi * (radius * max(1.0, _scale(matrix))) ** 2 / area


def _scale(matrix: Matrix) -> float:
    return math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))


def _off_flat(matrix: Matrix, found: Pairs) -> Points:
    """Return how far each pair is off the map, in pixels of the coarser picture."""
    off = found.ones @ matrix[:, :2].T + matrix[:, 2] - found.others
    return np.asarray(np.linalg.norm(off, axis=1) / max(1.0, _scale(matrix)))


def least_squares(found: Pairs) -> Matrix | None:
    """Return the flat map (2 × 3) that comes nearest to all pairs, None where they are too few or in one line."""
    if len(found) < 3:
        return None
    solved, _, rank, _ = np.linalg.lstsq(_with_ones(found.ones), found.others, rcond=None)
    return np.asarray(solved.T, float) if rank == 3 else None


def _with_ones(points: Points) -> Points:
    return np.column_stack([points, np.ones(len(points))])


def _matrix(function: Callable[..., Any], found: Pairs, least: int, **options: Any) -> Matrix | None:
    """Return what OpenCV finds, None where it finds none or gives up on the points."""
    if len(found) < least:
        return None
    try:
        matrix, _ = function(found.ones, found.others, **options)
    except cv2.error:
        return None
    return np.asarray(matrix, float) if matrix is not None and np.isfinite(matrix).all() else None
