"""Do two photos show one frame, one place, or can it not be told? By what their points say together. Needs the extra `forensics`.

One frame: nearly all points that match lie on one flat map (turn, scale, shift, a little shear) to a fraction of a pixel:
what copying, cropping, stamping or editing a picture leaves, and what a hand that photographs again does not.
One place: more points agree on one plane, or on one pair of viewpoints, than chance can arrange.
Points that do not match prove nothing (threats.md §5): no pair of pictures alone is ever said to show different places.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence import alignment
from tanggap.verification.evidence.alignment import Region
from tanggap.verification.evidence.features import Features, extract
from tanggap.verification.evidence.matching import Pairs, Points, pairs
from tanggap.verification.evidence.pixels import Grey

FRAME_PX = 1.5  # how far a point may lie from the flat map, in pixels of the coarser picture
FRAME_LEAST = 12  # points on it
FRAME_SHARE = 0.9  # of the matches
FRAME_ERROR_PX = 0.5  # in the middle of them
PLANE_PX = 3.0
EPIPOLAR_PX = 1.5
PLACE_LEAST = 16  # points that agree
SPREAD_LEAST = 0.1  # of the picture's width and height over which they lie (standard deviation)
MOST_POINTS = 80

Matrix = NDArray[np.float64]
Line = tuple[float, float, float, float]


class Verdict(StrEnum):
    """What two photos say together of the place."""

    SAME_PLACE = "same_place"
    CANNOT_TELL = "cannot_tell"
    OTHER_PLACE = "other_place"


@dataclass(frozen=True, slots=True)
class Reuse:
    """Two files of one frame. `how` says what happened between them: same, or mirrored, turned, cropped, scaled, framed.

    `share` of the `matches` lie on the flat map, `error_px` off it in the middle. `plane` maps pixels of the candidate to
    pixels of the query (3 × 3).
    """

    how: tuple[str, ...]
    matches: int
    inliers: int
    share: float
    error_px: float
    plane: Matrix
    points: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a photo of before and one of after say together.

    `is_frame`: they are one frame. `is_edit`: one frame, and a part of it changed: `regions`, in shares of the after-picture.
    `points` are matched points x0, y0 (before), x1, y1 (after), as shares. `model` is how they agree: frame, plane, epipolar.
    """

    verdict: Verdict
    is_frame: bool
    is_edit: bool
    how: tuple[str, ...]
    matches: int
    inliers: int
    share: float
    error_px: float
    model: str
    points: tuple[Line, ...]
    regions: tuple[Region, ...]


def confirm(query: Features, candidate: Features) -> Reuse | None:
    """Return how `query` is the frame of `candidate`, also mirrored; None where it cannot be shown."""
    for is_mirrored in (False, True):
        source = candidate.mirrored() if is_mirrored else candidate
        found = pairs(source, query)
        frame = _frame(found)
        if frame is not None:
            return _reuse(frame, found, source, query, is_mirrored)
    return None


def compare(before: Grey, after: Grey) -> Comparison:
    """Return what the two pictures say together."""
    return compare_features(before, after, extract(before), extract(after))


def compare_features(before: Grey, after: Grey, one: Features, other: Features) -> Comparison:
    """Return the same, of pictures whose points are known already."""
    reuse = confirm(other, one)
    if reuse is not None:
        regions, _ = alignment.changes(before, after, reuse.plane)
        how = reuse.how
        return Comparison(
            Verdict.SAME_PLACE, True, bool(regions), how, reuse.matches, reuse.inliers, reuse.share, reuse.error_px,
            "frame", reuse.points, tuple(regions),
        )  # fmt: skip
    found = pairs(one, other)
    model, is_inlier, errors = _place(found)
    inliers = int(is_inlier.sum())
    is_same = inliers >= PLACE_LEAST and _is_spread(found.only(is_inlier), one, other)
    return Comparison(
        verdict=Verdict.SAME_PLACE if is_same else Verdict.CANNOT_TELL,
        is_frame=False,
        is_edit=False,
        how=(),
        matches=len(found),
        inliers=inliers,
        share=inliers / max(1, len(found)),
        error_px=float(np.median(errors[is_inlier])) if inliers else 0.0,
        model=model if is_same else "",
        points=_lines(found.only(is_inlier), one, other, False) if is_same else (),
        regions=(),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    matrix: Matrix  # 2 × 3
    is_inlier: NDArray[np.bool_]
    error_px: float


def _frame(found: Pairs) -> _Frame | None:
    """Return the flat map on which nearly all pairs lie, or None."""
    if len(found) < FRAME_LEAST:
        return None
    matrix = _called(cv2.estimateAffine2D, found.ones, found.others, method=cv2.USAC_MAGSAC,
                     ransacReprojThreshold=2 * FRAME_PX, maxIters=2000, confidence=0.999)  # fmt: skip
    for _ in range(3):
        if matrix is None or not _is_sane(matrix):
            return None
        errors = _misses(matrix, found)
        is_inlier = errors <= FRAME_PX
        if is_inlier.sum() < FRAME_LEAST or is_inlier.mean() < FRAME_SHARE:
            return None
        matrix = _fitted(found.only(is_inlier))
    if matrix is None or not _is_sane(matrix):
        return None
    errors = _misses(matrix, found)
    is_inlier = errors <= FRAME_PX
    error = float(np.median(errors[is_inlier])) if is_inlier.any() else math.inf
    is_frame = is_inlier.sum() >= FRAME_LEAST and is_inlier.mean() >= FRAME_SHARE and error <= FRAME_ERROR_PX
    return _Frame(matrix, is_inlier, error) if is_frame else None


def _fitted(found: Pairs) -> Matrix | None:
    """Return the flat map by least squares."""
    design = np.column_stack([found.ones, np.ones(len(found))])
    solved, _, rank, _ = np.linalg.lstsq(design, found.others, rcond=None)
    return np.asarray(solved.T) if rank == 3 else None


def _misses(matrix: Matrix, found: Pairs) -> Points:
    """Return how far each pair is off the map, in pixels of the coarser picture."""
    off = found.ones @ matrix[:, :2].T + matrix[:, 2] - found.others
    return np.asarray(np.linalg.norm(off, axis=1) / max(1.0, math.sqrt(abs(np.linalg.det(matrix[:, :2])))))


def _is_sane(matrix: Matrix) -> bool:
    """Return whether a map neither mirrors nor squeezes: what scaling and turning a picture does, with little stretch."""
    if not np.isfinite(matrix).all():
        return False
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(np.linalg.det(matrix[:, :2]) > 0 and 0.05 < small and large < 20 and large < 1.8 * small)


def _reuse(frame: _Frame, found: Pairs, source: Features, query: Features, is_mirrored: bool) -> Reuse:
    inliers = found.only(frame.is_inlier)
    plane = np.vstack([frame.matrix, [0, 0, 1]])
    how = _how(frame.matrix, source, query)
    if is_mirrored:
        plane = plane @ np.array([[-1, 0, source.width - 1], [0, 1, 0], [0, 0, 1]], float)
        how = ("mirrored", *(part for part in how if part != "same"))
    return Reuse(
        how=how,
        matches=len(found),
        inliers=len(inliers),
        share=len(inliers) / len(found),
        error_px=frame.error_px,
        plane=plane,
        points=_lines(inliers, source, query, is_mirrored),
    )


def _how(matrix: Matrix, source: Features, query: Features) -> tuple[str, ...]:
    turn = abs(math.degrees(math.atan2(matrix[1, 0] - matrix[0, 1], matrix[0, 0] + matrix[1, 1])))
    corners = np.array([[0, 0], [source.width, 0], [source.width, source.height], [0, source.height]], float)
    laid = corners @ matrix[:, :2].T + matrix[:, 2]
    outside = np.array([-laid.min(axis=0), laid.max(axis=0) - [query.width, query.height]]) / [
        query.width,
        query.height,
    ]
    told = []
    if turn > 1:
        told.append("turned")
    if outside.max() > 0.02:
        told.append("cropped")
    if outside.min() < -0.02:
        told.append("framed")
    return tuple(told) or ("same",)


def _place(found: Pairs) -> tuple[str, NDArray[np.bool_], Points]:
    """Return the model on which most pairs agree, which do, and by how many pixels each misses it."""
    best = ("", np.zeros(len(found), bool), np.zeros(len(found)))
    if len(found) < 8:
        return best
    plane = _called(cv2.findHomography, found.ones, found.others, method=cv2.USAC_MAGSAC,
                    ransacReprojThreshold=PLANE_PX, maxIters=5000, confidence=0.999)  # fmt: skip
    if plane is not None and np.isfinite(plane).all():
        laid = np.column_stack([found.ones, np.ones(len(found))]) @ plane.T
        with np.errstate(all="ignore"):
            errors = np.linalg.norm(laid[:, :2] / laid[:, 2:] - found.others, axis=1)
        errors = np.where((laid[:, 2] > 0) & np.isfinite(errors), errors, np.inf)
        if np.linalg.det(plane[:2, :2]) > 0:
            best = ("plane", errors <= PLANE_PX, errors)
    return best


def _is_spread(found: Pairs, one: Features, other: Features) -> bool:
    ones, others = found.ones / [one.width, one.height], found.others / [other.width, other.height]
    return bool(min(ones.std(axis=0).min(), others.std(axis=0).min()) >= SPREAD_LEAST / 2)


def _lines(found: Pairs, one: Features, other: Features, is_mirrored: bool) -> tuple[Line, ...]:
    """Return at most `MOST_POINTS` pairs as shares of their pictures: the first of each cell of the after-picture, then the second."""
    ones = (found.ones + 0.5) / [one.width, one.height]
    others = (found.others + 0.5) / [other.width, other.height]
    if is_mirrored:
        ones[:, 0] = 1 - ones[:, 0]
    cells = [(int(y * 8), int(x * 8)) for x, y in others]
    seen: dict[tuple[int, int], int] = {}
    turns = []
    for cell in cells:
        turns.append(seen.get(cell, 0))
        seen[cell] = turns[-1] + 1
    order = sorted(range(len(cells)), key=lambda index: (turns[index], cells[index], index))[:MOST_POINTS]
    rows = np.column_stack([ones, others]).clip(0, 1)
    return tuple(
        (round(float(a), 4), round(float(b), 4), round(float(c), 4), round(float(d), 4)) for a, b, c, d in rows[order]
    )


def _called(function: Any, ones: Points, others: Points, **options: Any) -> Matrix | None:
    """Return the matrix that OpenCV finds, None where it finds none or gives up on the points."""
    try:
        matrix, _ = function(ones, others, **options)
    except cv2.error:
        return None
    return None if matrix is None else np.asarray(matrix, float)
