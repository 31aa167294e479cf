"""Where two pictures of one frame differ, once one is laid upon the other. Needs the extra `forensics`."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.pixels import Grey

WINDOW = 11  # pixels over which a difference is averaged
LEAST_NOISE = 3.0  # grey steps that saving as JPEG changes anyway
EDGE_PX = 0.7  # by how much two laid-over edges may miss each other
TIMES = 6.0  # a change is this many times what noise and edges explain (in squares)
LEAST_AREA = 0.002  # of the picture; smaller specks are not told

Share = float
Box = tuple[Share, Share, Share, Share]


@dataclass(frozen=True, slots=True)
class Region:
    """A changed part of the after-picture: its box (x0, y0, x1, y1) and outline, in shares 0 to 1, and the area's share."""

    box: Box
    outline: tuple[tuple[Share, Share], ...]
    area: Share


def changes(before: Grey, after: Grey, plane: NDArray[np.float64]) -> tuple[list[Region], float]:
    """Return the changed regions, largest first, and the share of the after-picture that the before-picture covers.

    `plane` maps pixels of `before` to pixels of `after` (3 × 3).
    """
    height, width = after.shape
    laid = cv2.warpPerspective(before, plane, (width, height), flags=cv2.INTER_LINEAR)
    seen = cv2.warpPerspective(np.full_like(before, 255), plane, (width, height), flags=cv2.INTER_NEAREST)
    seen = cv2.erode(seen, np.ones((7, 7), np.uint8))
    is_seen = seen > 0
    covered = float(is_seen.mean())
    if covered < 0.02:
        return [], covered
    blur = 1.0
    old = cv2.GaussianBlur(laid, (0, 0), blur).astype(np.float32)
    new = cv2.GaussianBlur(after, (0, 0), blur).astype(np.float32)
    old = _toned(old, new, is_seen)
    kernel = (WINDOW, WINDOW)
    differing = cv2.blur((new - old) ** 2, kernel)
    slope = np.maximum(cv2.blur(_slope(old), kernel), cv2.blur(_slope(new), kernel))
    noise = max(LEAST_NOISE**2, 2 * float(np.median(differing[is_seen])))
    is_changed = (differing > TIMES * (noise + EDGE_PX**2 * slope)) & is_seen
    return _regions(is_changed.astype(np.uint8)), covered


def _toned(old: NDArray[np.float32], new: NDArray[np.float32], is_seen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return `old` in the tone of `new`: brightness and contrast of the whole picture are no change of a part."""
    levels = np.clip(old[is_seen] / 8, 0, 31).astype(int)
    values = new[is_seen]
    order = np.argsort(levels, kind="stable")
    starts = np.searchsorted(levels[order], np.arange(33))
    centres, medians = [], []
    for level in range(32):
        part = values[order[starts[level] : starts[level + 1]]]
        if len(part) >= 64:
            centres.append(level * 8 + 4.0)
            medians.append(float(np.median(part)))
    if not centres:
        return old
    return np.interp(old, centres, np.maximum.accumulate(medians)).astype(np.float32)


def _slope(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    return np.asarray(across**2 + down**2, np.float32)


def _regions(changed: NDArray[np.uint8]) -> list[Region]:
    height, width = changed.shape
    closed = cv2.morphologyEx(changed, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        area = cv2.contourArea(outline) / (width * height)
        if area < LEAST_AREA:
            continue
        x, y, wide, high = cv2.boundingRect(outline)
        simple = cv2.approxPolyDP(outline, 3, True)[:, 0, :]
        box = (x / width, y / height, (x + wide) / width, (y + high) / height)
        found.append(Region(box, tuple((int(px) / width, int(py) / height) for px, py in simple), area))
    return sorted(found, key=lambda one: -one.area)
